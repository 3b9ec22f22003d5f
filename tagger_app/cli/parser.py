"""The commands and their options."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from tagger_app import __version__
from tagger_app.catalog.search import Order
from tagger_app.core.conditions import Status
from tagger_app.core.query import FIELDS
from tagger_app.pipeline.similar import SAME_RECORDING
from tagger_app.settings import Settings

# argparse has no public name for what `add_subparsers` returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

_TURNED_ROUND = re.compile(r"-\w+[:<>=]")
_EXIT_CODES = (
    "Exit code: 0 done, 1 some files could not be heard or were refused, 2 it could not be done,"
    " 130 stopped."
)
_DEFAULTS = Settings()
_MODEL = "(default: your setting, at first the one shipped)"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command and its options; ends the program where they are not valid.

    Paths may stand before, between and after options, which argparse alone does not understand.
    """
    parser = build_parser()
    if arguments[:1] == ["find"]:
        # A condition turned round is no option: argparse takes what has a space for an argument.
        arguments = [f" {w}" if _TURNED_ROUND.match(w) else w for w in arguments]
    options, rest = parser.parse_known_args(arguments)
    unknown = [word for word in rest if word.startswith("-")]
    if unknown or (rest and not hasattr(options, "paths")):
        parser.error(f"unrecognized arguments: {' '.join(unknown or rest)}")
    if rest:
        options.paths = [*options.paths, *map(Path, rest)]
    return options


def build_parser() -> argparse.ArgumentParser:
    """The parser of `tagger-app COMMAND …`."""
    parser = argparse.ArgumentParser(
        prog="tagger-app",
        description="Hears music and suggests genre, mood and instrument tags. "
        "Without a command, `tagger-app [PATHS]` opens the window.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"Tagger {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_listening(commands)
    _add_tagging(commands)
    _add_finding(commands)
    _add_knowledge(commands)
    return parser


def _add_listening(commands: Commands) -> None:
    tag = _command(commands, "tag", "hear files and folders and print what is suggested")
    tag.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    tag.add_argument("--write", action="store_true", help="write the suggestions into the files")
    _mode(tag)
    _hearing(tag)
    scan = _command(commands, "scan", "bring the catalog up to date with files and folders")
    scan.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="default: the whole library again"
    )
    analyze = _command(commands, "analyze", "hear the catalog's tracks that were not heard yet")
    analyze.add_argument(
        "paths", nargs="*", type=Path, metavar="FOLDER", help="default: the whole catalog"
    )
    analyze.add_argument("--retry-failed", action="store_true", help="try failed tracks again")
    _hearing(analyze)


def _add_tagging(commands: Commands) -> None:
    write = _command(commands, "write", "write the tags accepted in review into the files")
    write.add_argument(
        "paths", nargs="*", type=Path, metavar="FOLDER", help="default: the whole catalog"
    )
    _mode(write)
    undo = _command(commands, "undo", "give the files of a write their old tags back")
    undo.add_argument("write_id", nargs="?", type=int, metavar="ID", help="default: the last write")
    undo.add_argument("--redo", action="store_true", help="take the last undo back")
    undo.add_argument("--list", action="store_true", help="show the writes, newest first")
    apply = _command(commands, "apply", "write given tags into files, with no model")
    apply.add_argument(
        "paths", nargs="+", type=Path, metavar="FILE", help="files; a folder is refused"
    )
    for category in ("genre", "mood", "instrument"):
        apply.add_argument(
            f"--{category}", action="append", default=[], metavar="TAG", help="may be repeated"
        )
    _mode(apply)


def _add_finding(commands: Commands) -> None:
    find = _command(commands, "find", "print the tracks that a query finds, and why")
    find.add_argument(
        "query",
        help='such as \'genre:jazz mood:calm score>0.8 -instrument:piano artist:"miles davis"'
        f" night'. Fields: {', '.join(FIELDS)}. Status: {', '.join(Status)}",
    )
    find.add_argument(
        "--order", choices=[o.value for o in Order], default="path", help="default: path"
    )
    find.add_argument("--model", default=None, metavar="NAME", help=f"whose suggestions {_MODEL}")
    similar = _command(commands, "similar", "print the tracks that sound most like one")
    similar.add_argument("path", type=Path, metavar="FILE", help="a file that was heard")
    similar.add_argument("--count", type=_positive, default=20, help="most tracks; default: 20")
    similar.add_argument("--model", default=None, metavar="NAME", help=f"whose ears {_MODEL}")
    duplicates = _command(commands, "duplicates", "print tracks that seem to be one recording")
    duplicates.add_argument(
        "--exact", action="store_true", help="only equal audio data, whatever the tags"
    )
    duplicates.add_argument(
        "--least",
        type=_part,
        default=SAME_RECORDING,
        metavar="SIMILARITY",
        help=f"from which on, 0 to 1; default: {SAME_RECORDING}",
    )
    duplicates.add_argument("--model", default=None, metavar="NAME", help=f"whose ears {_MODEL}")
    forget = _command(commands, "forget", "print the missing tracks; with --yes, forget them")
    forget.add_argument(
        "paths", nargs="*", type=Path, metavar="FOLDER", help="default: the whole catalog"
    )
    forget.add_argument("--yes", action="store_true", help="delete them from the catalog")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _part(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def _add_knowledge(commands: Commands) -> None:
    export = _command(commands, "export", "write the catalog as a table, a playlist or a report")
    export.add_argument("kind", choices=("csv", "json", "m3u8", "html"))
    export.add_argument(
        "paths", nargs="*", type=Path, metavar="FOLDER", help="default: the whole catalog"
    )
    export.add_argument("--query", help="only what this finds, see tagger-app find --help")
    export.add_argument(
        "--relative", action="store_true", help="paths in a playlist start at its own folder"
    )
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: stdout")
    export.add_argument("--model", default=None, metavar="NAME", help=f"whose suggestions {_MODEL}")
    models = _command(commands, "models", "show the installed models")
    models.add_argument("action", choices=("list", "inspect"))
    models.add_argument("model", nargs="?", default=None, metavar="NAME")
    doctor = _command(commands, "doctor", "show versions, devices and folders, time the model")
    doctor.add_argument("--model", default=None, metavar="NAME")
    entry = commands.add_parser(
        "desktop-entry",
        help="let the Linux desktop open music and folders with this program",
        description="Write a desktop entry and an icon for this person, which start this program.",
    )
    entry.add_argument("--remove", action="store_true", help="take them away again")
    entry.add_argument("--json", action="store_true", help="one JSON object per line on stdout")


def _command(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    """A command with the options that all have."""
    command = commands.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=_EXIT_CODES
    )
    command.add_argument(
        "--catalog", type=Path, metavar="FILE", help="default: your own, see tagger-app doctor"
    )
    command.add_argument("--json", action="store_true", help="one JSON object per line on stdout")
    command.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda"),
        help=f"where models run (default: your setting, at first {_DEFAULTS.device})",
    )
    return command


def _hearing(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model", default=None, metavar="NAME", help=f"the model that listens {_MODEL}"
    )
    command.add_argument(
        "--coverage",
        metavar="chunks:N|full",
        help=f"how much of a track is heard (default: your setting, at first {_DEFAULTS.coverage})",
    )


def _mode(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--mode",
        choices=("add", "fill", "replace"),
        help="add to what is there, fill empty fields only, or replace (default: your setting,"
        f" at first {_DEFAULTS.mode})",
    )
