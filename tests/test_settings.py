import json
from pathlib import Path

import pytest

from tagger_app.core.errors import SettingsError
from tagger_app.core.fields import Category
from tagger_app.core.policy import Strictness, WriteMode
from tagger_app.settings import Settings, load_settings, save_settings


def test_settings_survive_the_way_through_their_file(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "settings.json"
    settings = Settings(mode="replace", most_genres=1, keep_modification_time=True)
    save_settings(file, settings)
    assert load_settings(file) == settings
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == Settings()


def test_keys_of_a_later_version_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"mode": "fill", "hologram": True}))
    assert load_settings(file) == Settings(mode="fill")


@pytest.mark.parametrize(
    "text", ['{"mode": "shout"}', '{"most_genres": true}', '{"coverage": "some"}', "[]", "{", ""]
)
def test_a_bad_file_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        load_settings(file)


def test_the_policy_is_what_the_settings_say() -> None:
    policy = Settings(mode="fill", strictness="careful", most_moods=0).policy
    assert policy.mode is WriteMode.FILL
    assert policy.strictness is Strictness.CAREFUL
    assert policy.most_tags[Category.MOOD] == 0


def test_a_value_that_is_not_allowed_is_refused_with_the_choices() -> None:
    with pytest.raises(SettingsError, match="auto, cpu, cuda"):
        Settings().changed(device="abacus")
