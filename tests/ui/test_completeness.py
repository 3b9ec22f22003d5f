"""Every action of the window and every preference has a test that shows what it does."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QAction

from tagger_app.settings import NAMES
from tests.ui.claims import ACTIONS, SETTINGS, claimed
from tests.ui.conftest import Start

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def every_test() -> Iterator[object]:
    """All tests of the window."""
    for file in sorted(HERE.rglob("test_*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name)
        yield from (each for key, each in vars(module).items() if key.startswith("test_"))


def shown(kind: str) -> set[str]:
    return {name for test in every_test() for name in claimed(test, kind)}


def test_every_action_in_menus_or_with_a_key_has_a_test(open_program: Start) -> None:
    window = open_program().window
    in_menus = [
        action
        for menu in window.commands.menus
        for action in menu.actions()
        if not action.isSeparator()
    ]
    with_keys = [action for action in window.findChildren(QAction) if action.shortcuts()]
    there = {action.objectName() or action.text() for action in (*in_menus, *with_keys)}
    assert there == shown(ACTIONS)


def test_every_preference_has_a_test() -> None:
    assert set(NAMES) == shown(SETTINGS)
