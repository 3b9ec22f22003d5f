"""Asking before something is done that cannot be taken back."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget


class Question(QMessageBox):
    """A question that Return and Escape answer with Cancel.

    Args:
        yes: what the other button is called.
        deletes: whether that deletes something.
    """

    confirmed = Signal()

    def __init__(
        self, title: str, text: str, details: str, yes: str, parent: QWidget, *, deletes: bool
    ) -> None:
        super().__init__(
            QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Cancel, parent
        )
        role = QMessageBox.ButtonRole
        self._yes = self.addButton(yes, role.DestructiveRole if deletes else role.AcceptRole)
        self._cancel = self.button(QMessageBox.StandardButton.Cancel)
        self.setInformativeText(details)
        self.setDefaultButton(QMessageBox.StandardButton.Cancel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttonClicked.connect(self._on_button)

    def changeEvent(self, event: QEvent) -> None:
        """Another look arranges the buttons anew, and Qt gives the keys to the first of them."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self._cancel, self._cancel.setFocus)  # once they are arranged

    def _on_button(self, button: QAbstractButton) -> None:
        if button is self._yes:
            self.confirmed.emit()
