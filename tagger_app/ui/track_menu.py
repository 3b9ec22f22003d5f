"""The context menu of the track table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from tagger_app.core.track import TrackState
from tagger_app.ui.commands import Commands
from tagger_app.ui.track_table import TrackTable

_RETRY = "retry-selected"
_GROUPS = (
    ("accept", "reject", "later", "enter"),
    ("play", "similar", "show-folder"),
    (_RETRY,),
    ("export-m3u8", "export-html", "export-csv", "export-json"),
    ("forget",),
)


def offer_track_menu(table: TrackTable, commands: Commands) -> None:
    """Show what can be done with the selected tracks at a right click or the menu key."""
    table.menu_wanted.connect(lambda place: track_menu(table, commands).popup(place))


def track_menu(table: TrackTable, commands: Commands) -> QMenu:
    """The menu, with the window's own actions."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    failed = any(review.track.state is TrackState.FAILED for review in table.selected())
    for number, group in enumerate(_GROUPS):
        if number:
            menu.addSeparator()  # two that follow each other are shown as one
        for name in group:
            if failed or name != _RETRY:
                menu.addAction(commands[name])
    return menu
