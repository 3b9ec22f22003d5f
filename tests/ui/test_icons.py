import ast
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from tagger_app.ui import icons
from tagger_app.ui.icons import icon
from tagger_app.ui.theme import DARK
from tests.ui.pictures import colours_of

UI = Path(icons.__file__).parent


def test_every_icon_that_is_named_can_be_drawn(qapp: QApplication) -> None:
    del qapp
    named = {
        call.args[0].value
        for path in UI.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "icon"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
    assert {"music-notes", "caret-down", "x"} <= named
    for name in named:
        drawn = icon(name, DARK, DARK.accent).pixmap(32).toImage()
        assert DARK.accent in colours_of(drawn), name


def test_an_icon_is_faint_where_it_cannot_be_used(qapp: QApplication) -> None:
    del qapp
    drawn = icon("x", DARK)
    assert DARK.text in colours_of(drawn.pixmap(32).toImage())
    disabled = colours_of(drawn.pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage())
    assert DARK.faint in disabled
    assert DARK.text not in disabled
