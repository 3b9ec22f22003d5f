"""A person's preferences: each declared once, with its text, its default and its allowed values."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from tagger_app.core.errors import SettingsError, TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy, Strictness, WriteMode
from tagger_app.core.prediction import Coverage


def _setting(default: Any, text: str, allowed: tuple[Any, ...] = ()) -> Any:
    return field(default=default, metadata={"text": text, "allowed": allowed})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every preference. `metadata["text"]` explains it in one line."""

    model: str = _setting("", "Model that listens; empty stands for the one shipped.")
    device: Literal["auto", "cpu", "cuda"] = _setting(
        "auto", "Where the model runs.", ("auto", "cpu", "cuda")
    )
    coverage: str = _setting("chunks:8", "How much of a track is heard: chunks:N or full.")
    mode: str = _setting(
        "add", "How accepted tags meet existing ones.", tuple(mode.value for mode in WriteMode)
    )
    strictness: str = _setting(
        "balanced", "How sure a suggestion must be.", tuple(level.value for level in Strictness)
    )
    most_genres: int = _setting(3, "Most genres suggested for a track.", tuple(range(11)))
    most_moods: int = _setting(3, "Most moods suggested for a track.", tuple(range(11)))
    most_instruments: int = _setting(5, "Most instruments suggested for a track.", tuple(range(11)))
    id3_version: Literal["2.3", "2.4"] = _setting("2.4", "ID3 version of new tags.", ("2.3", "2.4"))
    keep_modification_time: bool = _setting(
        False, "Keep a file's modification time when tags are written.", (False, True)
    )
    hard_links: Literal["refuse", "in-place"] = _setting(
        "refuse", "What to do with a file that has several names.", ("refuse", "in-place")
    )
    volume: int = _setting(80, "Loudness of playback in percent.", tuple(range(101)))
    sound_device: str = _setting("", "What plays; empty stands for the system's choice.")
    play_from: Literal["highlight", "start"] = _setting(
        "highlight",
        "Where a track starts to play: where its suggested tags are strongest, or its beginning.",
        ("highlight", "start"),
    )
    rescan_at_start: bool = _setting(
        True, "Look at the start for what changed in the library folders.", (False, True)
    )
    look: str = _setting("system", "Dark or light window.", ("system", "light", "dark"))

    def __post_init__(self) -> None:
        for declared in fields(self):
            value, allowed = getattr(self, declared.name), declared.metadata["allowed"]
            if type(value) is not type(declared.default) or (allowed and value not in allowed):
                choices = f" Allowed: {', '.join(map(str, allowed))}." if allowed else ""
                raise SettingsError(f"Setting {declared.name}: {value!r} is not valid.{choices}")
        try:
            Coverage.parse(self.coverage)
        except TaggerError as error:
            raise SettingsError(f"Setting coverage: {error}") from None

    @property
    def policy(self) -> Policy:
        """The preferences that decide about suggestions and writes."""
        most = {
            Category.GENRE: self.most_genres,
            Category.MOOD: self.most_moods,
            Category.INSTRUMENT: self.most_instruments,
        }
        return Policy(WriteMode(self.mode), Strictness(self.strictness), most)

    def changed(self, **values: Any) -> "Settings":
        """A copy with some values changed.

        Raises:
            SettingsError: a value is not allowed.
        """
        return replace(self, **values)


def load_settings(path: Path) -> Settings:
    """Read a settings file; a missing one gives the defaults, an unknown key is passed over.

    Raises:
        SettingsError: the file is not readable or a value is not allowed.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: the settings cannot be read: {error}.") from None
    if not isinstance(raw, Mapping):
        raise SettingsError(f"{path}: the settings are not a JSON object.")
    known = {declared.name for declared in fields(Settings)}
    try:
        return Settings(**{key: value for key, value in raw.items() if key in known})
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from None


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings so that a crash leaves the old file or the new one.

    Raises:
        SettingsError: the folder or the file cannot be written.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as stream:
            json.dump(asdict(settings), stream, indent=2)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be saved: {error}.") from None


def update_settings(path: Path, **values: Any) -> Settings:
    """Change some values in a settings file and leave the others as they are there.

    Raises:
        SettingsError: a value is not allowed, or the file cannot be read or written.
    """
    settings = load_settings(path).changed(**values)
    save_settings(path, settings)
    return settings
