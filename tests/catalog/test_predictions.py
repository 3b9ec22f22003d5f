import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest

from tagger_app.catalog.search import Order, TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import CatalogError, ModelError, Reason
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.policy import Policy, Strictness, suggest
from tagger_app.core.prediction import Coverage
from tagger_app.core.track import Failure, TrackState
from tests.catalog.samples import FACTS, card, file, hear, prediction, register, state


@pytest.fixture
def ids(catalog: Catalog) -> list[int]:
    return catalog.tracks.store([file(f"/m/{i}.mp3") for i in range(4)])


def test_a_prediction_comes_back_to_float16(catalog: Catalog, ids: list[int]) -> None:
    model_id = register(catalog)
    heard = prediction(0.123456, 0.9, 1e-5, coverage="full")
    catalog.predictions.store(
        model_id, ids[0], heard, suggest(card(), heard.scores, Policy()), FACTS
    )

    back = catalog.predictions.of(ids[0], model_id)

    assert back is not None
    assert (back.model, back.coverage, back.chunk_seconds) == ("ear", Coverage(None), 1.0)
    assert back.chunk_starts == heard.chunk_starts
    np.testing.assert_allclose(back.scores, heard.scores, atol=5e-4)
    np.testing.assert_allclose(back.chunk_scores, heard.chunk_scores, atol=5e-4)
    assert back.embedding == heard.embedding
    assert catalog.predictions.of(ids[1]) is None
    track = catalog.tracks.get(ids[0])
    assert track is not None
    assert track.facts == FACTS


def test_a_track_without_chunks_can_be_stored(catalog: Catalog, ids: list[int]) -> None:
    model_id = register(catalog)
    silent = dataclasses.replace(prediction(), chunk_scores=(), chunk_starts=(), embedding=())
    catalog.predictions.store(model_id, ids[0], silent, {}, FACTS)

    assert catalog.predictions.many(model_id, ids) == {ids[0]: silent}


def test_values_too_large_for_float16_stay_finite(catalog: Catalog, ids: list[int]) -> None:
    model_id = register(catalog)
    loud = dataclasses.replace(prediction(), embedding=(1e9, -1e9, 0.0))
    catalog.predictions.store(model_id, ids[0], loud, {}, FACTS)

    back = catalog.predictions.of(ids[0])
    assert back is not None
    assert all(math.isfinite(value) for value in back.embedding)


def test_what_is_not_a_number_is_refused(catalog: Catalog, ids: list[int]) -> None:
    with pytest.raises(CatalogError, match="not numbers"):
        hear(catalog, register(catalog), ids[0], 0.9, math.nan)
    assert state(catalog, ids[0]) is TrackState.NEW


def test_models_are_told_apart_by_their_digest(catalog: Catalog, ids: list[int]) -> None:
    one = register(catalog)
    assert register(catalog) == one
    other = register(catalog, "other")
    assert other != one
    hear(catalog, one, ids[0], 0.9)
    hear(catalog, other, ids[0], 0.1)

    last = catalog.predictions.of(ids[0])
    assert last is not None
    assert last.model == "other"
    assert catalog.predictions.unheard(other, Coverage(2), ids) == ids[1:]
    assert catalog.predictions.heard_by_others(other) == 0
    hear(catalog, one, ids[1], 0.9)
    hear(catalog, one, ids[2], 0.9)
    assert catalog.predictions.heard_by_others(other) == 2
    catalog.places.lose([ids[2]])
    assert catalog.predictions.heard_by_others(other) == 1
    assert catalog.predictions.heard_by_others(one) == 0
    with pytest.raises(ModelError):
        catalog.predictions.register("bad", "1", "d", "{}")


def test_unheard_goes_by_coverage(catalog: Catalog, ids: list[int]) -> None:
    model_id = register(catalog)
    hear(catalog, model_id, ids[0], 0.9, coverage="full")
    hear(catalog, model_id, ids[1], 0.9, coverage="chunks:8")
    hear(catalog, model_id, ids[2], 0.9, coverage="chunks:3")
    wanted = [*reversed(ids), ids[0], 999]

    unheard = catalog.predictions.unheard

    assert unheard(model_id, Coverage(1), wanted) == [ids[3]]
    assert unheard(model_id, Coverage(8), wanted) == [ids[3], ids[2]]
    assert unheard(model_id, Coverage(None), wanted) == [ids[3], ids[2], ids[1]]
    assert unheard(model_id, Coverage(8)) == [ids[2], ids[3]]


