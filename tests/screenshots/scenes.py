"""What is photographed: the main states of the window, in an order in which each can follow."""

import platform
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.core.track import TrackState
from tagger_app.pipeline.review import ChipStatus, ReviewTrack
from tagger_app.ui.bugs import BugDialog, versions
from tagger_app.ui.preferences.dialog import PreferencesDialog
from tagger_app.ui.shelf import ALL, FAILED
from tests.screenshots.photographer import Photographer

_ACCEPTED = 4
_BROKEN = "Broken download.mp3"
_ROOT = Path(__file__).resolve().parents[2]
_ON_STICK = 5
"""The most tracks of a folder that is taken away."""
_VOCABULARY = 2
"""The number of the page in the preferences."""


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


def contrast(p: Photographer) -> None:
    """The same in high contrast."""
    _hear_all(p)
    p.shoot("contrast", high_contrast=True)


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


def completions(p: Photographer) -> None:
    """What can come next in a search."""
    _hear_all(p)
    p.do("search")
    QTest.keyClicks(p.window.search, "-instrument:piano mood:")
    p.settle()
    p.shoot("completions")
    QTest.keyClick(p.window.search, Qt.Key.Key_Escape)  # closes them, and then empties the line
    QTest.keyClick(p.window.search, Qt.Key.Key_Escape)
    p.settle()


def search_help(p: Photographer) -> None:
    """Examples of searches."""
    _hear_all(p)
    p.do("search-help")
    p.settle()
    p.shoot("search-help")
    p.close_front()
    p.window.view.take_keys()


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


def vocabulary(p: Photographer) -> None:
    """Tags that are wanted, what they are called in files, and what that does to the track."""
    _hear_all(p)
    p.do("preferences")
    dialog = p.window.findChild(PreferencesDialog)
    assert dialog is not None
    dialog.show_page(_VOCABULARY)
    p.settle()
    p.shoot("vocabulary")
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


def away(p: Photographer) -> None:
    """Files are missing, and others on a disk that is not there; what is known of them stays."""
    _hear_all(p)
    stick = p.music.with_name("Memory stick")  # which stands before the music in the list
    unplugged = p.music.with_name("unplugged")
    folders = Counter(review.track.path.parent for review in p.tracks())
    few = [f for f, tracks in folders.items() if tracks <= _ON_STICK and f != p.music]
    if few:
        moved = max(few, key=lambda folder: folders[folder])
        stick.mkdir()
        moved.rename(stick / moved.name)
        p.window.adding.add([stick])
        p.settle()
    heard = [t.track.path for t in p.tracks() if t.prediction is not None]
    gone = [path for path in heard if path.is_relative_to(p.music)][:5:2]
    for path in gone:
        path.rename(path.with_suffix(".gone"))
    if stick.exists():
        stick.rename(unplugged)
    p.do("rescan")
    p.settle()
    p.window.message.hide()
    lost = next(t for t in p.tracks() if t.track.state is TrackState.MISSING)
    p.window.view.table.go_to(lost.track.id)
    p.settle()
    p.window.view.table.scrollToTop()
    p.shoot("away")
    if unplugged.exists():
        unplugged.rename(stick)
    for path in gone:
        path.with_suffix(".gone").rename(path)
    p.do("rescan")
    p.settle()
    p.window.message.hide()


def drop(p: Photographer) -> None:
    """A folder is held over the window."""
    _hear_all(p)
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(p.music))])
    QApplication.sendEvent(
        p.window,
        QDragEnterEvent(
            p.window.rect().center(),
            Qt.DropAction.CopyAction,
            held,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    p.shoot("drop")
    QApplication.sendEvent(p.window, QDragLeaveEvent())


def error_report(p: Photographer) -> None:
    """The program met an error that it did not expect."""
    dialog = BugDialog(_report(), p.music / "tagger.log", parent=p.window)
    dialog.show()
    p.settle()
    p.shoot("error-report")
    p.close_front()


_ALL: Sequence[Callable[[Photographer], None]] = (
    empty, analysing, review, contrast, search, completions, search_help, similar, preferences,
    vocabulary, history, failed, drop, error_report, away,
)  # fmt: skip
SCENES = {scene.__name__.replace("_", "-"): scene for scene in _ALL}


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


def _report() -> str:
    """A real report that says nothing of the machine it was made on."""
    trace = ""
    try:
        b"music".decode("no such encoding")
    except LookupError as error:
        trace = "".join(traceback.format_exception(error)).replace(f"{_ROOT}/", "")
    return "\n".join((versions().replace(platform.release(), "6.1"), trace))


def _open(p: Photographer, menu: QMenu) -> None:
    bar = p.window.menuBar()
    place = bar.actionGeometry(menu.menuAction()).bottomLeft()
    menu.popup(bar.mapToGlobal(QPoint(place.x(), place.y())))
    p.pass_time(0.3)
