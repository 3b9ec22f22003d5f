"""Icons of one set (Phosphor, through QtAwesome), in the colours of the palette."""

import qtawesome
from PySide6.QtGui import QIcon

from tagger_app.ui.theme import Colours


def icon(name: str, colours: Colours, colour: str = "") -> QIcon:
    """The Phosphor icon `name`, sharp at any resolution.

    Args:
        colour: #rrggbb; the text colour if empty.
    """
    made: QIcon = qtawesome.icon(
        f"ph.{name}",
        color=colour or colours.text,
        color_disabled=colours.faint,
        color_active=colour or colours.text,
        color_selected=colour or colours.text,
    )
    return made
