import pytest

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.catalog.journal import WriteKind
from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import Reason
from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy
from tagger_app.core.track import Failure, FileTags, TrackState
from tests.catalog.samples import file, genre, hear, identity, register, state


@pytest.fixture
def track_id(catalog: Catalog) -> int:
    return catalog.tracks.store([file("/m/1.mp3", genre=("Rock",))])[0]


def _write(
    catalog: Catalog,
    track_id: int,
    *values: str,
    undoes: int | None = None,
    settled: tuple[tuple[Category, str], ...] = (),
) -> int:
    """As the pipeline does it."""
    before = catalog.tracks.get(track_id)
    assert before is not None
    write_id = catalog.journal.start(WriteKind.WRITE, undoes=undoes)
    change = genre(before.file_tags.tags["genre"], values)
    entry = catalog.journal.begin(write_id, track_id, before.path, change, before.identity)
    catalog.tracks.rewritten(track_id, identity(), FileTags("id3v2.4", {"genre": values}))
    catalog.journal.finish(entry, identity(), settled)
    return write_id


def test_a_heard_track_waits_for_review(catalog: Catalog, track_id: int) -> None:
    assert state(catalog, track_id) is TrackState.NEW
    hear(catalog, register(catalog), track_id, 0.9)
    assert state(catalog, track_id) is TrackState.TO_REVIEW


def test_a_track_without_suggestions_is_reviewed_once_somebody_looked_at_it(
    catalog: Catalog, track_id: int
) -> None:
    model_id = register(catalog)
    hear(catalog, model_id, track_id, 0.1)
    catalog.decisions.look([track_id], looked=True)
    assert state(catalog, track_id) is TrackState.REVIEWED
    catalog.decisions.look([track_id], looked=False)
    assert state(catalog, track_id) is TrackState.TO_REVIEW
    catalog.decisions.look([track_id], looked=True)
    hear(catalog, register(catalog, "other ear"), track_id, 0.2)
    assert state(catalog, track_id) is TrackState.TO_REVIEW


def test_a_track_comes_back_when_other_preferences_suggest_something(
    catalog: Catalog, track_id: int
) -> None:
    model_id = register(catalog)
    hear(catalog, model_id, track_id, 0.9)
    ignoring = Policy(ignored={Category.GENRE: frozenset({"hiphop"})})
    assert list(catalog.predictions.rescore(model_id, ignoring)) == [1]
    catalog.decisions.look([track_id], looked=True)
    assert list(catalog.predictions.rescore(model_id, ignoring)) == [1]
    assert state(catalog, track_id) is TrackState.REVIEWED
    assert list(catalog.predictions.rescore(model_id, Policy())) == [1]
    assert state(catalog, track_id) is TrackState.TO_REVIEW


def test_a_track_that_was_never_heard_waits_however_often_one_looks(
    catalog: Catalog, track_id: int
) -> None:
    catalog.decisions.look([track_id], looked=True)
    assert state(catalog, track_id) is TrackState.NEW


def test_an_accepted_tag_waits_to_be_written(catalog: Catalog, track_id: int) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, "Jazz", Verdict.ACCEPTED)
    assert state(catalog, track_id) is TrackState.ACCEPTED
    catalog.decisions.decide(track_id, Category.GENRE, "Jazz", None)
    assert state(catalog, track_id) is TrackState.NEW


@pytest.mark.parametrize(
    ("tag", "verdict"),
    [("rock", Verdict.ACCEPTED), ("ROCK", Verdict.ADDED), ("Jazz", Verdict.REJECTED)],
)
def test_with_nothing_to_write_a_track_is_reviewed(
    catalog: Catalog, track_id: int, tag: str, verdict: Verdict
) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, tag, verdict)
    assert state(catalog, track_id) is TrackState.REVIEWED


def test_writing_undoing_and_redoing(catalog: Catalog, track_id: int) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, "Jazz", Verdict.ACCEPTED)
    write_id = _write(catalog, track_id, "Rock", "Jazz")
    assert state(catalog, track_id) is TrackState.WRITTEN
    undo_id = _write(catalog, track_id, "Rock", undoes=write_id)
    assert state(catalog, track_id) is TrackState.ACCEPTED
    _write(catalog, track_id, "Rock", "Jazz", undoes=undo_id)
    assert state(catalog, track_id) is TrackState.WRITTEN
    catalog.decisions.decide(track_id, Category.MOOD, "calm", Verdict.ADDED)
    assert state(catalog, track_id) is TrackState.ACCEPTED


def test_a_tag_written_under_another_name_does_not_wait_for_ever(
    catalog: Catalog, track_id: int
) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, "Electro", Verdict.ACCEPTED)
    _write(catalog, track_id, "Rock", "Electronic", settled=((Category.GENRE, "Electro"),))
    assert state(catalog, track_id) is TrackState.WRITTEN


