"""What is photographed: the main states of the window, in an order in which each can follow."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.pipeline.review import ChipStatus, ReviewTrack
from tagger_app.ui.shelf import ALL, FAILED
from tests.screenshots.photographer import Photographer

_ACCEPTED = 4
_BROKEN = "Broken download.mp3"


def empty(p: Photographer) -> None:
    """The first start."""
    p.settle()
    p.shoot("empty")


def analysing(p: Photographer) -> None:
    """Music is heard while the first tracks can be reviewed."""
    p.window.adding.add([p.music])
    p.wait(lambda: len(p.tracks()) > 0, "tracks that were read")
    some = len(p.tracks()) // 3
    p.wait(lambda: _heard(p) > some or not p.window.work.busy, "the first tracks that were heard")
    p.shoot("analysing")


def review(p: Photographer) -> None:
    """Some tracks are decided about, one is looked at."""
    _hear_all(p)
    table = p.window.view.table
    for row, command in enumerate(("accept",) * _ACCEPTED + ("reject",)):
        table.go_to_row(row)
        p.do(command)
    best = max(p.tracks()[_ACCEPTED + 1 :], key=_interest)
    table.go_to(best.track.id)
    p.do("toggle-1")
    p.settle()
    p.shoot("review")


def search(p: Photographer) -> None:
    """A search, with facets and their counts at the side."""
    _hear_all(p)
    text = _query(p.tracks())
    p.window.search.setText(text)
    p.do("search")
    p.settle()
    p.shoot("search")
    p.window.search.setText("")
    p.window.view.take_keys()
    p.settle()


def similar(p: Photographer) -> None:
    """What sounds like a track."""
    _hear_all(p)
    p.do("similar")
    p.wait(lambda: p.window.view.listing is not None, "a list of tracks")
    p.settle()
    p.shoot("similar")
    p.do("go-back")
    p.settle()


def preferences(p: Photographer) -> None:
    """The dialog."""
    p.do("preferences")
    p.settle()
    p.shoot("preferences")
    p.close_front()


def history(p: Photographer) -> None:
    """Tags were written; the menu says what can be taken back."""
    _hear_all(p)
    if not p.window.commands["write"].isEnabled():
        p.do("accept")
        p.settle()
    p.do("write")
    p.settle()
    undecided = next(t for t in p.tracks() if any(t.suggested().values()))
    p.window.view.table.go_to(undecided.track.id)
    p.do("accept")
    p.settle()
    menu = next(m for m in p.window.commands.menus if p.window.commands["undo"] in m.actions())
    _open(p, menu)
    p.shoot("history")
    p.close_front()


def failed(p: Photographer) -> None:
    """A file that cannot be heard is a row with its reason."""
    broken = p.music / _BROKEN
    broken.write_bytes(b"\xff\xfb\x90\x00" + bytes(2_000))
    p.window.adding.add([broken])
    p.settle()
    p.window.message.hide()
    p.window.sidebar.choose(FAILED)
    p.settle()
    p.shoot("failed")
    p.window.sidebar.choose(ALL)
    p.settle()


SCENES: dict[str, Callable[[Photographer], None]] = {
    scene.__name__: scene
    for scene in (empty, analysing, review, search, similar, preferences, history, failed)
}


def _hear_all(p: Photographer) -> None:
    if not p.tracks():
        p.window.adding.add([p.music])
        p.wait(lambda: len(p.tracks()) > 0, "tracks that were read")
    p.settle()


def _heard(p: Photographer) -> int:
    return sum(review.prediction is not None for review in p.tracks())


def _interest(review: ReviewTrack) -> tuple[int, bool, int]:
    """How much there is to see: categories with suggestions, a cover, kinds of chips."""
    statuses = [{chip.status for chip in review.tags[c]} for c in TAG_CATEGORIES]
    kinds = set().union(*statuses) & {ChipStatus.IN_FILE, ChipStatus.SUGGESTED}
    suggested = sum(ChipStatus.SUGGESTED in s for s in statuses)
    return suggested, review.track.file_tags.pictures > 0, len(kinds)


def _query(reviews: list[ReviewTrack]) -> str:
    """A search with two conditions that finds something here."""
    counts: dict[tuple[str, str], int] = {}
    for review in reviews:
        for category in TAG_CATEGORIES:
            for chip in review.tags[category]:
                if chip.status is not ChipStatus.SCORED:
                    key = (category.value, chip.name)
                    counts[key] = counts.get(key, 0) + 1
    if not counts:
        return "score>0.5"
    (field, name), _ = max(counts.items(), key=lambda item: item[1])
    value = f'"{name}"' if " " in name else name
    return f"{field}:{value} score>0.3"


def _open(p: Photographer, menu: QMenu) -> None:
    bar = p.window.menuBar()
    place = bar.actionGeometry(menu.menuAction()).bottomLeft()
    menu.popup(bar.mapToGlobal(QPoint(place.x(), place.y())))
    p.pass_time(0.3)
