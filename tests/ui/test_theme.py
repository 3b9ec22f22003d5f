import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
)
from pytestqt.qtbot import QtBot

from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import ChipStatus
from tagger_app.ui.chips import chip_look, greyed
from tagger_app.ui.icons import icon
from tagger_app.ui.query_line import QueryLine
from tagger_app.ui.theme import DARK, DARK_HIGH, LIGHT, LIGHT_HIGH, Colours, Theme

EACH = pytest.mark.parametrize("colours", [DARK, LIGHT, DARK_HIGH, LIGHT_HIGH])


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@EACH
def test_text_can_be_read_wherever_it_stands(colours: Colours) -> None:
    grounds = (colours.window, colours.panel, colours.base, colours.alternate, colours.selection,
               colours.hover)  # fmt: skip
    for text in (colours.text, colours.muted, colours.accent, colours.failure):
        for ground in grounds:
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    for ground in grounds:
        assert contrast(colours.faint, ground) >= 3, ground  # lines and signs, not text


@EACH
def test_chips_can_be_read_and_told_apart(colours: Colours) -> None:
    looks = {status: chip_look(status, colours) for status in ChipStatus}
    for look in looks.values():
        assert contrast(look.text, look.fill or colours.base) >= 4.5
    shown = (ChipStatus.SUGGESTED, ChipStatus.ACCEPTED, ChipStatus.IN_FILE, ChipStatus.REJECTED)
    assert len({looks[status] for status in shown}) == len(shown)
    assert looks[ChipStatus.REJECTED].struck


def test_contrast_follows_the_desktop_as_long_as_the_colours_do(
    qapp: QApplication, theme: Theme
) -> None:
    wanted = [False]
    look = Theme(qapp, "system", wants_contrast=lambda: wanted[0])
    usual = look.colours
    assert usual in (DARK, LIGHT)
    wanted[0] = True
    look.follow()  # as at the desktop's signal
    assert look.colours is (DARK_HIGH if usual is DARK else LIGHT_HIGH)
    look.change("light", 100, high_contrast=False)
    assert look.colours is LIGHT
    look.change("system", 100, high_contrast=True)
    wanted[0] = False
    look.follow()
    assert look.colours in (DARK_HIGH, LIGHT_HIGH)
    look.deleteLater()
    theme.change("light", 100, high_contrast=False)  # what the other tests expect
    theme.change("dark", 100, high_contrast=False)


@EACH
def test_a_track_out_of_reach_is_grey_and_can_be_read(colours: Colours) -> None:
    grey = greyed(colours)
    assert grey.accent != colours.accent
    for status in ChipStatus:
        look = chip_look(status, grey)
        for ground in (look.fill,) if look.fill else (grey.base, grey.selection):
            assert contrast(look.text, ground) >= 4.5, status


def test_every_choice_of_a_box_is_seen(theme: Theme, qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["Like the desktop", "English", "Deutsch"])
    box.show()
    qtbot.waitExposed(box)
    for size in (100, 200):
        theme.change("dark", size, high_contrast=False)
        box.showPopup()
        view = box.view()
        qtbot.waitUntil(view.isVisible)
        last = view.visualRect(box.model().index(2, 0))
        assert QRect(view.viewport().rect()).contains(last.center())
        assert last.bottom() <= view.viewport().height()
        box.hidePopup()
    theme.change("dark", 100, high_contrast=False)


def test_icons_grow_with_the_text(theme: Theme, qtbot: QtBot) -> None:
    tree, button, search = QTreeWidget(), QToolButton(), QueryLine(Vocabulary({}))
    search.addAction(icon("question", theme.colours), QLineEdit.ActionPosition.TrailingPosition)
    for widget in (tree, button, search):
        qtbot.addWidget(widget)
        widget.show()
    button.setIcon(icon("check", theme.colours))
    line = QTreeWidgetItem(tree, ["A"])
    line.setIcon(0, icon("folder", theme.colours))
    usual = button.sizeHint().height()
    theme.change("dark", 200, high_contrast=False)
    try:
        qtbot.waitUntil(lambda: button.sizeHint().height() > usual + 8)
        style = tree.style()
        side = style.pixelMetric(style.PixelMetric.PM_ListViewIconSize, None, tree)
        assert side >= tree.fontMetrics().height()
        search.adjustSize()
        for sign in search.findChildren(QToolButton):
            assert search.fontMetrics().height() < sign.height() < search.height()
    finally:
        theme.change("dark", 100, high_contrast=False)
    qtbot.waitUntil(lambda: button.sizeHint().height() == usual)
