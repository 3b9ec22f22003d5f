"""Dark and light: one set of colours each, one accent, the system's font, a grid of 4 pixels."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from tagger_app.paths import resources_folder

GRID = 4
ROW_HEIGHT = 7 * GRID
_ICON, _BAR_ICON = 4 * GRID, 6 * GRID
"""How large icons are at least, in pixels: most, and those of the tool bar."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one look, as #rrggbb."""

    dark: bool
    window: str
    panel: str
    base: str
    alternate: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    selection: str
    failure: str


DARK = Colours(
    dark=True,
    window="#1b1d22",
    panel="#1f2227",
    base="#16181c",
    alternate="#191b20",
    hover="#2a2e36",
    line="#2d3139",
    text="#e4e6ea",
    muted="#a5acb7",
    faint="#838b97",
    accent="#4fc3b1",
    on_accent="#0b1f1c",
    selection="#23403f",
    failure="#f59089",
)
LIGHT = Colours(
    dark=False,
    window="#f4f5f6",
    panel="#fafbfb",
    base="#ffffff",
    alternate="#fafbfb",
    hover="#e8ebed",
    line="#dcdfe3",
    text="#1d2126",
    muted="#5c6470",
    faint="#68717d",
    accent="#0a7165",
    on_accent="#ffffff",
    selection="#d5ebe8",
    failure="#b3372f",
)


DARK_HIGH = replace(
    DARK,
    window="#000000",
    panel="#000000",
    base="#000000",
    alternate="#0d0d0d",
    hover="#333333",
    line="#9a9a9a",
    text="#ffffff",
    muted="#f0f0f0",
    faint="#d0d0d0",
    accent="#5ff2dc",
    on_accent="#000000",
    selection="#00514a",
    failure="#ffb3ad",
)
LIGHT_HIGH = replace(
    LIGHT,
    window="#ffffff",
    panel="#ffffff",
    base="#ffffff",
    alternate="#f2f2f2",
    hover="#dcdcdc",
    line="#5c5c5c",
    text="#000000",
    muted="#1f1f1f",
    faint="#3d3d3d",
    accent="#00504a",
    selection="#bfe6e1",
    failure="#8a0f08",
)


