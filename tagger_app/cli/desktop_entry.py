"""`tagger-app desktop-entry`: lets a Linux desktop open music and folders with the program."""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs

from tagger_app.cli.printer import Printer
from tagger_app.core.errors import TaggerError
from tagger_app.core.texts import reason
from tagger_app.paths import resources_folder

NAME = "tagger-app"
"""By which the desktop knows the windows of the program; see `QGuiApplication.desktopFileName`."""
_RESERVED = re.compile(r'(["`$\\])')
_REFRESH_SECONDS = 30


def desktop_entry(options: argparse.Namespace, printer: Printer) -> int:
    """Put the entry and the icon where this person's desktop looks for them, or take them away.

    Raises:
        TaggerError: the desktop has no such entries, or the files cannot be written.
    """
    if sys.platform in {"win32", "darwin"}:
        raise TaggerError("Only desktops that follow freedesktop.org, as on Linux, have entries.")
    shared = platformdirs.user_data_path()
    entry = shared / "applications" / f"{NAME}.desktop"
    icon = shared / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    try:
        done = _remove(entry, icon) if options.remove else _install(entry, icon)
    except OSError as error:
        raise TaggerError(
            "{path} cannot be changed: {why}.", path=error.filename, why=reason(error)
        ) from error
    _refresh(entry.parent)
    if not done:
        printer.message("There is no entry.")
    for path in done:
        text = f"Removed {path}" if options.remove else f"Wrote {path}"
        printer.result({"file": str(path), "removed": options.remove}, text)
    return 0


def _install(entry: Path, icon: Path) -> list[Path]:
    resources = resources_folder()
    text = (resources / f"{NAME}.desktop").read_text(encoding="utf-8")
    command = " ".join(map(quoted, program()))
    text = text.replace(f"Exec={NAME} %F", f"Exec={command} %F")
    for path in (entry, icon):
        path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(resources / "icons" / f"{NAME}.svg", icon)
    entry.write_text(text, encoding="utf-8")
    return [entry, icon]


def _remove(*paths: Path) -> list[Path]:
    there = [path for path in paths if path.exists()]
    for path in there:
        path.unlink()
    return there


def program() -> list[str]:
    """The command that starts the program that runs now."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    called = Path(sys.argv[0]).absolute()
    beside = Path(sys.executable).with_name(NAME)  # of a virtual environment, without its links
    for script in (called, beside):
        if script.name == NAME and script.is_file():
            return [str(script)]
    return [sys.executable, "-m", "tagger_app"]


def quoted(argument: str) -> str:
    """An argument as the key Exec wants it: for the command, and then for a text of the file."""
    escaped = _RESERVED.sub(r"\\\1", argument)
    return f'"{escaped}"'.replace("\\", "\\\\").replace("%", "%%")


def _refresh(applications: Path) -> None:
    """Tell the desktop, where there is what tells it; else it looks at its next start."""
    tool = shutil.which("update-desktop-database")
    if tool is not None and applications.is_dir():
        subprocess.run(  # noqa: S603 (a program of the desktop, found by its name)
            [tool, str(applications)], check=False, capture_output=True, timeout=_REFRESH_SECONDS
        )
