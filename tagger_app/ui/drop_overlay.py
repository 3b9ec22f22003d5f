"""What lies over the window while something that can be dropped is held above it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tagger_app.ui.desktop import local_paths
from tagger_app.ui.labels import PlainLabel


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
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dragged over the window."""
        match event:
            case QDragEnterEvent() if event.type() is QEvent.Type.DragEnter:
                if local_paths(event.mimeData()):
                    event.acceptProposedAction()
                    self.cover()
                return True
            case QDropEvent() if event.type() is QEvent.Type.Drop:
                self.hide()
                event.acceptProposedAction()
                self.dropped.emit(local_paths(event.mimeData()))
                return True
        if event.type() is QEvent.Type.DragLeave:
            self.hide()
        return super().eventFilter(watched, event)

    def cover(self) -> None:
        """Show over all of the window."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
