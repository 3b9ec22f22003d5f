"""Reading the index files and folders of data sets, with errors that name file and line."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tagger_app.core.errors import TaggerError
from training.datasets.recording import Fault, FaultKind

AUDIO_SUFFIXES = (
    *(".aac", ".aif", ".aiff", ".au", ".flac", ".m4a", ".mka", ".mp3", ".mp4", ".oga", ".ogg"),
    *(".opus", ".wav", ".webm", ".wma", ".wv"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an index: cells by column name."""

    cells: Mapping[str, str]
    path: Path
    line: int

    def error(self, detail: str) -> TaggerError:
        """An error that names file and line."""
        return TaggerError(f"{self.path}, line {self.line}: {detail}")

    def text(self, column: str) -> str:
        """A cell that must not be empty.

        Raises:
            TaggerError: it is.
        """
        cell = self.cells[column]
        if not cell:
            raise self.error(f"column {column} is empty. Fetch the file again or mend the row.")
        return cell

    def number(self, column: str) -> float:
        """A cell as a number.

        Raises:
            TaggerError: it is none.
        """
        try:
            return float(self.cells[column])
        except ValueError:
            raise self.error(
                f"{self.cells[column]!r} in column {column} is not a number. Fetch the file again"
                " or mend the row."
            ) from None

    def integer(self, column: str) -> int:
        """A cell as a whole number.

        Raises:
            TaggerError: it is none.
        """
        number = self.number(column)
        if not number.is_integer():
            raise self.error(
                f"{self.cells[column]!r} in column {column} is not a whole number. Fetch the file"
                " again or mend the row."
            )
        return int(number)


def read_text(path: Path, remedy: str) -> str:
    """A whole text file in UTF-8.

    Args:
        path: the file.
        remedy: what to do if it is not there, a sentence.

    Raises:
        TaggerError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise TaggerError(f"{path} is not there. {remedy}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TaggerError(f"{path} cannot be read ({error}). Fetch it again.") from None


def read_json(path: Path, remedy: str) -> Any:
    """A JSON file.

    Raises:
        TaggerError: it cannot be read; the message names the line that is wrong.
    """
    try:
        return json.loads(read_text(path, remedy))
    except json.JSONDecodeError as error:
        raise TaggerError(
            f"{path}, line {error.lineno}: not valid JSON ({error.msg}). Fetch the file again."
        ) from None


def read_lines(path: Path, remedy: str) -> list[tuple[int, str]]:
    """(line number, text) of the lines that are not blank.

    Raises:
        TaggerError: the file cannot be read.
    """
    lines = enumerate(read_text(path, remedy).split("\n"), start=1)
    return [(number, line.strip()) for number, line in lines if line.strip()]


def read_rows(
    path: Path, columns: Sequence[str], remedy: str, *, delimiter: str = ","
) -> Iterator[Row]:
    """The rows of a table whose first line names the columns.

    Args:
        path: the file.
        columns: that must be there; names are stripped of blanks.
        remedy: what to do if the file is not there, a sentence.
        delimiter: between cells.

    Raises:
        TaggerError: the file cannot be read, a column is missing, or a row has too few or too
            many cells.
    """
    lines = csv.reader(io.StringIO(read_text(path, remedy), newline=""), delimiter=delimiter)
    header = [name.strip() for name in next(lines, [])]
    missing = [column for column in columns if column not in header]
    if missing:
        raise TaggerError(
            f"{path}, line 1: no column named {', '.join(missing)}. Fetch the data set's own file."
        )
    yield from numbered_rows(lines, header, path)


def numbered_rows(
    lines: Any, header: Sequence[str], path: Path, *, skipped: int = 0
) -> Iterator[Row]:
    """Rows of a `csv.reader` under a header; `skipped` lines of the file were not given to it.

    Raises:
        TaggerError: a row has too few or too many cells, or cannot be read.
    """
    try:
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            line = lines.line_num + skipped
            if len(cells) != len(header):
                raise TaggerError(
                    f"{path}, line {line}: {len(cells)} cells instead of {len(header)}."
                    " Fetch the file again or mend the row."
                )
            stripped = (cell.strip() for cell in cells)
            yield Row(dict(zip(header, stripped, strict=True)), path, line)
    except csv.Error as error:
        line = lines.line_num + skipped
        raise TaggerError(f"{path}, line {line}: {error}. Fetch the file again.") from None


class AudioTree:
    """The audio files below a folder, found by their path without suffix.

    An index that says `blues/blues.00001.wav` finds `blues/blues.00001.au` too; of two files that
    differ only in their suffix, the second keeps its own. Hidden files are passed over; links to
    folders are followed, each folder once.

    Raises:
        TaggerError: a folder cannot be listed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files: dict[str, Path] = {}
        self._wanted: set[str] = set()
        seen: set[str] = set()
        for folder, folders, names in os.walk(root, onerror=_unlistable, followlinks=True):
            real = os.path.realpath(folder)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            if real in seen:
                folders.clear()
                continue
            seen.add(real)
            for name in sorted(names):
                path = Path(folder, name)
                if path.suffix.lower() in AUDIO_SUFFIXES and not name.startswith("."):
                    full = path.relative_to(root)
                    key = full.with_suffix("").as_posix()
                    self._files[full.as_posix() if key in self._files else key] = path

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[str]:
        yield from self._files

    def items(self) -> Iterator[tuple[str, Path]]:
        """(path without suffix, file) of every file, in order; they count as asked for."""
        for key, path in self._files.items():
            self._wanted.add(key)
            yield key, path

    def find(self, *names: str) -> Path | None:
        """The first of some relative paths, with or without an audio suffix, that is there."""
        for name in names:
            stem, dot, suffix = name.rpartition(".")
            bare = stem if dot and f".{suffix.lower()}" in AUDIO_SUFFIXES else name
            for key in (name, bare):
                if key in self._files:
                    self._wanted.add(key)
                    return self._files[key]
        return None

    def take(self, faults: list[Fault], *names: str, row: str = "") -> Path | None:
        """As `find`; a file that is missing or empty is noted and not returned."""
        path = self.find(*names)
        where = f"{self.root / names[0]}"
        if path is None:
            faults.append(Fault(FaultKind.MISSING, where, row))
        elif not path.stat().st_size:
            faults.append(Fault(FaultKind.EMPTY, str(path), row))
            return None
        return path

    def unlisted(self) -> list[Fault]:
        """The files no index asked for."""
        return [
            Fault(FaultKind.UNLISTED, str(path))
            for key, path in self._files.items()
            if key not in self._wanted
        ]


def _unlistable(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise TaggerError(
            f"{error.filename}: the folder cannot be listed ({error.strerror})."
        ) from error


def first_folder(*candidates: Path) -> Path:
    """The first folder that is there, else the last one named."""
    return next((folder for folder in candidates if folder.is_dir()), candidates[-1])
