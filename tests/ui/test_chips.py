from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tagger_app.core.fields import Category
from tagger_app.pipeline.review import Chip, ChipStatus
from tagger_app.ui.chips import ChipRow
from tagger_app.ui.theme import DARK


def drawn(cell: QRect, *statuses: ChipStatus) -> QImage:
    """A cell with a chip of each status; drawn three times, as a list is that scrolls."""
    picture = QImage(400, 60, QImage.Format.Format_RGB32)
    row = ChipRow()
    chips = [Chip(Category.MOOD, "Melancholic", status) for status in statuses]
    for _ in range(3):
        picture.fill(QColor(DARK.base))
        with QPainter(picture) as painter:
            row.paint(painter, cell, chips, DARK)
    return picture


def lines_across(picture: QImage, colour: str) -> list[tuple[int, int, int]]:
    """Runs of at least 20 points of a colour: (y, first x, last x)."""
    found = []
    for y in range(picture.height()):
        first = None
        for x in range(picture.width() + 1):
            here = x < picture.width() and picture.pixelColor(x, y).name() == colour
            if here and first is None:
                first = x
            elif not here and first is not None:
                if x - first >= 20:
                    found.append((y, first, x - 1))
                first = None
    return found


def test_what_was_rejected_is_struck_through_where_it_stands(qapp: QApplication) -> None:
    del qapp
    cell = QRect(100, 20, 300, 28)
    lines = lines_across(drawn(cell, ChipStatus.REJECTED), DARK.muted)
    assert lines
    for y, first, last in lines:
        assert cell.top() + 8 < y < cell.bottom() - 8, "through the middle of the text"
        assert cell.left() < first < cell.left() + 30
        assert 40 < last - first < 120
    assert lines_across(drawn(cell, ChipStatus.SCORED), DARK.muted) == []


def test_chips_stay_within_their_cell(qapp: QApplication) -> None:
    del qapp
    cell = QRect(100, 10, 120, 40)
    picture = drawn(cell, *3 * [ChipStatus.SUGGESTED], *3 * [ChipStatus.ACCEPTED])
    touched = {
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).name() != DARK.base
    }
    assert touched
    assert all(cell.contains(x, y) for x, y in touched)
