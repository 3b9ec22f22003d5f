"""The settings for a small set fit every system."""

import pytest

from training.commands.recipes import parameters
from training.configuration import Linear, Training
from training.recipes import RECIPES, small_set


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_settings_for_a_small_set_fit_the_system(name: str) -> None:
    own, small = RECIPES[name](), small_set(RECIPES[name]())
    assert small.name == own.name
    assert small.architecture == own.architecture
    assert isinstance(small.learning, Linear) == isinstance(own.learning, Linear)
    own_parameters, small_parameters = parameters(own), parameters(small)
    assert small_parameters <= own_parameters
    assert ("a quarter as wide" in small.title) == (small_parameters < own_parameters)
    if isinstance(small.learning, Training) and isinstance(own.learning, Training):
        assert small.learning.losses == own.learning.losses