def test_hearing_again_replaces_what_was_heard(catalog: Catalog, ids: list[int]) -> None:
    model_id = register(catalog)
    hear(catalog, model_id, ids[0], 0.9)
    hear(catalog, model_id, ids[0], 0.1, 0.8, coverage="full")

    back = catalog.predictions.of(ids[0])
    assert back is not None
    assert back.coverage == Coverage(None)
    [jazz] = catalog.predictions.suggested(model_id, ids)[ids[0]][Category.GENRE]
    assert (jazz.name, jazz.score, jazz.threshold) == ("Jazz", 0.8, 0.5)


def test_two_failures_put_a_file_aside_until_asked(catalog: Catalog, ids: list[int]) -> None:
    model_id = register(catalog)
    failure = Failure(Reason.CRASHED, "the decoder crashed")
    catalog.tracks.fail(ids[0], failure)
    catalog.tracks.fail(ids[1], Failure(Reason.LOCKED, "not written"), hearing=False)
    catalog.tracks.fail(ids[1], Failure(Reason.LOCKED, "not written"), hearing=False)
    catalog.places.lose([ids[2]])
    unheard = catalog.predictions.unheard

    assert unheard(model_id, Coverage(2)) == [ids[0], ids[1], ids[3]]
    catalog.tracks.fail(ids[0], failure)
    assert unheard(model_id, Coverage(2)) == [ids[1], ids[3]]
    assert unheard(model_id, Coverage(2), ids, retry_failed=True) == [ids[0], ids[1], ids[3]]
    hear(catalog, model_id, ids[0], 0.9, coverage="chunks:1")
    assert unheard(model_id, Coverage(2)) == [ids[0], ids[1], ids[3]]


def test_another_policy_rewrites_the_suggestions_of_one_model(
    catalog: Catalog, ids: list[int]
) -> None:
    model_id, other = register(catalog), register(catalog, "other")
    for model in (model_id, other):
        hear(catalog, model, ids[0], 0.6, 0.8, 0.71)
    hear(catalog, model_id, ids[1], 0.695)
    careful = Policy(
        strictness=dict.fromkeys(TAG_CATEGORIES, Strictness.CAREFUL),
        most_tags={Category.GENRE: 1, Category.MOOD: 1},
    )
    assert catalog.predictions.obeys(model_id, Policy())
    assert not catalog.predictions.obeys(model_id, careful)

    assert list(catalog.predictions.rescore(model_id, careful)) == [2]

    assert catalog.predictions.obeys(model_id, careful)
    mine = catalog.predictions.suggested(model_id, ids)
    assert [t.name for t in mine[ids[0]][Category.GENRE]] == ["Jazz"]
    assert [t.name for t in mine[ids[0]][Category.MOOD]] == ["calm"]
    assert mine[ids[1]][Category.GENRE] == ()
    theirs = catalog.predictions.suggested(other, ids)
    assert [t.name for t in theirs[ids[0]][Category.GENRE]] == ["Jazz", "Hip-Hop"]
    assert catalog.search.counts(model_id).suggested == {
        (Category.GENRE, "Jazz"): 1,
        (Category.MOOD, "calm"): 1,
    }
    uncertain = TrackQuery(model_id=model_id, order=Order.UNCERTAIN)
    assert catalog.search.ids(uncertain)[:2] == [ids[1], ids[0]]  # 0.695 and 0.71 against 0.7


def test_rescoring_cut_short_is_known_and_can_be_repeated(catalog: Catalog) -> None:
    model_id = register(catalog)
    ids = catalog.tracks.store([file(f"/m/{i}.mp3") for i in range(1_001)])
    with catalog.transaction():
        for track_id in ids:
            hear(catalog, model_id, track_id, 0.6)
    careful = Policy(strictness=dict.fromkeys(TAG_CATEGORIES, Strictness.CAREFUL))
    steps = catalog.predictions.rescore(model_id, careful)
    assert next(steps) == 1_000
    steps.close()
    assert not catalog.predictions.obeys(model_id, careful)
    assert not catalog.predictions.obeys(model_id, Policy())

    done = list(catalog.predictions.rescore(model_id, careful))

    assert all(a < b for a, b in pairwise(done))
    assert done[-1] == 1_001
    assert catalog.search.counts(model_id).suggested == {}


def test_a_track_with_other_audio_is_heard_anew(catalog: Catalog, ids: list[int]) -> None:
    model_id = register(catalog)
    hear(catalog, model_id, ids[0], 0.9)
    catalog.predictions.forget(ids[0])

    assert catalog.predictions.of(ids[0]) is None
    assert catalog.predictions.suggested(model_id, [ids[0]])[ids[0]][Category.GENRE] == ()
    assert state(catalog, ids[0]) is TrackState.NEW
    track = catalog.tracks.get(ids[0])
    assert track is not None
    assert track.facts is None
