from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.store import Catalog
from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy
from tagger_app.core.track import FileTags
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings
from tagger_app.ui.desk import Desk
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.track_model import PAGE, TrackModel
from tests.tiny_model import CARD
from tests.ui.tracks import CALM, FOLK, GUITAR, add_tracks, hear, register

VOCABULARY = Vocabulary.from_mapping(
    {"genre": {"Hip-Hop": ["rap"], "Folk": ["traditional"]}, "mood": {}, "instrument": {}}
)


class Table:
    """What a desk shows: the last state of each track."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.shown: dict[int, ReviewTrack] = {}
        desk.changed.connect(lambda ids: self.shown.update({r.track.id: r for r in desk.load(ids)}))

    def load(self, *ids: int) -> list[ReviewTrack]:
        return self.desk.load(ids)

    def status(self, track_id: int, tag: tuple[Category, str]) -> ChipStatus:
        return chip(self.shown[track_id], tag).status


def chip(review: ReviewTrack, tag: tuple[Category, str]) -> Chip:
    return next(chip for chip in review.tags[tag[0]] if chip.name == tag[1])


@pytest.fixture
def runner(catalog: Catalog, qtbot: QtBot) -> Iterator[JobRunner]:
    del qtbot  # there must be an application

    @contextmanager
    def open_bench() -> Iterator[Workbench]:
        with Workbench(catalog, None, VOCABULARY, Settings()) as bench:
            yield bench

    made = JobRunner(open_bench)
    yield made
    made.stop()


@pytest.fixture
def table(catalog: Catalog, runner: JobRunner) -> Table:
    """Two tracks on which folk, calm and guitar are suggested; nothing is stored before begin()."""
    desk = Desk(catalog.reader(), runner, Policy(), VOCABULARY)
    model_id = register(catalog)
    for track_id in add_tracks(catalog, 2):
        hear(catalog, model_id, track_id, folk=0.9, calm=0.8, guitar=0.7, drums=0.3)
    desk.set_model(model_id, CARD)
    return Table(desk)


def test_a_decision_is_shown_before_it_is_stored(
    catalog: Catalog, table: Table, runner: JobRunner, qtbot: QtBot
) -> None:
    table.desk.accept(table.load(1))
    assert table.status(1, FOLK) is ChipStatus.ACCEPTED
    assert [c.after for c in table.shown[1].proposal.changes] == [("Folk",), ("Calm",), ("Guitar",)]
    # What the table loads anew meanwhile shows it, too.
    assert chip(table.load(1)[0], FOLK).status is ChipStatus.ACCEPTED
    assert catalog.decisions.of(1) == {}
    with qtbot.waitSignal(table.desk.stored):
        runner.begin()
    assert catalog.decisions.of(1) == dict.fromkeys((FOLK, CALM, GUITAR), Verdict.ACCEPTED)
    assert catalog.decisions.of(2) == {}


def test_many_tracks_are_decided_about_and_undone_in_one_step(
    catalog: Catalog, table: Table, runner: JobRunner, qtbot: QtBot
) -> None:
    runner.begin()
    with qtbot.waitSignal(table.desk.stored):
        table.desk.reject(table.load(1, 2))
    assert set(catalog.decisions.of(2).values()) == {Verdict.REJECTED}
    with qtbot.waitSignal(table.desk.stored):
        table.desk.history.undo()
    assert catalog.decisions.many([1, 2]) == {}
    assert table.status(2, FOLK) is ChipStatus.SUGGESTED
    with qtbot.waitSignal(table.desk.stored):
        table.desk.history.redo()
    assert table.status(1, GUITAR) is ChipStatus.REJECTED


def test_undo_gives_back_what_was_decided_before(
    catalog: Catalog, table: Table, runner: JobRunner, qtbot: QtBot
) -> None:
    runner.begin()
    review = table.load(1)[0]
    with qtbot.waitSignal(table.desk.stored):
        table.desk.refuse(review, chip(review, FOLK))
    with qtbot.waitSignal(table.desk.stored):
        table.desk.toggle(table.shown[1], chip(table.shown[1], FOLK))
    assert catalog.decisions.of(1) == {FOLK: Verdict.ACCEPTED}
    with qtbot.waitSignal(table.desk.stored):
        table.desk.history.undo()
    assert catalog.decisions.of(1) == {FOLK: Verdict.REJECTED}


@pytest.mark.parametrize("spelled", ["FOLK", "traditional"])
def test_a_verdict_under_another_spelling_is_the_same_tags_verdict(
    catalog: Catalog, table: Table, runner: JobRunner, qtbot: QtBot, spelled: str
) -> None:
    old = {(Category.GENRE, spelled): Verdict.REJECTED}
    catalog.decisions.decide(1, Category.GENRE, spelled, Verdict.REJECTED)
    runner.begin()
    review = table.load(1)[0]
    assert chip(review, FOLK).status is ChipStatus.REJECTED
    with qtbot.waitSignal(table.desk.stored):
        table.desk.refuse(review, chip(review, FOLK))
    assert catalog.decisions.of(1) == {}
    assert table.status(1, FOLK) is ChipStatus.SUGGESTED
    with qtbot.waitSignal(table.desk.stored):
        table.desk.history.undo()
    assert catalog.decisions.of(1) == old
    with qtbot.waitSignal(table.desk.stored):
        table.desk.toggle(table.shown[1], chip(table.shown[1], FOLK))
    assert catalog.decisions.of(1) == {FOLK: Verdict.ACCEPTED}
    assert table.status(1, FOLK) is ChipStatus.ACCEPTED
    with qtbot.waitSignal(table.desk.stored):
        table.desk.history.undo()
    assert catalog.decisions.of(1) == old


def test_quick_decisions_about_one_tag_end_with_the_last(
    catalog: Catalog, table: Table, runner: JobRunner, qtbot: QtBot
) -> None:
    for _ in range(3):
        review = table.load(1)[0]
        table.desk.toggle(review, chip(review, FOLK))
    assert table.status(1, FOLK) is ChipStatus.ACCEPTED
    with qtbot.waitSignals([table.desk.stored] * 3):
        runner.begin()
    assert catalog.decisions.of(1) == {FOLK: Verdict.ACCEPTED}


def test_accepting_twice_is_one_step(table: Table) -> None:
    table.desk.accept(table.load(1))
    table.desk.accept(table.load(1))
    assert len(table.desk.history.done) == 1


@pytest.mark.parametrize(
    ("typed", "tag", "status"),
    [
        ("Hip-Hop", "Hip-Hop", ChipStatus.ADDED),
        ("folk", "Folk", ChipStatus.ACCEPTED),  # the model's own tag
    ],
)
def test_a_tag_is_added_by_hand(table: Table, typed: str, tag: str, status: ChipStatus) -> None:
    table.desk.add(table.load(1), Category.GENRE, typed)
    assert table.status(1, (Category.GENRE, tag)) is status
    assert table.shown[1].proposal.changes[0].after == (tag,)


def test_adding_what_the_file_has_changes_nothing(catalog: Catalog, table: Table) -> None:
    add_tracks(catalog, 1, tags=FileTags("vorbis", {"genre": ("Rap",)}))
    table.desk.add(table.load(1), Category.GENRE, "Hip-Hop")
    assert not table.desk.history.done


def test_only_tracks_that_are_looked_at_are_loaded_anew(catalog: Catalog, table: Table) -> None:
    ids = add_tracks(catalog, 4 * PAGE)
    reviews = table.load(*ids)
    asked: list[int] = []

    def load(ids: Sequence[int], *, wait: bool, version: int) -> list[ReviewTrack]:
        asked.extend(ids)
        return table.desk.load(ids, wait=wait, version=version)

    model = TrackModel(load)
    model.set_ids(ids)
    table.desk.changed.disconnect()
    table.desk.changed.connect(model.forget)
    assert model.track_at(0) is not None
    del asked[:]
    table.desk.add(reviews, *FOLK)
    first = model.track_at(0)
    assert first is not None
    assert chip(first, FOLK).status is ChipStatus.ACCEPTED
    assert set(asked) <= set(ids[:PAGE])
