"""How values are stored that SQLite has no type for: paths, wide integers, moments, arrays."""

import json
import os
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Float,
    LargeBinary,
    Row,
    Select,
    String,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.types import TypeDecorator

AnyRow = Row[*tuple[Any, ...]]  # a row of whatever columns a statement names

_LARGEST_FLOAT16 = 65504.0


class PathBytes(TypeDecorator[Path]):
    """A path as the bytes the file system knows it by.

    Bytes and not text: a name that is no valid text in any encoding is a name all the same, and
    must come back unchanged. They sort by code point and allow a range search for a folder.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Path | None, dialect: Dialect) -> bytes | None:
        """Encode."""
        del dialect
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Path | None:
        """Decode."""
        del dialect
        return None if value is None else Path(os.fsdecode(value))


class CleanText(TypeDecorator[str]):
    """Text from outside: what cannot be stored as UTF-8 (lone surrogates) becomes U+FFFD."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace lone surrogates."""
        del dialect
        return None if value is None else clean(value)


class WideInteger(TypeDecorator[int]):
    """An integer of any size as decimal text.

    Device and inode numbers are unsigned and modification times may lie centuries ahead: SQLite's
    64 signed bits are not enough for all of them.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """Write as digits."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """Read digits."""
        del dialect
        return None if value is None else int(value)


class Moment(TypeDecorator[datetime]):
    """A point in time as seconds since 1970, UTC."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        """To seconds."""
        del dialect
        return None if value is None else value.timestamp()

    def process_result_value(self, value: float | None, dialect: Dialect) -> datetime | None:
        """To an aware datetime."""
        del dialect
        return None if value is None else datetime.fromtimestamp(value, UTC)


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def clean(text: str) -> str:
    """The text with lone surrogates replaced by U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def sort_key(text: str) -> str | None:
    """The form by which people expect texts to be sorted (no case, no accents); None if empty."""
    stripped = clean(text).strip()
    if not stripped:
        return None
    if stripped.isascii():
        return stripped.casefold()
    parts = unicodedata.normalize("NFKD", stripped)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def among(numbers: Iterable[int]) -> Select[int]:
    """A subquery of any number of ids, passed as one parameter."""
    return _numbers(literal(_json(numbers)))


def chosen(numbers: Iterable[int]) -> dict[str, str]:
    """The parameter of a prepared statement that has `AMONG_CHOSEN` in it."""
    return {"chosen": _json(numbers)}


def _json(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


def _numbers(array: ColumnElement[str]) -> Select[int]:
    return select(func.json_each(array).table_valued("value").c.value)


AMONG_CHOSEN = _numbers(bindparam("chosen", type_=String))
"""`among` for statements that are built once, as building them costs more than running them."""


def pack(values: Sequence[float] | Sequence[Sequence[float]], dtype: str = "<f2") -> bytes:
    """Numbers as little-endian float16 (or another float type), C order.

    What is too large for float16 becomes its largest value.

    Raises:
        ValueError: a value is not a number.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if np.isnan(numbers).any():
        raise ValueError("not a number")
    if dtype == "<f2":
        numbers = np.clip(numbers, -_LARGEST_FLOAT16, _LARGEST_FLOAT16)
    return numbers.astype(dtype).tobytes()


def unpack(blob: bytes, dtype: str = "<f2") -> NDArray[np.floating]:
    """What `pack` stored, as one flat array."""
    return np.frombuffer(blob, dtype=dtype)
