"""The commands and their options."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from tagger_app import __version__

# argparse has no public name for what `add_subparsers` returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

_EXIT_CODES = "Exit code: 0 done, 1 some files were refused, 2 it could not be done, 130 stopped."


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command and its options; ends the program where they are not valid.

    Paths may stand before, between and after options, which argparse alone does not understand.
    """
    parser = build_parser()
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
    _add_knowledge(commands)
    return parser


def _add_listening(commands: Commands) -> None:
    tag = _command(commands, "tag", "hear files and folders and print what is suggested")
    tag.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    tag.add_argument("--write", action="store_true", help="write the suggestions into the files")
    _mode(tag)
    _hearing(tag)
    scan = _command(commands, "scan", "bring the catalog up to date with files and folders")
    scan.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    analyze = _command(commands, "analyze", "hear the catalog's tracks that were not heard yet")
    analyze.add_argument("paths", nargs="*", type=Path, metavar="FOLDER")
    analyze.add_argument("--retry-failed", action="store_true", help="try failed tracks again")
    _hearing(analyze)


def _add_tagging(commands: Commands) -> None:
    write = _command(commands, "write", "write the tags accepted in review into the files")
    write.add_argument("paths", nargs="*", type=Path, metavar="FOLDER")
    _mode(write)
    undo = _command(commands, "undo", "give the files of a write their old tags back")
    undo.add_argument("write_id", nargs="?", type=int, metavar="ID", help="default: the last write")
    undo.add_argument("--redo", action="store_true", help="take the last undo back")
    undo.add_argument("--list", action="store_true", help="show the writes, newest first")
    apply = _command(commands, "apply", "write given tags into files, with no model")
    apply.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    for category in ("genre", "mood", "instrument"):
        apply.add_argument(
            f"--{category}", action="append", default=[], metavar="TAG", help="may be repeated"
        )
    _mode(apply)


def _add_knowledge(commands: Commands) -> None:
    export = _command(commands, "export", "write the catalog as a table or a playlist")
    export.add_argument("kind", choices=("csv", "json", "m3u8"))
    export.add_argument("paths", nargs="*", type=Path, metavar="FOLDER")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: stdout")
    export.add_argument("--model", default=None, metavar="NAME", help="whose suggestions")
    models = _command(commands, "models", "show the installed models")
    models.add_argument("action", choices=("list", "inspect"))
    models.add_argument("model", nargs="?", default=None, metavar="NAME")
    doctor = _command(commands, "doctor", "show versions, devices and folders, time the model")
    doctor.add_argument("--model", default=None, metavar="NAME")


def _command(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    """A command with the options that all have."""
    command = commands.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=_EXIT_CODES
    )
    command.add_argument("--catalog", type=Path, metavar="FILE", help="default: your own")
    command.add_argument("--json", action="store_true", help="one JSON object per line on stdout")
    command.add_argument("--device", choices=("auto", "cpu", "cuda"), help="where models run")
    return command


def _hearing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", default=None, metavar="NAME", help="the model that listens")
    command.add_argument("--coverage", metavar="chunks:N|full", help="how much of a track is heard")


def _mode(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--mode",
        choices=("add", "fill", "replace"),
        help="add to what is there, fill empty fields only, or replace",
    )
