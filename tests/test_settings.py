import json
from pathlib import Path

import pytest

from tagger_app.core.errors import SettingsError
from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelTag
from tagger_app.core.policy import Strictness, WriteMode
from tagger_app.settings import (
    NAMES,
    Settings,
    declared,
    read_settings,
    save_settings,
    update_settings,
)

LOT = Settings(
    mode="replace",
    most_genres=1,
    keep_modification_time=True,
    own_words={"genre": {"Hip-Hop": "Rap"}},
    ignored_tags={"mood": ("Calm",)},
    shortcuts={"accept": ("Ctrl+A",)},
)


def test_settings_survive_the_way_through_their_file(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "settings.json"
    save_settings(file, LOT)
    assert read_settings(file).settings == LOT
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.json").settings == Settings()


def test_every_setting_is_explained_in_one_line() -> None:
    for name in NAMES:
        said = declared(name)
        assert said.title
        assert said.text.endswith(".")
        assert len(said.text) <= 90


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", "shout"),
        ("most_genres", True),
        ("most_moods", 11),
        ("coverage", "some"),
        ("own_words", {"genre": {"Folk": ""}}),
        ("own_words", {"genre": {"Folk": "Folk; Country"}}),
        ("own_words", {"colour": {}}),
        ("only_tags", {"genre": "Folk"}),
        ("ignored_tags", {"colour": ["red"]}),
        ("shortcuts", {"accept": [1]}),
        ("shortcuts", []),
    ],
)
def test_a_damaged_value_is_named_and_costs_no_other(
    tmp_path: Path, name: str, value: object
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"look": "dark", name: value, "most_instruments": 2}))
    read = read_settings(file)
    assert read.settings == Settings(look="dark", most_instruments=2)
    (problem,) = read.problems
    assert str(file) in str(problem)
    assert name in str(problem)


def test_what_this_version_does_not_know_stays_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"mode": "fill", "hologram": [True]}))
    assert read_settings(file).unknown == {"hologram": [True]}
    assert update_settings(file, look="dark") == Settings(mode="fill", look="dark")
    assert json.loads(file.read_text())["hologram"] == [True]


@pytest.mark.parametrize("text", ["[]", "{", "", "[" * 100_000])
def test_a_file_that_cannot_be_understood_is_named_and_kept_aside(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        read_settings(file)
    update_settings(file, look="dark")
    assert read_settings(file).settings == Settings(look="dark")
    assert (tmp_path / "settings.json.damaged").read_text() == text


def test_the_policy_is_what_the_settings_say() -> None:
    policy = Settings(mode="fill", mood_strictness="careful", most_moods=0).policy
    assert policy.mode is WriteMode.FILL
    assert policy.strictness[Category.MOOD] is Strictness.CAREFUL
    assert policy.strictness[Category.GENRE] is Strictness.BALANCED
    assert policy.most_tags[Category.MOOD] == 0
    folk = ModelTag("Folk-Rock", Category.GENRE, 0.5, 0.7)
    assert not Settings(ignored_tags={"genre": ("folk rock",)}).policy.may_suggest(folk)
    assert not Settings(only_tags={"genre": ("Folk",)}).policy.may_suggest(folk)


def test_a_value_that_is_not_allowed_is_refused_with_the_choices() -> None:
    with pytest.raises(SettingsError, match="auto, cpu, cuda"):
        Settings().changed(device="abacus")
