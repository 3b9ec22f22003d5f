"""Small values to fill a catalog with."""

from pathlib import Path

from tagger_app.catalog.store import Catalog
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.fields import Category
from tagger_app.core.model_card import FrontEnd, ModelCard, ModelTag
from tagger_app.core.policy import Policy, suggest
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.core.track import AudioFacts, FileIdentity, FileTags, ScannedFile, TrackState

FACTS = AudioFacts("mp3", "mp3", 44_100, 2, 192_000, 201.5, "f1")
TAGS = (
    ModelTag("Hip-Hop", Category.GENRE, 0.5, 0.7),
    ModelTag("Jazz", Category.GENRE, 0.5, 0.7),
    ModelTag("calm", Category.MOOD, 0.5, 0.7),
    ModelTag("piano", Category.INSTRUMENT, 0.5, 0.7),
    ModelTag("never", Category.MOOD, 1.5, 1.5),
)


def card(name: str = "ear") -> ModelCard:
    return ModelCard(
        name=name,
        version="1",
        architecture="test",
        description="",
        licence="",
        sample_rate=16_000,
        chunk_samples=16_000,
        embedding_width=3,
        tags=TAGS,
        front_end=FrontEnd(512, 256, 96, 0.0, 8_000.0, "db"),
    )


def identity(inode: int = 1, *, size: int = 1_000) -> FileIdentity:
    return FileIdentity(7, inode, size, 1_700_000_000_123_456_789)


def file(
    path: str | Path,
    *,
    title: str = "",
    artist: str = "",
    album: str = "",
    track_number: str = "",
    date: str = "",
    size: int = 1_000,
    **tags: tuple[str, ...],
) -> ScannedFile:
    return ScannedFile(
        Path(path),
        identity(size=size),
        FileTags(
            "id3v2.4",
            tags,
            title=title,
            artist=artist,
            album=album,
            track_number=track_number,
            date=date,
        ),
    )


def register(catalog: Catalog, name: str = "ear") -> int:
    return catalog.predictions.register(name, "1", f"digest of {name}", card(name).to_json())


def prediction(*scores: float, coverage: str = "chunks:2", name: str = "ear") -> Prediction:
    """Scores for Hip-Hop, Jazz, calm, piano and never; those not given are 0."""
    full = (*scores, *(0.0,) * (len(TAGS) - len(scores)))
    return Prediction(
        name, Coverage.parse(coverage), full, (full, full), (0.0, 7_000.25), 1.0, (0.5, -2.0, 3.0)
    )


def hear(
    catalog: Catalog, model_id: int, track_id: int, *scores: float, coverage: str = "chunks:2"
) -> None:
    heard = prediction(*scores, coverage=coverage)
    suggested = suggest(card(), heard.scores, Policy())
    catalog.predictions.store(model_id, track_id, heard, suggested, FACTS)


def genre(before: tuple[str, ...], after: tuple[str, ...]) -> ChangeSet:
    return ChangeSet((FieldChange("genre", before, after),))


def state(catalog: Catalog, track_id: int) -> TrackState:
    track = catalog.tracks.get(track_id)
    assert track is not None
    return track.state
