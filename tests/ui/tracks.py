"""Tracks in a catalog without files: for what needs many of them, or exact scores."""

from collections.abc import Sequence
from pathlib import Path

from tagger_app.catalog.store import Catalog
from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy, suggest
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.core.track import AudioFacts, FileIdentity, FileTags, ScannedFile
from tests.tiny_model import CARD, TAGS

FOLK = (Category.GENRE, "Folk")
CALM = (Category.MOOD, "Calm")
GUITAR = (Category.INSTRUMENT, "Guitar")
FACTS = AudioFacts("ogg", "vorbis", 44_100, 2, 160_000, 40.0)


def add_tracks(catalog: Catalog, count: int, *, tags: FileTags | None = None) -> list[int]:
    """Tracks 0000.ogg, 0001.ogg and so on."""
    files = [
        ScannedFile(
            Path(f"/music/album/{number:04}.ogg"),
            FileIdentity(1, number + 1, 1000, 1),
            tags or FileTags("vorbis", {}, title=f"Title {number:04}", artist="Nobody"),
        )
        for number in range(count)
    ]
    return catalog.tracks.store(files)


def register(catalog: Catalog) -> int:
    """The tiny model's row."""
    return catalog.predictions.register(CARD.name, CARD.version, "digest", CARD.to_json())


def hear(catalog: Catalog, model_id: int, track_id: int, **scores: float) -> None:
    """Store what the tiny model might have said: tag names with their scores, 0.1 for others."""
    row = tuple(scores.get(name.lower(), 0.1) for name, _ in TAGS)
    prediction = prediction_of([row, row], starts=(0.0, 30.0))
    suggestions = suggest(CARD, row, Policy())
    catalog.predictions.store(model_id, track_id, prediction, suggestions, FACTS)


def prediction_of(rows: Sequence[tuple[float, ...]], starts: tuple[float, ...]) -> Prediction:
    """A prediction with these scores per chunk of ten seconds."""
    mean = tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
    width = CARD.embedding_width
    return Prediction(
        CARD.name, Coverage(len(rows)), mean, tuple(rows), starts, 10.0, (0.0,) * width
    )
