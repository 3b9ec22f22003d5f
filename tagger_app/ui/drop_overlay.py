"""What lies over the window while something that can be dropped is held above it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QWindow
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tagger_app.ui.desktop import local_paths
from tagger_app.ui.labels import PlainLabel

_DRAGGED = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})


class DropOverlay(QFrame):
    """Makes the whole window a target for files and folders, and says so while they are there."""

    dropped = Signal(list)
    """Paths that were let go above the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("target")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        text = PlainLabel(self.tr("Drop to add the music to Tagger"), "title")
        text.setObjectName("target-text")
        column = QVBoxLayout(self)
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()
        self._native: QWindow | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._watch_all()

    def _watch_all(self) -> None:
        """See what is dragged over any part of the window before that part, such as a line."""
        native = self._window.windowHandle()
        if native is not None and native is not self._native:
            self._native = native
            native.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files and folders that are dragged over the window; its parts may take texts."""
        kind = event.type()
        if kind is QEvent.Type.Show:
            self._watch_all()
        elif kind is QEvent.Type.DragLeave:
            self.hide()
        elif isinstance(event, QDropEvent) and kind in _DRAGGED:
            paths = local_paths(event.mimeData())
            if paths:
                event.acceptProposedAction()
                if kind is QEvent.Type.Drop:
                    self.hide()
                    self.dropped.emit(paths)
                else:
                    self.cover()
            return bool(paths) or watched is self._window
        return super().eventFilter(watched, event)

    def cover(self) -> None:
        """Show over all of the window."""
        if self.isVisible():
            return
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
