"""What several commands are given: a data set, a vocabulary."""

import argparse
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.readers import READERS
from training.datasets.recording import DataSet

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name
"""Where a command declares itself."""


def vocabulary(path: Path) -> Vocabulary:
    """The vocabulary in a JSON file.

    Raises:
        TaggerError: it cannot be read.
    """
    try:
        return Vocabulary.from_mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TaggerError(f"The vocabulary {path} cannot be read: {error}.") from None


def count(text: str) -> int:
    """A number from 1 on, for an option of a command."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)


def from_zero(text: str) -> int:
    """A number from 0 on, for an option of a command."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 on")
    return int(text)


def above_zero(text: str) -> float:
    """A number above 0, parts of one allowed, for an option of a command."""
    return number(text, lambda value: value > 0, "above 0")


def number(text: str, fits: Callable[[float], bool], told: str) -> float:
    """A number, parts of one allowed, that fits what is told of it."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not fits(value):
        raise argparse.ArgumentTypeError(f"{text} is not a number {told}")
    return value


def words(text: str) -> tuple[str, ...]:
    """Words separated by commas, for an option of a command."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def categories(text: str) -> frozenset[Category]:
    """Categories separated by commas, for an option of a command."""
    try:
        return frozenset(Category(word) for word in words(text))
    except ValueError:
        known = ", ".join(category.value for category in Category)
        raise argparse.ArgumentTypeError(f"the categories are {known}") from None


def data_sets() -> str:
    """The readers and what they read, for the end of a help text."""
    return "data sets:\n" + "\n".join(f"  {n:<20}{r.title}" for n, r in READERS.items())


def read(reader: str, path: Path) -> DataSet:
    """A data set by its reader's name.

    Raises:
        TaggerError: it is not there, or cannot be read.
    """
    if not path.exists():
        raise TaggerError(f"{path} is not there.")
    return READERS[reader].read(path)
