"""Showing a person what Undo and Redo have done: the tracks, or what it was where they are not."""

from PySide6.QtCore import QObject

from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.track_table import TrackTable
from tagger_app.ui.undo_list import UndoList, UndoStep


class Whereabouts(QObject):
    """Leads to the tracks of a step that was taken back or done again."""

    def __init__(self, steps: UndoList, table: TrackTable, message: MessageBar) -> None:
        super().__init__(table)
        self._table = table
        self._message = message
        steps.changed.connect(lambda: message.end(self))
        steps.taken_back.connect(lambda step: self._show(step, self.tr("Took back: {0}")))
        steps.done_again.connect(lambda step: self._show(step, self.tr("Done again: {0}")))

    def _show(self, step: UndoStep, told: str) -> None:
        if step.track_ids and not self._table.select(step.track_ids):
            self._message.say(told.format(step.text), about=self)
