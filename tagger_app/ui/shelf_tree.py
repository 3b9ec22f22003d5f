"""A tree of shelves, each a line with a name and a number; one is chosen."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from tagger_app.ui import words
from tagger_app.ui.shelf import ALL, Shelf
from tagger_app.ui.theme import GRID, Theme

SHELF_ROLE = Qt.ItemDataRole.UserRole
AnyIndex = QModelIndex | QPersistentModelIndex
_MANY = 9_999
_HEADING_ROLE = Qt.ItemDataRole.UserRole + 3  # 1 and 2 are roles of `Sidebar`
_MARGIN = 2 * GRID
"""The third column, right of the numbers."""


class ShelfTree(QTreeWidget):
    """Lines below headings. `items` has the line of each shelf."""

    chosen = Signal(object)
    """The `Shelf` that was chosen."""
    chosen_again = Signal()
    """The line of the chosen shelf was clicked or activated once more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.items: dict[Shelf, QTreeWidgetItem] = {}
        self._shelf = ALL
        self._choosing = _PassingHeadings(self.model(), self)
        self.setSelectionModel(self._choosing)
        self._before: Shelf | None = None
        """What was chosen when the mouse button went down."""
        self.itemClicked.connect(self._on_click)
        self.itemActivated.connect(self._on_activated)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Library"))
        self.setColumnCount(3)
        self.setHeaderHidden(True)
        self.setIndentation(3 * GRID)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names often differ at their ends
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(_MARGIN)
        header.resizeSection(2, _MARGIN)

    @property
    def shelf(self) -> Shelf:
        """The chosen shelf, which stays so while the keys are on a line that is none."""
        item = self.currentItem()
        found = shelf_of(item)
        if found is None and item is not None and self._shelf in self.items:
            return self._shelf
        return found or ALL

    @property
    def title(self) -> str:
        """What is chosen, in words."""
        item = self.items.get(self.shelf)
        if self.shelf.folder is not None:
            return words.place(self.shelf.folder)
        return item.text(0) if item is not None else ""

    def width_for(self, names: Iterable[str]) -> int:
        """How wide it must be to show these lines right below a heading in full."""
        metrics = self.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, names), default=0)
        count = metrics.horizontalAdvance(words.number(_MANY))
        measure = self.style().pixelMetric
        icon = measure(QStyle.PixelMetric.PM_ListViewIconSize, None, self)
        bar = measure(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        around = 2 * self.indentation() + icon + bar + _MARGIN
        return around + widest + count + 5 * GRID

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole name of a line that is too long, where there is no other tip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            item = self.itemFromIndex(index)
            cut = self.sizeHintForIndex(index).width() > self.visualRect(index).width()
            if item is not None and index.column() == 0 and cut and not item.toolTip(0):
                QToolTip.showText(event.globalPos(), item.text(0), self)
                return True
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys there is a use for here from the actions of the window."""
        if event.type() is QEvent.Type.ShortcutOverride and self._has_use_for(event):
            event.accept()
            return True
        return super().event(event)

    def _has_use_for(self, event: QEvent) -> bool:
        item = self.currentItem()
        plain = Qt.KeyboardModifier.KeypadModifier
        if not isinstance(event, QKeyEvent) or event.modifiers() & ~plain:
            return False
        if event.key() == Qt.Key.Key_Home:
            return True
        opens = item is not None and (
            item.childCount() > 0
            or item.childIndicatorPolicy() is QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
        )
        if item is None or not opens:
            return False
        return event.key() == (Qt.Key.Key_Left if item.isExpanded() else Qt.Key.Key_Right)

    def moveCursor(
        self, action: QTreeWidget.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key leads: never to a heading."""
        index = super().moveCursor(action, modifiers)
        towards = QTreeWidget.CursorAction
        if action in {towards.MoveLeft, towards.MoveRight}:
            return self.currentIndex() if is_heading(index) else index
        up = action in {towards.MoveUp, towards.MovePrevious, towards.MovePageUp}
        while is_heading(index):
            index = self.indexAbove(index) if up else self.indexBelow(index)
        return index if index.isValid() else self.currentIndex()

    def selectionCommand(
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """What is chosen stays marked while the keys are on a line that is no shelf."""
        if index.isValid() and shelf_of(self.itemFromIndex(index)) is None:
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Remember the last shelf, and tell of it."""
        super().currentChanged(current, previous)
        self._shelf = shelf_of(self.itemFromIndex(current)) or self._shelf
        self.emit_chosen()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what was chosen before the click."""
        self._before = self.shelf
        super().mousePressEvent(event)

    def _on_click(self, item: QTreeWidgetItem) -> None:
        if self._before is not None and shelf_of(item) == self._before:
            self.chosen_again.emit()

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        if shelf_of(item) == self.shelf:
            self.chosen_again.emit()

    def emit_chosen(self) -> None:
        """Tell which shelf is chosen."""
        if self.currentItem() is None or shelf_of(self.currentItem()) is not None:
            self.chosen.emit(self.shelf)

    def add_heading(self, text: str) -> QTreeWidgetItem:
        """A line that others stand below."""
        item = QTreeWidgetItem(self, [text])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setData(0, _HEADING_ROLE, True)
        item.setFirstColumnSpanned(True)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        item.setExpanded(True)
        return item

    def add_line(self, top: QTreeWidgetItem, shelf: Shelf, name: str) -> QTreeWidgetItem:
        """The line of a shelf."""
        item = QTreeWidgetItem(top, [name, ""])
        item.setData(0, SHELF_ROLE, shelf)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, QBrush(QColor(self.theme.colours.muted)))
        self.items[shelf] = item
        return item

    def clear_below(self, top: QTreeWidgetItem) -> None:
        """Take away the lines below another."""
        for item in below(top):
            self.items.pop(item.data(0, SHELF_ROLE), None)
        top.takeChildren()

    def set_count(self, shelf: Shelf, amount: int, *, none: str = "") -> None:
        """Show how many tracks a shelf has, and `none` where it is empty."""
        item = self.items[shelf]
        text = words.number(amount) if amount else none
        if item.text(1) != text:
            item.setText(1, text)
            told = words.counted(amount, self.tr("1 track"), self.tr("{0} tracks"))
            sentence = f"{item.text(0)}, {told}"
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, sentence)

    def set_name(self, item: QTreeWidgetItem, text: str) -> None:
        """Show another name, without taking it for one that a person has typed."""
        self.blockSignals(True)
        item.setText(0, text)
        self.blockSignals(False)


class _PassingHeadings(QItemSelectionModel):
    """Lets no heading become current, whatever was clicked, dragged over or typed."""

    def setCurrentIndex(self, index: AnyIndex, command: QItemSelectionModel.SelectionFlag) -> None:
        """Make a line current that is no heading."""
        if not is_heading(index):
            super().setCurrentIndex(index, command)


def is_heading(index: AnyIndex) -> bool:
    """Whether a line is there for those below it alone."""
    return index.isValid() and bool(index.sibling(index.row(), 0).data(_HEADING_ROLE))


def shelf_of(item: QTreeWidgetItem | None) -> Shelf | None:
    """The shelf that a line stands for; a heading stands for none."""
    found = item.data(0, SHELF_ROLE) if item is not None else None
    return found if isinstance(found, Shelf) else None


def below(top: QTreeWidgetItem) -> Iterable[QTreeWidgetItem]:
    """All lines below another, from top to bottom."""
    for row in range(top.childCount()):
        child = top.child(row)
        if child is not None:
            yield child
            yield from below(child)