def test_a_write_that_had_nothing_to_change_settles_its_decisions(
    catalog: Catalog, track_id: int
) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, "Jazz", Verdict.ACCEPTED)
    catalog.decisions.settle(track_id, [(Category.GENRE, "Jazz")])
    assert state(catalog, track_id) is TrackState.REVIEWED
    catalog.decisions.decide(track_id, Category.GENRE, "Jazz", Verdict.ACCEPTED)
    assert state(catalog, track_id) is TrackState.ACCEPTED


def test_a_refused_write_shows_until_one_succeeds(catalog: Catalog, track_id: int) -> None:
    failure = Failure(Reason.LOCKED, "open in a player")
    write_id = catalog.journal.start(WriteKind.WRITE)
    change = genre(("Rock",), ("Jazz",))
    track = catalog.tracks.get(track_id)
    assert track is not None
    entry = catalog.journal.begin(write_id, track_id, track.path, change, track.identity)
    catalog.journal.fail(entry, failure)

    failed = catalog.tracks.get(track_id)
    assert failed is not None
    assert (failed.state, failed.failure) == (TrackState.FAILED, failure)

    _write(catalog, track_id, "Jazz")
    assert state(catalog, track_id) is TrackState.WRITTEN


def test_a_failure_goes_before_decisions_and_ends_with_hearing(
    catalog: Catalog, track_id: int
) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, "Jazz", Verdict.ACCEPTED)
    catalog.tracks.fail(track_id, Failure(Reason.HUNG, "60 s"))
    assert state(catalog, track_id) is TrackState.FAILED
    hear(catalog, register(catalog), track_id, 0.9)
    assert state(catalog, track_id) is TrackState.ACCEPTED


def test_decisions_survive_a_rescan_and_tags_written_elsewhere_count(
    catalog: Catalog, track_id: int
) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, "Hip-Hop", Verdict.ACCEPTED)
    catalog.tracks.store([file("/m/1.mp3", size=3, genre=("hip hop",))])

    assert state(catalog, track_id) is TrackState.CHANGED
    catalog.outside.accept([track_id])
    assert state(catalog, track_id) is TrackState.REVIEWED
    assert catalog.decisions.of(track_id) == {(Category.GENRE, "Hip-Hop"): Verdict.ACCEPTED}


def test_two_spellings_are_one_decision(catalog: Catalog, track_id: int) -> None:
    catalog.decisions.decide(track_id, Category.GENRE, "Hip-Hop", Verdict.ACCEPTED)
    catalog.decisions.decide(track_id, Category.GENRE, "hip hop", Verdict.REJECTED)
    catalog.decisions.decide(track_id, Category.MOOD, "hip hop", Verdict.ADDED)

    assert catalog.decisions.of(track_id) == {
        (Category.GENRE, "hip hop"): Verdict.REJECTED,
        (Category.MOOD, "hip hop"): Verdict.ADDED,
    }


def test_many_decisions_at_once(catalog: Catalog) -> None:
    ids = catalog.tracks.store([file(f"/m/{i}.mp3") for i in range(300)])
    accept = [Decision(i, Category.MOOD, "calm", Verdict.ACCEPTED) for i in ids]
    catalog.decisions.decide_all(accept)
    assert {state(catalog, i) for i in ids} == {TrackState.ACCEPTED}

    catalog.decisions.decide_all([Decision(i, Category.MOOD, "Calm", None) for i in ids[1:]])

    assert list(catalog.decisions.many(ids)) == ids[:1]
    assert catalog.decisions.of(ids[5]) == {}


def test_several_calls_in_a_transaction_are_all_or_nothing(catalog: Catalog, track_id: int) -> None:
    def interrupted() -> None:
        with catalog.transaction():
            catalog.decisions.decide(track_id, Category.MOOD, "calm", Verdict.ADDED)
            catalog.tracks.store([file("/m/2.mp3")])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert catalog.decisions.of(track_id) == {}
    assert catalog.search.counts().total == 1


def test_a_write_settles_only_what_it_dealt_with(catalog: Catalog, track_id: int) -> None:
    catalog.decisions.decide(track_id, Category.MOOD, "Calm", Verdict.ACCEPTED)
    _write(catalog, track_id, "Rock", "Jazz")
    assert state(catalog, track_id) is TrackState.ACCEPTED


def test_a_refused_track_still_waits_to_be_written(catalog: Catalog, track_id: int) -> None:
    catalog.decisions.decide(track_id, Category.MOOD, "Calm", Verdict.ACCEPTED)
    catalog.tracks.fail(track_id, Failure(Reason.READ_ONLY, "read-only"), hearing=False)
    assert state(catalog, track_id) is TrackState.FAILED
    assert catalog.search.waiting() == [track_id]
    catalog.places.lose([track_id])
    assert catalog.search.waiting() == []
