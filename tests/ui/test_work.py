"""The use cases as the window runs them, one beside the other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.catalog.store import Catalog
from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.formats import read_tags
from tagger_app.pipeline.accept import open_suggestions
from tagger_app.pipeline.deciding import Change, Page, PageDecided
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import write_decided
from tagger_app.settings import Settings
from tagger_app.ui.desk import Desk
from tagger_app.ui.jobs import JobEnd, JobRunner
from tagger_app.ui.work import ACCEPT, COUNT, HEAR, Work
from tests.samples import write_piece
from tests.ui.tracks import add_tracks, register

VOCABULARY = Vocabulary({})


@pytest.fixture
def told() -> list[str]:
    """Failures and bugs that the runner told."""
    return []


@pytest.fixture
def runner(catalog: Catalog, qtbot: QtBot, told: list[str]) -> Iterator[JobRunner]:
    """A job thread without a model, not begun yet."""
    del qtbot  # there must be an application

    @contextmanager
    def open_bench() -> Iterator[Workbench]:
        with Workbench(catalog, None, VOCABULARY, Settings()) as bench:
            yield bench

    made = JobRunner(open_bench)
    made.failed.connect(lambda _, message: told.append(message))
    made.bug.connect(lambda error: told.append(repr(error)))
    yield made
    made.stop()


def refused(catalog: Catalog, folder: Path, count: int) -> list[int]:
    """Tracks that a write was refused for, and nothing is in its way any more."""
    folder.mkdir()
    first = write_piece(folder / "000.flac", 0, 1.0)
    for number in range(1, count):
        (folder / f"{number:03}.flac").write_bytes(first.read_bytes())
    links = folder.parent / "links"
    links.mkdir()
    for path in tuple(folder.iterdir()):
        (links / path.name).hardlink_to(path)
    with Workbench(catalog, None, VOCABULARY, Settings()) as bench:
        for _ in scan(bench, [folder]):
            pass
        ids = [track_id for track_id, _ in catalog.tracks.identities([folder]).values()]
        catalog.decisions.decide_all(
            [Decision(track_id, Category.GENRE, "Folk", Verdict.ADDED) for track_id in ids]
        )
        for _ in write_decided(bench, ids):
            pass
    assert {track.state for track in catalog.tracks.pages(ids)} == {TrackState.FAILED}
    for link in links.iterdir():
        link.unlink()
    return ids


def genres(folder: Path) -> set[tuple[str, ...]]:
    return {read_tags(path).tags.get("genre", ()) for path in folder.glob("*.flac")}


def test_a_write_beside_trying_again_takes_no_answer_from_it(
    catalog: Catalog, runner: JobRunner, told: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "music"
    ids = refused(catalog, folder, 4)
    work = Work(runner)
    # While the tag process starts, which is when most time passes between two steps.
    runner.started.connect(lambda name: work.write() if name == HEAR else None)
    work.retry(ids)
    runner.begin()
    qtbot.waitUntil(lambda: not work.busy)
    assert told == []
    assert genres(folder) == {("Folk",)}
    assert {track.state for track in catalog.tracks.pages(ids)} == {TrackState.WRITTEN}


def decisions_on(ids: Sequence[int]) -> Page:
    found = (Decision(i, Category.GENRE, "Folk", Verdict.ACCEPTED) for i in ids)
    return tuple(Change(decision) for decision in found)


def test_counting_while_all_is_accepted_takes_nothing_from_it(runner: JobRunner) -> None:
    work = Work(runner)
    told: list[object] = []
    work.decided.connect(lambda pages, _: told.extend(pages))
    work.counted.connect(told.append)
    work.decide([decisions_on([1, 2, 3])], open_suggestions)
    runner.news.emit(ACCEPT, [PageDecided(decisions_on([1]), (1,), 1, 3)])
    work.count([4, 5], open_suggestions)
    runner.news.emit(COUNT, [decisions_on([9])])
    work.count([4, 5], open_suggestions)  # of another view, while the first count is on its way
    runner.ended.emit(COUNT, JobEnd.CANCELLED)
    events = [PageDecided((), (4,), 1, 3), PageDecided(decisions_on([2, 3]), (2, 3), 3, 3)]
    runner.news.emit(ACCEPT, events)
    runner.ended.emit(ACCEPT, JobEnd.COMPLETE)
    assert told == [decisions_on([1]), decisions_on([2, 3])]
    runner.news.emit(COUNT, [decisions_on([4]), (), decisions_on([5])])
    runner.ended.emit(COUNT, JobEnd.COMPLETE)
    assert told[2:] == [[decisions_on([4]), decisions_on([5])]]


def test_a_count_that_was_asked_for_before_another_is_not_told(runner: JobRunner) -> None:
    work = Work(runner)
    told: list[object] = []
    work.counted.connect(told.append)
    work.count([1], open_suggestions)
    runner.news.emit(COUNT, [decisions_on([1])])
    work.count([2], open_suggestions)  # when the first was through, which nobody knew yet
    runner.ended.emit(COUNT, JobEnd.COMPLETE)
    assert told == []
    runner.news.emit(COUNT, [decisions_on([2])])
    runner.ended.emit(COUNT, JobEnd.COMPLETE)
    assert told == [[decisions_on([2])]]


def test_what_is_decided_meanwhile_outlives_taking_all_back(
    catalog: Catalog, runner: JobRunner, told: list[str], qtbot: QtBot
) -> None:
    model_id = register(catalog)
    ids = add_tracks(catalog, 3)
    pages = [decisions_on(ids[:2]), decisions_on(ids[2:])]
    for page in pages:
        catalog.decisions.decide_all([change.decision for change in page], model_id=model_id)
    desk, work = Desk(catalog.reader(), runner, Policy(), VOCABULARY), Work(runner)
    changed: list[int] = []
    work.tracks_changed.connect(changed.extend)
    taken_back: list[tuple[int, int]] = []
    work.redecided.connect(lambda *numbers: taken_back.append(numbers))
    work.redecide(pages, desk.from_now_on(), back=True)
    desk.apply([Decision(ids[2], Category.GENRE, "folk", Verdict.ACCEPTED)])
    runner.begin()
    qtbot.waitUntil(lambda: not work.busy)
    assert told == []
    assert catalog.decisions.many(ids) == {ids[2]: {(Category.GENRE, "folk"): Verdict.ACCEPTED}}
    assert set(changed) == set(ids)
    assert taken_back == [(2, 2)]
