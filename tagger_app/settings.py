"""A person's preferences: each declared once, with its words, default and allowed values."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from tagger_app.core.errors import SettingsError, TaggerError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.policy import Policy, Strictness, WriteMode
from tagger_app.core.prediction import Coverage
from tagger_app.core.texts import Text, reason
from tagger_app.core.vocabulary import tag_key

OwnWords = Mapping[str, Mapping[str, str]]
"""{category: {tag: the person's word for it}}"""
Lists = Mapping[str, tuple[str, ...]]
"""{name: texts}"""


@dataclass(frozen=True, slots=True)
class Declared:
    """What is said of a setting beside its name and default.

    Args:
        title: its name for a person.
        text: explains it in one line.
        choices: the allowed values with their names, or, with a `check`, those worth offering.
        bounds: the lowest and the highest allowed number.
        check: raises TaggerError where a value is not allowed.
    """

    title: str
    text: str
    choices: Mapping[Any, str] = field(default_factory=dict)
    bounds: tuple[int, int] | None = None
    check: Callable[[Any], object] | None = None

    def require(self, value: Any, default: Any) -> None:
        """Raise TaggerError unless the value is allowed."""
        kind: type[Any] = Mapping if isinstance(default, Mapping) else type(default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise TaggerError("“{value}” is not valid.", value=value)
        if self.check is not None:
            self.check(value)
        elif self.choices and value not in self.choices:
            allowed = ", ".join(map(str, self.choices))
            raise TaggerError(
                "“{value}” is not valid. Allowed: {names}.", value=value, names=allowed
            )
        elif self.bounds is not None and not self.bounds[0] <= value <= self.bounds[1]:
            low, high = self.bounds
            raise TaggerError(
                "“{value}” is not valid. Allowed: {low} to {high}.", value=value, low=low, high=high
            )


def _setting(
    default: Any,
    title: str,
    text: str,
    choices: Mapping[Any, str] | None = None,
    *,
    bounds: tuple[int, int] | None = None,
    check: Callable[[Any], object] | None = None,
) -> Any:
    said = Declared(title, text, choices or {}, bounds, check)
    return field(default=default, metadata={"declared": said})


def _table(title: str, text: str, check: Callable[[Any], object]) -> dict[str, Declared]:
    return {"declared": Declared(title, text, check=check)}


def _check_words(words: OwnWords) -> None:
    for category, names in words.items():
        if category not in TAG_CATEGORIES or not isinstance(names, Mapping):
            raise TaggerError(
                "“{category}” is no category with words for its tags.", category=category
            )
        for tag, word in names.items():
            if not isinstance(word, str) or not word.strip() or not word.isprintable():
                raise TaggerError("“{word}” is no word for “{tag}”.", word=word, tag=tag)
            if ";" in word:
                raise TaggerError(
                    "“{word}” has a semicolon, which separates tags in files.", word=word
                )


def _check_tags(lists: Lists) -> None:
    _check_lists(lists)
    for category in lists:
        if category not in TAG_CATEGORIES:
            raise TaggerError("“{category}” is no category of tags.", category=category)


def _check_lists(lists: Lists) -> None:
    for name, texts in lists.items():
        if not isinstance(texts, tuple) or not all(isinstance(text, str) for text in texts):
            raise TaggerError("“{name}” has no list of texts.", name=name)


_STRICTNESS = {
    Strictness.BALANCED.value: "Balanced",
    Strictness.CAREFUL.value: "Careful",
}
_MOST = {number: str(number) for number in range(11)}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every preference; `declared` says what is known of each."""

    model: str = _setting("", "Model", "Listens to your music; the one shipped unless you choose.")
    device: Literal["auto", "cpu", "cuda"] = _setting(
        "auto",
        "Runs on",
        "A graphics card is many times faster; without one the processor is used.",
        {"auto": "Graphics card where there is one", "cpu": "Processor", "cuda": "Graphics card"},
    )
    coverage: str = _setting(
        "chunks:8",
        "Listen to",
        "More is surer and slower. Tracks heard with less are heard again at the next Analyze.",
        {
            "chunks:8": "Fast: 8 excerpts",
            "chunks:16": "Balanced: 16 excerpts",
            "full": "The whole track",
        },
        check=Coverage.parse,
    )
    genre_strictness: str = _setting(
        "balanced", "Genres", "Careful suggests fewer genres, and errs less often.", _STRICTNESS
    )
    mood_strictness: str = _setting(
        "balanced", "Moods", "Careful suggests fewer moods, and errs less often.", _STRICTNESS
    )
    instrument_strictness: str = _setting(
        "balanced",
        "Instruments",
        "Careful suggests fewer instruments, and errs less often.",
        _STRICTNESS,
    )
    most_genres: int = _setting(
        3, "Most genres", "Only the best are suggested; 0 asks for none.", _MOST
    )
    most_moods: int = _setting(
        3, "Most moods", "Only the best are suggested; 0 asks for none.", _MOST
    )
    most_instruments: int = _setting(
        5, "Most instruments", "Only the best are suggested; 0 asks for none.", _MOST
    )
    mode: Literal["add", "fill", "replace"] = _setting(
        "add",
        "Accepted tags",
        "What happens to the values of a field. Genres like “Other” always give way to real ones.",
        {
            WriteMode.ADD.value: "Add to what is there",
            WriteMode.FILL.value: "Fill empty fields only",
            WriteMode.REPLACE.value: "Replace what is there",
        },
    )
    id3_version: Literal["2.3", "2.4"] = _setting(
        "2.4",
        "New ID3 tags",
        "For files without one; a file that has an ID3 tag keeps its version.",
        {"2.4": "Version 2.4", "2.3": "Version 2.3, for old players"},
    )
    keep_modification_time: bool = _setting(
        False,
        "Keep the modification time",
        "Files look unchanged to what sorts by time; backups may then pass over them.",
    )
    provenance: bool = _setting(
        False,
        "Write where tags come from",
        "Adds a field TAGGER_PROVENANCE: program, model, date and scores. Undo removes it.",
    )
    hard_links: Literal["refuse", "in-place"] = _setting(
        "refuse",
        "Files with several names",
        "A safe write gives a file a new body, which would separate hard links.",
        {"refuse": "Leave them as they are", "in-place": "Write them in place"},
    )
    own_words: OwnWords = field(
        default_factory=dict,
        metadata=_table("Own words", "What a tag is called in your files.", _check_words),
    )
    ignored_tags: Lists = field(
        default_factory=dict,
        metadata=_table("Ignored tags", "Tags that are never suggested.", _check_tags),
    )
    only_tags: Lists = field(
        default_factory=dict,
        metadata=_table(
            "Only these tags", "Where there is a list, nothing else is suggested.", _check_tags
        ),
    )
    play_from: Literal["highlight", "start"] = _setting(
        "highlight",
        "Tracks start to play",
        "Where the suggested tags are strongest you hear at once whether they are right.",
        {"highlight": "Where the tags are strongest", "start": "At their beginning"},
    )
    volume: int = _setting(80, "Volume", "Loudness of playback in percent.", bounds=(0, 100))
    sound_device: str = _setting("", "Sound device", "What plays; empty is the system's choice.")
    rescan_at_start: bool = _setting(
        True,
        "Look for changes at the start",
        "Finds what was added, retagged, moved or removed in the library's folders meanwhile.",
    )
    look: Literal["system", "light", "dark"] = _setting(
        "system",
        "Colours",
        "Like the desktop goes along when that turns dark or light, or to high contrast.",
        {"system": "Like the desktop", "light": "Light", "dark": "Dark"},
    )
    language: Literal["system", "en", "de"] = _setting(
        "system",
        "Language",
        "The language of the window, from its next start on.",
        {"system": "Like the desktop", "en": "English", "de": "Deutsch"},
    )
    text_size: int = _setting(
        100,
        "Text size",
        "As a share of the desktop's own text size.",
        {size: f"{size} %" for size in (90, 100, 110, 125, 150, 175, 200)},
    )
    high_contrast: bool = _setting(
        False, "High contrast", "Stronger lines and text, on plain black or white."
    )
    shortcuts: Lists = field(
        default_factory=dict,
        metadata=_table(
            "Keys", "Keys of actions, where they are not the usual ones.", _check_lists
        ),
    )

    def __post_init__(self) -> None:
        for each in fields(self):
            try:
                declared(each.name).require(getattr(self, each.name), default_of(each.name))
            except TaggerError as error:
                raise SettingsError(
                    "Setting {name}: {problem}", name=each.name, problem=error
                ) from None

    @property
    def policy(self) -> Policy:
        """The preferences that decide about suggestions and writes."""
        genre, mood, instrument = TAG_CATEGORIES
        return Policy(
            WriteMode(self.mode),
            {
                genre: Strictness(self.genre_strictness),
                mood: Strictness(self.mood_strictness),
                instrument: Strictness(self.instrument_strictness),
            },
            {genre: self.most_genres, mood: self.most_moods, instrument: self.most_instruments},
            ignored=_keys(self.ignored_tags),
            only=_keys(self.only_tags),
        )

    @property
    def words(self) -> dict[Category, Mapping[str, str]]:
        """The person's words for tags, as `Vocabulary.renamed` takes them."""
        return {Category(category): words for category, words in self.own_words.items()}

    def changed(self, **values: Any) -> "Settings":
        """A copy with some values changed.

        Raises:
            SettingsError: a value is not allowed.
        """
        return replace(self, **values)


def _keys(lists: Lists) -> dict[Category, frozenset[str]]:
    return {Category(name): frozenset(map(tag_key, tags)) for name, tags in lists.items()}


_FIELDS = {each.name: each for each in fields(Settings)}
NAMES = tuple(_FIELDS)
"""Of all settings, in the order of their declaration."""


def declared(name: str) -> Declared:
    """What is said of a setting."""
    said: Declared = _FIELDS[name].metadata["declared"]
    return said


def default_of(name: str) -> Any:
    """A setting's value until a person chooses."""
    each = _FIELDS[name]
    return each.default_factory() if each.default_factory is not MISSING else each.default


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """What a settings file says.

    Args:
        problems: a sentence for each value that is not valid; its default stands instead.
        unknown: what the file holds under names that are no settings of this version.
    """

    settings: Settings
    problems: tuple[Text, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict)


def read_settings(path: Path) -> SettingsRead:
    """Read a settings file; a missing one gives the defaults.

    Raises:
        SettingsError: the file cannot be read, or is no JSON object.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return SettingsRead(Settings())
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(
            "{path}: the settings cannot be read: {why}.", path=path, why=reason(error)
        ) from None
    if not isinstance(raw, Mapping):
        raise SettingsError("{path}: the settings are not a JSON object.", path=path)
    settings, problems = Settings(), []
    for name in NAMES:
        if name in raw:
            try:
                settings = settings.changed(**{name: _with_tuples(raw[name])})
            except SettingsError as error:
                problems.append(
                    Text("{path}: {problem} The default is used.", path=path, problem=error)
                )
    unknown = {name: value for name, value in raw.items() if name not in _FIELDS}
    return SettingsRead(settings, tuple(problems), unknown)


def _with_tuples(value: Any) -> Any:
    """A value of a JSON file with tuples for its lists."""
    if isinstance(value, Mapping):
        return {name: _with_tuples(item) for name, item in value.items()}
    return tuple(value) if isinstance(value, list) else value


def save_settings(path: Path, settings: Settings, unknown: Mapping[str, Any] | None = None) -> None:
    """Write the settings so that a crash leaves the old file or the new one.

    Args:
        unknown: what else the file is to hold.

    Raises:
        SettingsError: the folder or the file cannot be written.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as stream:
            json.dump({**(unknown or {}), **asdict(settings)}, stream, indent=2)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise SettingsError(
            "{path}: the settings cannot be saved: {why}.", path=path, why=reason(error)
        ) from None


def update_settings(path: Path, **values: Any) -> Settings:
    """Change some values in a settings file and leave the others as they are there.

    A file that cannot be understood is kept under another name.

    Raises:
        SettingsError: a value is not allowed, or the file cannot be written.
    """
    try:
        there = read_settings(path)
    except SettingsError:
        _set_aside(path)
        there = SettingsRead(Settings())
    settings = there.settings.changed(**values)
    save_settings(path, settings, there.unknown)
    return settings


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_name(path.name + ".damaged"))
    except OSError as error:
        raise SettingsError(
            "{path}: the settings cannot be saved: {why}.", path=path, why=reason(error)
        ) from None
