"""What a model says about a track."""

from dataclasses import dataclass

from tagger_app.core.errors import TaggerError
from tagger_app.core.model_card import ModelCard


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a track is heard: `chunks` evenly spaced chunks, or all of it (None)."""

    chunks: int | None

    @classmethod
    def parse(cls, text: str) -> "Coverage":
        """Read `chunks:N` (N ≥ 1) or `full`.

        Raises:
            TaggerError: the text is neither.
        """
        if text == "full":
            return cls(None)
        head, _, number = text.partition(":")
        if head == "chunks" and number.isascii() and number.isdigit() and int(number) >= 1:
            return cls(int(number))
        raise TaggerError(
            "The coverage “{text}” is not valid: use chunks:N (such as chunks:8) or full.",
            text=text,
        )

    def __str__(self) -> str:
        return "full" if self.chunks is None else f"chunks:{self.chunks}"


@dataclass(frozen=True, slots=True)
class Prediction:
    """A model's scores for one track.

    scores: [tags], the mean over chunks, in the order of the model card's tags.
    chunk_scores: [chunks][tags].
    chunk_starts: [chunks], seconds from the start of the track.
    chunk_seconds: length of a chunk.
    embedding: [width], the mean over chunks.
    """

    model: str
    coverage: Coverage
    scores: tuple[float, ...]
    chunk_scores: tuple[tuple[float, ...], ...]
    chunk_starts: tuple[float, ...]
    chunk_seconds: float
    embedding: tuple[float, ...]

    def is_by(self, card: ModelCard) -> bool:
        """Whether the model of a card said this: else positions in it mean other tags."""
        return self.model == card.name and len(self.scores) == len(card.tags)