class Theme(QObject):
    """The look in use; follows the desktop unless a setting says dark or light.

    Args:
        look: "system", "dark" or "light".
        text_size: in percent of the desktop's.
        high_contrast: whether the colours are the strongest there are, whatever the desktop wants.
        wants_contrast: whether the desktop wants them.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        look: str,
        text_size: int = 100,
        *,
        high_contrast: bool = False,
        wants_contrast: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(app)
        self._app = app
        app.setStyle("Fusion")
        self._font = QFont(app.font())
        self._look, self._text_size, self._high_contrast = look, text_size, high_contrast
        self._hints = QGuiApplication.styleHints()
        self._wishes = self._hints.accessibility()
        self._wants_contrast = wants_contrast or self._desktop_wants_contrast
        self.colours = self._wanted()
        self._apply()
        self._hints.colorSchemeChanged.connect(self.follow)
        self._wishes.contrastPreferenceChanged.connect(self.follow)

    def change(self, look: str, text_size: int, *, high_contrast: bool) -> None:
        """Take another look."""
        bigger = text_size != self._text_size
        self._look, self._text_size, self._high_contrast = look, text_size, high_contrast
        if bigger or self._wanted() is not self.colours:
            self.colours = self._wanted()
            self._apply()
            self.changed.emit()

    def _wanted(self) -> Colours:
        dark = self._look == "dark"
        high = self._high_contrast
        if self._look == "system":
            dark = self._hints.colorScheme() is Qt.ColorScheme.Dark
            high = high or self._wants_contrast()
        if high:
            return DARK_HIGH if dark else LIGHT_HIGH
        return DARK if dark else LIGHT

    def _desktop_wants_contrast(self) -> bool:
        return self._wishes.contrastPreference() is Qt.ContrastPreference.HighContrast

    def follow(self) -> None:
        """Look as the desktop does now."""
        wanted = self._wanted()
        if wanted is not self.colours:
            self.colours = wanted
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        font = QFont(self._font)
        # A font may be given in pixels; its size in points is known all the same.
        font.setPointSizeF(QFontInfo(self._font).pointSizeF() * self._text_size / 100)
        if self._app.font() != font:  # each of these draws every widget anew
            self._app.setFont(font)
        self._app.setPalette(palette_of(self.colours))
        icons = icon_side(QFontMetrics(font))
        self._app.setStyleSheet(style_sheet(self.colours, font.pointSizeF(), icons))


def icon_side(metrics: QFontMetrics) -> int:
    """How large an icon is beside text of a size, in pixels."""
    return max(_ICON, metrics.height() + 2)


def palette_of(colours: Colours) -> QPalette:
    """The colours as a palette, for everything that draws itself."""
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.alternate),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.panel),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.failure),
        (role.ToolTipBase, colours.hover),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.selection),
        (role.HighlightedText, colours.text),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.Light, colours.line),
        (role.Midlight, colours.line),
        (role.Mid, colours.line),
        (role.Dark, colours.line),
        (role.Shadow, colours.line),
    ):
        palette.setColor(which, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, which, QColor(colours.faint))
    return palette


def style_sheet(c: Colours, text_size: float, icons_side: int) -> str:
    """What the palette cannot say: lines, paddings, flat buttons, text of another size.

    Args:
        text_size: of most text, in points.
        icons_side: how large icons are, in pixels.
    """
    icons = resources_folder() / "icons"
    caret = (icons / "caret-down.svg").as_posix()
    check = (icons / ("check-dark.svg" if c.dark else "check-light.svg")).as_posix()
    return f"""
    {_icon_sizes(icons_side)}
    QToolTip {{ color: {c.text}; background: {c.hover}; border: 1px solid {c.line};
        padding: 4px; }}
    QMainWindow::separator {{ background: {c.line}; width: 1px; height: 1px; }}
    QMenuBar {{ background: {c.window}; padding: 0 4px; }}
    QMenuBar::item {{ padding: 4px 8px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {c.hover}; }}
    QMenu {{ background: {c.panel}; border: 1px solid {c.line}; padding: 4px; }}
    QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c.selection}; }}
    QMenu::item:disabled {{ color: {c.faint}; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
    QToolBar {{ background: {c.window}; border: 0; border-bottom: 1px solid {c.line};
        padding: 4px 8px; spacing: 4px; }}
    QToolBar::separator {{ background: {c.line}; width: 1px; margin: 4px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 8px; }}
    QToolButton:hover {{ background: {c.hover}; }}
    QToolButton:pressed {{ background: {c.selection}; }}
    QToolButton:focus {{ border: 2px solid {c.accent}; padding: 3px 7px; }}
    QToolButton:disabled {{ color: {c.faint}; }}
    QPushButton {{ background: {c.panel}; border: 1px solid {c.line}; border-radius: 4px;
        padding: 4px 12px; }}
    QPushButton:hover {{ background: {c.hover}; }}
    QPushButton:focus {{ border: 2px solid {c.accent}; padding: 3px 11px; }}
    QPushButton:disabled {{ color: {c.faint}; }}
    QPushButton[primary="true"] {{ background: {c.accent}; color: {c.on_accent};
        border-color: {c.accent}; padding: 8px 20px; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {c.on_accent}; padding: 7px 19px; }}
    QLineEdit, QComboBox {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 4px;
        padding: 4px; selection-background-color: {c.selection}; selection-color: {c.text}; }}
    QLineEdit:focus, QComboBox:focus {{ border: 2px solid {c.accent}; padding: 3px; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox::drop-down {{ border: 0; width: 20px; }}
    QComboBox::down-arrow {{ image: url("{caret}"); width: 12px; height: 12px; }}
    QComboBox QAbstractItemView {{ background: {c.panel}; border: 1px solid {c.line};
        selection-background-color: {c.selection}; selection-color: {c.text}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QListView {{ background: {c.panel}; border: 1px solid {c.line}; outline: 0; }}
    QListWidget {{ margin: 1px; }}
    QListWidget:focus {{ border: 2px solid {c.accent}; margin: 0; }}
    QListView::item {{ padding: 4px 8px; }}
    QListView::item:selected {{ background: {c.selection}; color: {c.text}; }}
    QPlainTextEdit, QTextBrowser {{ background: {c.base}; border: 1px solid {c.line};
        padding: 1px; selection-background-color: {c.selection}; selection-color: {c.text}; }}
    QPlainTextEdit:focus, QTextBrowser:focus {{ border: 2px solid {c.accent}; padding: 0; }}
    QTableView, QTreeView {{ background: {c.base}; alternate-background-color: {c.alternate};
        border: 1px solid {c.base}; outline: 0; gridline-color: {c.line}; }}
    QTreeView {{ background: {c.panel}; border-color: {c.panel}; }}
    QTableView:focus, QTreeView:focus, QListView:focus {{ border: 1px solid {c.accent}; }}
    QTreeView QLineEdit, QTreeView QLineEdit:focus {{ padding: 0 4px; border-width: 0;
        border-radius: 0; }}
    QTreeView::item {{ padding: 4px 0; border: 0; }}
    QTreeView::item:hover {{ background: {c.hover}; }}
    QTreeView::item:selected {{ background: {c.selection}; color: {c.text}; }}
    QTreeView::item:focus:!selected {{ background: {c.hover}; }}
    QHeaderView {{ background: {c.panel}; border: 0; }}
    QHeaderView::section {{ background: {c.panel}; color: {c.muted}; border: 0;
        border-bottom: 1px solid {c.line}; padding: 4px 8px; }}
    QHeaderView::section:hover {{ color: {c.text}; }}
    QSplitter::handle {{ background: {c.line}; }}
    QScrollArea, QScrollArea > QWidget > QWidget#page {{ background: {c.panel}; border: 0; }}
    QScrollArea#plain {{ border: 1px solid transparent; }}
    QScrollArea#plain:focus {{ border-color: {c.accent}; }}
    QScrollArea#plain, QScrollArea#plain > QWidget > QWidget {{ background: transparent; }}
    QScrollBar {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ width: 12px; }}
    QScrollBar:horizontal {{ height: 12px; }}
    QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px;
        min-height: 24px; min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {c.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSlider::groove:horizontal {{ background: {c.line}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {c.muted}; height: 4px; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {c.text}; width: 12px; margin: -4px 0;
        border-radius: 6px; }}
    QSlider {{ border: 1px solid transparent; border-radius: 4px; }}
    QSlider:focus {{ border-color: {c.accent}; }}
    QToolButton#play, QToolButton#menu {{ padding: 4px; }}
    QToolButton#play:focus, QToolButton#menu:focus {{ padding: 3px; }}
    QToolButton#menu::menu-indicator {{ image: none; }}
    QStatusBar {{ background: {c.window}; border-top: 1px solid {c.line}; color: {c.muted}; }}
    QStatusBar::item {{ border: 0; }}
    QStatusBar QLabel {{ color: {c.muted}; }}
    QProgressBar {{ background: {c.line}; border: 0; border-radius: 2px; max-height: 4px;
        min-height: 4px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}
    *[muted="true"] {{ color: {c.muted}; }}
    *[failure="true"] {{ color: {c.failure}; }}
    *[heading="true"] {{ color: {c.muted}; font-weight: 600; }}
    *[title="true"] {{ font-size: {text_size * 4 / 3:g}pt; font-weight: 600; }}
    QListWidget#pages {{ background: {c.panel}; border: 1px solid {c.panel}; margin: 0;
        border-right-color: {c.line}; }}
    QListWidget#pages:focus {{ border-color: {c.accent}; }}
    QListWidget#pages::item {{ padding: 8px 16px; }}
    QFrame#line {{ background: {c.line}; }}
    QTableWidget, QTreeWidget#keys {{ border: 1px solid {c.line}; margin: 1px;
        background: {c.base}; }}
    QTreeWidget#keys::item {{ padding: 4px 8px; }}
    QTableWidget QHeaderView::section {{ padding-left: 4px; }}
    QTableWidget:focus, QTreeWidget#keys:focus {{ border: 2px solid {c.accent}; margin: 0; }}
    QStackedWidget > QWidget#page {{ background: {c.panel}; }}
    QCheckBox {{ spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }}
    QCheckBox:focus {{ border-color: {c.accent}; }}
    QCheckBox::indicator, QTableWidget::indicator {{
        width: {icons_side - 2}px; height: {icons_side - 2}px;
        border: 1px solid {c.faint}; border-radius: 3px; background: {c.base}; }}
    QCheckBox::indicator:checked, QTableWidget::indicator:checked {{ background: {c.accent};
        border-color: {c.accent}; image: url("{check}"); }}
    QFrame#message {{ background: {c.selection}; border-top: 1px solid {c.line}; }}
    QFrame#message[failure="true"] {{ background: {c.panel}; border-left: 4px solid {c.failure}; }}
    QWidget#inspector, QWidget#timeline, QWidget#sidebar {{ background: {c.panel}; }}
    QLabel#cover {{ background: {c.hover}; border-radius: 4px; }}
    QPushButton#more {{ color: {c.muted}; padding: 4px 16px; background: transparent;
        border: 1px solid transparent; }}
    QPushButton#more:focus {{ border: 2px solid {c.accent}; padding: 3px 15px; }}
    QPushButton#more:hover {{ color: {c.text}; }}
    *[chosen="true"] {{ color: {c.accent}; font-weight: 600; }}
    QFrame#outside {{ border: 1px solid {c.line}; border-left: 4px solid {c.accent};
        border-radius: 4px; }}
    QFrame#listbar {{ background: {c.selection}; border-bottom: 1px solid {c.line}; }}
    QFrame#help {{ background: {c.panel}; border: 1px solid {c.line}; }}
    QPushButton#example {{ text-align: left; color: {c.accent}; }}
    QFrame#drop {{ border: 1px dashed {c.faint}; border-radius: 8px; background: {c.panel}; }}
    QFrame#target {{ border: 4px solid {c.accent}; background: {_veil(c)}; }}
    QLabel#target-text {{ background: {c.accent}; color: {c.on_accent}; border-radius: 8px;
        padding: 16px 24px; }}
    """


def _icon_sizes(side: int) -> str:
    """Icons grow with the text; those of the usual size are left to Qt's own style."""
    if side == _ICON:
        return ""
    return f"""
    QWidget {{ icon-size: {side}px; }}
    QToolBar {{ icon-size: {max(_BAR_ICON, side)}px; }}
    """


def _veil(c: Colours) -> str:
    """The colour of the window, through which what lies behind is just seen."""
    colour = QColor(c.window)
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, 85%)"
