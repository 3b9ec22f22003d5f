"""How the window looked when it was closed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from tagger_app.catalog.search import Order
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.ui.shelf import ALL, CHANGED, Shelf


@dataclass(slots=True)
class WindowState:
    """What comes back after a restart."""

    geometry: QByteArray
    splitters: dict[str, QByteArray]
    columns: QByteArray
    hidden: frozenset[str] = frozenset()
    columns_by_hand: bool = False
    shelf: Shelf = ALL
    search: str = ""
    order: Order = Order.PATH
    descending: bool = False
    track_id: int = 0
    hearing: bool = False


class StateFile:
    """The file the state is kept in; a missing or odd one gives the defaults."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def load(self) -> WindowState:
        """Read the state."""
        value = self._settings.value
        names = ("across", "down")
        return WindowState(
            geometry=_bytes(value("geometry")),
            splitters={name: _bytes(value(f"splitter-{name}")) for name in names},
            columns=_bytes(value("columns")),
            hidden=frozenset(str(value("hidden") or "").split("+")) - {""},
            columns_by_hand=value("columns-by-hand") == "true",
            shelf=_shelf(str(value("shelf") or "")),
            search=str(value("search") or ""),
            order=_order(str(value("order") or "")),
            descending=value("descending") == "true",
            track_id=_number(value("track")),
            hearing=value("hearing") == "true",
        )

    def save(self, state: WindowState) -> None:
        """Write the state."""
        put = self._settings.setValue
        put("geometry", state.geometry)
        for name, splitter in state.splitters.items():
            put(f"splitter-{name}", splitter)
        put("columns", state.columns)
        put("hidden", "+".join(sorted(state.hidden)))
        put("columns-by-hand", "true" if state.columns_by_hand else "false")
        put("shelf", _shelf_text(state.shelf))
        put("search", state.search)
        put("order", state.order.value)
        put("descending", "true" if state.descending else "false")
        put("track", str(state.track_id))
        put("hearing", "true" if state.hearing else "false")
        self._settings.sync()


def _bytes(value: object) -> QByteArray:
    return value if isinstance(value, QByteArray) else QByteArray()


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def _order(text: str) -> Order:
    return Order(text) if text in set(Order) else Order.PATH


def _shelf_text(shelf: Shelf) -> str:
    if shelf.folder is not None:
        # In hexadecimal: a path may be any bytes, which an INI file cannot hold.
        return f"folder:{os.fsencode(shelf.folder).hex()}"
    if shelf.tag is not None:
        return f"tag:{shelf.tag[0].value}:{shelf.tag[1]}"
    if shelf.decade is not None:
        return f"decade:{shelf.decade}"
    others = {"search": shelf.search_id, "codec": shelf.codec, "changed": shelf.changed}
    for kind, value in others.items():
        if value:
            return f"{kind}:{value}"
    return f"states:{'+'.join(sorted(shelf.states))}"


def _shelf(text: str) -> Shelf:
    kind, _, rest = text.partition(":")
    try:
        return _SHELVES[kind](rest) if rest and kind in _SHELVES else ALL
    except ValueError:
        return ALL  # a state that this version does not know


def _tag_shelf(text: str) -> Shelf:
    category, _, name = text.partition(":")
    return Shelf(tag=(Category(category), name))


_SHELVES: dict[str, Callable[[str], Shelf]] = {
    "folder": lambda text: Shelf(folder=Path(os.fsdecode(bytes.fromhex(text)))),
    "tag": _tag_shelf,
    "search": lambda text: Shelf(search_id=int(text)),
    "decade": lambda text: Shelf(decade=int(text)),
    "codec": lambda text: Shelf(codec=text),
    "changed": lambda _: CHANGED,
    "states": lambda text: Shelf(frozenset(TrackState(state) for state in text.split("+"))),
}
