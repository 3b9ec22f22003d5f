"""Where messages are shown: over the foot of the list, so that nothing moves for them."""

from PySide6.QtCore import QEvent, QObject

from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.message_bar import MessageBar

_OF_BAR = frozenset({QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest})
_OF_VIEW = frozenset({QEvent.Type.Resize, QEvent.Type.Move})


class MessagePlace(QObject):
    """Keeps a message at the foot of the view, as high as its text needs."""

    def __init__(self, bar: MessageBar, view: LibraryView) -> None:
        super().__init__(bar)
        self._bar = bar
        self._view = view
        bar.setParent(view.parentWidget())
        bar.hide()
        bar.installEventFilter(self)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the view, and what is said."""
        kinds = _OF_BAR if watched is self._bar else _OF_VIEW
        if event.type() in kinds:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        bar, room = self._bar, self._view.geometry()
        if bar.isHidden():
            self._view.table.cover(0)
            return
        bar.ensurePolished()
        height = min(bar.heightForWidth(room.width()), room.height())
        bar.setGeometry(room.left(), room.bottom() + 1 - height, room.width(), height)
        bar.raise_()
        self._view.table.cover(height)
