from pathlib import Path

import numpy as np
import pytest

from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import TaggerError
from tagger_app.core.policy import Policy, suggest
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.core.track import AudioFacts, FileIdentity, FileTags, ScannedFile
from tagger_app.pipeline.similar import Compared, DuplicateGroup, SoundIndex, exact_duplicates
from tests.tiny_model import CARD

WIDTH = CARD.embedding_width


def _track(
    catalog: Catalog,
    name: str,
    embedding: tuple[float, ...],
    *,
    seconds: float = 200.0,
    fingerprint: str = "",
    model: str = "one",
) -> int:
    """A track of the catalog that a model has heard."""
    path = Path(f"/m/{name}.flac")
    known = catalog.tracks.by_path(path)
    tags = FileTags("vorbis", {})
    track_id = (
        known.id
        if known
        else catalog.tracks.store([ScannedFile(path, FileIdentity(1, 1, 1, 1), tags)])[0]
    )
    model_id = catalog.predictions.register(model, "1", model, CARD.to_json())
    scores = (0.0,) * len(CARD.tags)
    full = (*embedding, *(0.0,) * (WIDTH - len(embedding)))
    heard = Prediction(model, Coverage(1), scores, (scores,), (0.0,), 1.0, full)
    facts = AudioFacts("flac", "flac", 44_100, 2, 0, seconds, fingerprint)
    catalog.predictions.store(model_id, track_id, heard, suggest(CARD, scores, Policy()), facts)
    return track_id


def _groups(index: SoundIndex, least: float = 0.985) -> list[DuplicateGroup]:
    steps = index.near_duplicates(least)
    while True:
        try:
            assert isinstance(next(steps), Compared)
        except StopIteration as end:
            groups: list[DuplicateGroup] = end.value
            return groups


def test_neighbours_come_by_the_angle_between_embeddings(catalog: Catalog) -> None:
    a = _track(catalog, "a", (1.0, 0.0))
    loud = _track(catalog, "loud", (30_000.0, 3_000.0))
    other = _track(catalog, "other", (0.0, 2.0))
    against = _track(catalog, "against", (-1.0, 0.0))
    _track(catalog, "silent", (0.0,))
    found = SoundIndex(catalog, 1).similar(a)
    assert [one.track_id for one in found] == [loud, other, against]
    cosines = [1 / np.hypot(1, 0.1), 0.0, -1.0]
    assert [one.similarity for one in found] == pytest.approx(cosines, abs=1e-3)
    assert [one.track_id for one in SoundIndex(catalog, 1).similar(a, 1)] == [loud]


def test_only_what_one_model_heard_is_compared_and_always_the_newest(catalog: Catalog) -> None:
    a, b = _track(catalog, "a", (1.0,)), _track(catalog, "b", (0.0, 1.0))
    _track(catalog, "c", (1.0,), model="another")
    index = SoundIndex(catalog, 1)
    assert [one.track_id for one in index.similar(a)] == [b]
    c = _track(catalog, "c", (1.0,))
    _track(catalog, "b", (1.0, 1.0))
    assert [one.track_id for one in index.similar(a)] == [c, b]
    catalog.predictions.forget(c)
    assert [one.track_id for one in index.similar(a)] == [b]
    with pytest.raises(TaggerError, match="not heard"):
        index.similar(c)
    with pytest.raises(TaggerError, match="not heard"):
        SoundIndex(catalog, 99).similar(a)


def test_near_duplicates_sound_alike_and_are_as_long(catalog: Catalog) -> None:
    a = _track(catalog, "a", (1.0, 0.0), seconds=200.0)
    copy = _track(catalog, "copy", (1.0, 0.02), seconds=201.5)
    third = _track(catalog, "third", (1.0, -0.02), seconds=203.4)
    _track(catalog, "longer", (1.0, 0.0), seconds=260.0)
    _track(catalog, "unlike", (0.7, 0.7), seconds=200.0)
    _track(catalog, "no length", (1.0, 0.0), seconds=0.0)
    gone = _track(catalog, "gone", (1.0, 0.0), seconds=200.0)
    catalog.places.lose([gone])
    [group] = _groups(SoundIndex(catalog, 1))
    assert (group.ids, group.exact) == ((a, copy, third), False)
    assert 0.99 < group.similarity < 1.0
    assert _groups(SoundIndex(catalog, 1), 0.9999) == []
    assert _groups(SoundIndex(catalog, 99)) == []


def test_many_tracks_of_many_lengths_are_compared_in_blocks(catalog: Catalog) -> None:
    random = np.random.default_rng(1)
    vectors = random.standard_normal((60, WIDTH))
    ids = []
    with catalog.transaction():
        for number, vector in enumerate(vectors):
            ids.append(_track(catalog, f"{number}", tuple(vector), seconds=100.0 + number % 7))
        twin = _track(catalog, "twin", tuple(vectors[13] * 2), seconds=106.5)
    [group] = _groups(SoundIndex(catalog, 1), 0.9995)
    assert group.ids == (ids[13], twin)


def test_exact_duplicates_have_equal_audio_and_length(catalog: Catalog) -> None:
    a = _track(catalog, "a", (1.0,), fingerprint="x", seconds=200.0)
    b = _track(catalog, "b", (1.0,), fingerprint="x", seconds=200.4)
    _track(catalog, "cut short", (1.0,), fingerprint="x", seconds=90.0)
    _track(catalog, "c", (1.0,), fingerprint="y")
    lost = _track(catalog, "lost", (1.0,), fingerprint="y")
    catalog.places.lose([lost])
    assert exact_duplicates(catalog) == [DuplicateGroup((a, b), True, 1.0)]
