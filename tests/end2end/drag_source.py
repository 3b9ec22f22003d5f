"""A program to drag a folder from: `python -m tests.end2end.drag_source FOLDER X Y`.

Shows a small window at X, Y; what is dragged from it is the folder. Says `shown` when it is there
and at the end of each drag `dropped`, or `refused` where no drop was accepted.
"""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Source(QWidget):
    """A window of 100 by 100 pixels without a frame."""

    def __init__(self, folder: str) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self._folder = folder
        self._shown = False
        self.resize(100, 100)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt calls it)
        """Say that there is something to see."""
        super().paintEvent(event)
        if not self._shown:
            self._shown = True
            print("shown", flush=True)  # noqa: T201 (for the test)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt calls it)
        """Start to drag."""
        del event
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(self._folder)])
        mime.setText(QUrl.fromLocalFile(self._folder).toString())  # as GTK's file managers do
        drag = QDrag(self)
        drag.setMimeData(mime)
        accepted = drag.exec(Qt.DropAction.CopyAction) is Qt.DropAction.CopyAction
        print("dropped" if accepted else "refused", flush=True)  # noqa: T201 (for the test)


def main() -> int:
    """Show the window until the program is ended."""
    folder, x, y = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    source = Source(folder)
    source.move(int(x), int(y))
    source.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
