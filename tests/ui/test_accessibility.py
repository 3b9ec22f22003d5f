"""The window for those who do not see it, see little, or use no mouse."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QListWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tagger_app.core.errors import Reason
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.core.track import Failure
from tagger_app.ui.columns import Column
from tagger_app.ui.preferences.dialog import PreferencesDialog
from tagger_app.ui.theme import Theme
from tests.ui.conftest import Program, Start
from tests.ui.test_actions import current, library
from tests.ui.test_panels import border_of
from tests.ui.test_theme import contrast

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
LOOKS = [("dark", False), ("light", False), ("dark", True), ("light", True)]


def stops(window: QWidget) -> Iterator[QWidget]:
    """All that can have the keys in a window, and is seen."""
    for widget in window.findChildren(QWidget):
        focus = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not widget.focusProxy()
        if focus and widget.isVisible() and widget.isEnabled() and widget.window() is window:
            yield widget


def name_of(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    if widget.accessibleName():
        return widget.accessibleName()
    labels = [one for one in widget.window().findChildren(QLabel) if one.buddy() is widget]
    if labels:
        return labels[0].text()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def way(window: QWidget, start: QWidget) -> list[QWidget]:
    """Where the Tab key leads, until it comes back."""
    start.setFocus()
    found: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in found:
        found.append(widget)
        QTest.keyClick(window, Qt.Key.Key_Tab)
    return found


def place(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), QPoint(0, 0))


@pytest.fixture
def program(qtbot: QtBot, open_program: Start) -> Program:
    """The window with all its parts, and a message that offers something."""
    made = open_program()
    ids = library(qtbot, made)
    window = made.window
    made.catalog.tracks.fail(ids[2], Failure(Reason.DAMAGED, "It is broken."), hearing=True)
    window.work.library_changed.emit()
    window.view.model.forget_all()
    qtbot.waitUntil(lambda: window.sidebar.isVisible() and window.timeline.isVisible())
    window.message.say("Something happened.", button="Undo", act=lambda: None)
    window.finding.bar.show_title("A list")
    window.commands["go-back"].setEnabled(True)
    return made


def preferences(qtbot: QtBot, program: Program) -> PreferencesDialog:
    """The dialog, with the keys."""
    program.window.commands["preferences"].trigger()
    dialog = program.window.findChild(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_everything_that_takes_the_keys_has_a_name(program: Program) -> None:
    window = program.window
    window.view.table.go_to_row(2)
    assert any(name_of(widget) == "Try again" for widget in stops(window))
    nameless = [repr(widget) for widget in stops(window) if not name_of(widget)]
    window.commands["preferences"].trigger()
    window.commands["keys"].trigger()
    dialog = window.findChild(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    pages = dialog.findChild(QListWidget, "pages")
    assert isinstance(pages, QListWidget)
    assert pages.count() == 7
    for number in range(pages.count()):
        dialog.show_page(number)
        nameless += [repr(widget) for widget in stops(dialog) if not name_of(widget)]
    for other in window.findChildren(QDialog):
        nameless += [repr(widget) for widget in stops(other) if not name_of(widget)]
        other.reject()
    assert nameless == []


def test_tab_leads_through_the_whole_window_as_the_eye_goes(program: Program) -> None:
    window = program.window
    found = way(window, window.search)
    by_tab = {widget for widget in stops(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert by_tab <= set(found)
    beside, above, details = (border_of(window, part)
        for part in (window.sidebar, window.timeline, window.inspector))  # fmt: skip
    regions = [window.tools, window.sidebar, beside, window.finding.bar, window.view.table,
               window.message, above, window.timeline, details, window.inspector]  # fmt: skip
    order = [
        next(n for n, region in enumerate(regions) if region in (stop, *_parents(stop)))
        for stop in found
        if stop.window() is window and window.progress not in _parents(stop)
    ]
    assert order == sorted(order)
    assert set(order) == set(range(len(regions)))
    for region in regions:
        inside = [place(stop) for stop in found if region in _parents(stop)]
        # From line to line; what stands in one line is not quite at one height.
        for one, other in pairwise(inside):
            below = other.y() > one.y() + 12
            assert below or (other.y() > one.y() - 12 and other.x() >= one.x()), region
    # Rows that come later are on the way, too.
    window.desk.add([current(program)], TAG_CATEGORIES[0], "Polka")
    later = way(window, window.search)
    names = [name_of(stop) for stop in later if window.inspector in _parents(stop)]
    assert names.index("Reject Polka") < names.index("Accept Calm")


def _parents(widget: QWidget) -> list[QWidget]:
    found = []
    while (parent := widget.parentWidget()) is not None:
        found.append(parent)
        widget = parent
    return found


def test_tab_leads_through_each_page_of_the_preferences(qtbot: QtBot, program: Program) -> None:
    dialog = preferences(qtbot, program)
    pages = dialog.findChild(QListWidget, "pages")
    assert isinstance(pages, QListWidget)
    for page in range(pages.count()):
        dialog.show_page(page)
        found = way(dialog, pages)
        by_tab = [s for s in stops(dialog) if s.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert [repr(stop) for stop in by_tab if stop not in found] == []


def test_what_has_the_keys_is_seen_in_every_look(
    qtbot: QtBot, program: Program, theme: Theme
) -> None:
    window = program.window
    of_window = way(window, window.search)
    dialog = preferences(qtbot, program)
    unseen = []
    try:
        for look, high in LOOKS:
            theme.change(look, 100, high_contrast=high)
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow)
            unseen += [(look, high, name_of(s)) for s in unmarked(of_window)]
            dialog.activateWindow()
            qtbot.waitUntil(dialog.isActiveWindow)
            for page in range(7):
                dialog.show_page(page)
                unseen += [(look, high, name_of(s)) for s in unmarked(stops(dialog))]
    finally:
        theme.change("dark", 100, high_contrast=False)
    assert unseen == []


def unmarked(found: Iterable[QWidget]) -> list[QWidget]:
    """Those without a mark, out of one widget of each kind."""
    kinds = {(type(one), one.objectName(), bool(one.property("primary"))): one for one in found}
    return [one for one in kinds.values() if not _is_marked(one)]


def _is_marked(widget: QWidget) -> bool:
    """Whether a widget with the keys differs enough from itself without (WCAG 2.4.13)."""
    # As part of its window, for some let see what is behind them.
    window, rect = widget.window(), QRect(place(widget), widget.size())
    widget.setFocus()
    with_keys = window.grab(rect).toImage()
    widget.clearFocus()
    without = window.grab(rect).toImage()
    assert with_keys.size() == without.size()
    one, other = _pixels(with_keys), _pixels(without)
    changed = np.stack([one, other], axis=-1)[one != other]
    pairs, counts = np.unique(changed, axis=0, return_counts=True)
    strong = sum(
        int(count)
        for (a, b), count in zip(pairs, counts, strict=True)
        if contrast(QColor(int(a)).name(), QColor(int(b)).name()) >= 3
    )
    return strong >= 2 * min(widget.width(), widget.height(), 40)


def _pixels(image: QImage) -> NDArray[np.uint32]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1).copy()


def test_every_cell_is_told_in_a_sentence(program: Program) -> None:
    window = program.window
    model = window.view.model
    header = [
        model.headerData(column, Qt.Orientation.Horizontal, SPOKEN) for column in range(len(Column))
    ]
    assert all(header)
    for row in range(len(model.ids)):
        for column in Column:
            if window.view.table.isColumnHidden(column):
                continue
            told = model.index(row, column).data(SPOKEN)
            if column.category is not None and "percent" in told:
                for part in told.split("; "):
                    assert re.fullmatch(r"\w+ [\w-]+(, \d+ percent)?, [a-z ]+", part), told
                    assert part.startswith(header[column])
            elif column.category is not None:
                assert told.startswith(header[column]), told
            else:
                assert re.fullmatch(rf"{header[column]}: .+", told), told
    broken = model.index(2, Column.STATE).data(SPOKEN)
    assert broken == "State: failed: It is broken."
