"""Which test shows what an action or a preference does, and whether it really used it."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest

from tagger_app.settings import NAMES, Settings
from tagger_app.ui.commands import Commands
from tagger_app.ui.preferences.preferences import Preferences

Test = TypeVar("Test", bound=Callable[..., object])
ACTIONS, SETTINGS = "claims_actions", "claims_settings"


def does(*actions: str) -> Callable[[Test], Test]:
    """Say that a test shows what these actions of the window do."""
    return partial(_claim, ACTIONS, actions)


def sets(*settings: str) -> Callable[[Test], Test]:
    """Say that a test shows what these preferences do."""
    return partial(_claim, SETTINGS, settings)


def _claim(kind: str, names: tuple[str, ...], test: Test) -> Test:
    setattr(test, kind, names)
    return test


class Claims:
    """What the test that runs now says it shows, and what it has used so far."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._claimed = {kind: claimed(request.function, kind) for kind in (ACTIONS, SETTINGS)}
        self._used: dict[str, set[str]] = {ACTIONS: set(), SETTINGS: set()}

    def watch(self, commands: Commands) -> None:
        """Note which actions are triggered from now on."""
        for name in commands.titles():
            commands[name].triggered.connect(
                lambda _=False, name=name: self._used[ACTIONS].add(name)
            )

    def watch_settings(self, preferences: Preferences) -> None:
        """Note which preferences are changed from now on."""
        before = preferences.settings

        def compare() -> None:
            self.note(before, preferences.settings)

        preferences.changed.connect(compare)

    def note(self, one: Settings, other: Settings) -> None:
        """The test has used the preferences in which these differ."""
        self._used[SETTINGS] |= {n for n in NAMES if getattr(one, n) != getattr(other, n)}

    def check(self) -> None:
        """What a test says it shows, it must have used."""
        for kind, names in self._claimed.items():
            assert names <= self._used[kind], f"never used: {names - self._used[kind]}"


def claimed(test: object, kind: str) -> frozenset[str]:
    """The names that a test says it shows."""
    return frozenset(getattr(test, kind, ()))
