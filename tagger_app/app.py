"""Composition of the window: settings, log, catalog, model and threads for one session."""

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.errors import ModelError, SettingsError, TaggerError
from tagger_app.core.texts import Text
from tagger_app.logs import CrashLog, start_log, stop_log
from tagger_app.paths import APP_NAME, AppFolders, resources_folder
from tagger_app.pipeline.resources import load_vocabulary, model_or_another, model_store
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings, read_settings, update_settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tagger_app.ui.bugs import BugReporter
    from tagger_app.ui.theme import Theme
    from tagger_app.ui.window import MainWindow

PROBE = "TAGGER_STARTUP_PROBE"
"""With this variable set the program says `window shown` once it is, and ends."""

_FAILED = 2
_DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    options = _parser().parse_args(argv)
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAY_VARIABLES):
        print(  # noqa: T201 (there is no window to say it in)
            "tagger-app: there is no display for the window. The command line does the same work:"
            " tagger-app tag FOLDER shows suggestions, tagger-app --help lists the commands.",
            file=sys.stderr,
        )
        return _FAILED
    folders = AppFolders.of_this_user()
    log_file = start_log(folders.logs)
    crashes = CrashLog(folders.logs)
    crash = crashes.begin()
    try:
        return _run(options, folders, log_file, crash)
    finally:
        crashes.end()
        stop_log()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tagger-app",
        description="Open the window, and add the music of PATHS to it.",
        epilog="`tagger-app COMMAND --help` explains the commands that need no window.",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATHS")
    parser.add_argument("--catalog", type=Path, metavar="FILE", help="catalog to open")
    parser.add_argument("--model", metavar="NAME", help="model that listens")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), help="where it runs")
    return parser


def _run(
    options: argparse.Namespace, folders: AppFolders, log_file: Path | None, crash: str
) -> int:
    # Qt is loaded only when there is a window to show.
    from tagger_app.ui.bugs import BugReporter, tell_failure  # noqa: PLC0415
    from tagger_app.ui.desktop import OpenedFiles, SystemSignals  # noqa: PLC0415
    from tagger_app.ui.failures import said  # noqa: PLC0415
    from tagger_app.ui.language import Language  # noqa: PLC0415
    from tagger_app.ui.single_instance import (  # noqa: PLC0415
        Handed,
        SingleInstance,
        instance_name,
    )
    from tagger_app.ui.theme import Theme  # noqa: PLC0415

    app = _application()
    opened = OpenedFiles(app)
    place = options.catalog or folders.catalog
    instance = SingleInstance(instance_name(folders.runtime, place), app)
    here = Handed(
        tuple(path.absolute() for path in options.paths),
        os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    )
    if not instance.claim(here):
        if options.model or options.device:
            print(  # noqa: T201 (the window that is there goes on as it was started)
                "tagger-app: the window is open already; --model and --device count at its next"
                " start.",
                file=sys.stderr,
            )
        return 0
    settings, problems = _settings(options, folders)
    Language(app, settings.language)
    theme = Theme(app, settings.look, settings.text_size, high_contrast=settings.high_contrast)
    bugs = BugReporter(log_file, app)
    restore_hook = bugs.install()
    signals = SystemSignals(app)
    code = _FAILED
    try:
        with open_catalog(place) as catalog:
            window = open_window(catalog, settings, folders, theme, bugs, *problems)
            window.show()
            window.adding.start_with(options.paths)
            instance.handed.connect(window.adding.take_over)
            instance.deliver()
            opened.opened.connect(window.adding.open)
            opened.deliver()
            if crash:
                bugs.report_crash(crash)
            if PROBE in os.environ:
                window.when_exposed(lambda: _probe(window))
            try:
                code = _loop(app)
            finally:
                instance.close()  # a start from now on opens a window of its own
                window.close()  # however the loop ended: threads end before the catalog closes
        if not window.ended:
            _leave(code)
    except TaggerError as error:
        instance.close()  # whoever starts next is told as well, and hands nothing to a dialog
        tell_failure(said(error))
    finally:
        signals.release()
        restore_hook()
    return code


def _application() -> "QApplication":
    """The application by the name and icon under which the desktop's entry knows it."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415 (as above)
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    app = QApplication(["tagger-app"])
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName("tagger-app")
    app.setWindowIcon(QIcon(str(resources_folder() / "icons" / "tagger-app.svg")))
    return app


def _loop(app: "QApplication") -> int:
    from tagger_app.ui.garbage import GarbageRounds  # noqa: PLC0415 (as above)
    from tagger_app.ui.short_turns import short_turns  # noqa: PLC0415

    with GarbageRounds(app), short_turns():
        return app.exec()


def _leave(code: int) -> NoReturn:
    """End the process without the thread that hangs; everything is stored and closed."""
    stop_log()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def open_window(
    catalog: Catalog,
    settings: Settings,
    folders: AppFolders,
    theme: "Theme",
    bugs: "BugReporter",
    *problems: Text | TaggerError,
) -> "MainWindow":
    """The window over an open catalog, with its threads at work but not yet shown.

    It says at once what is wrong with the model, the place of the catalog, and the `problems`.
    """
    from tagger_app.ui.about_dialog import offer_about  # noqa: PLC0415 (as above)
    from tagger_app.ui.failures import said  # noqa: PLC0415
    from tagger_app.ui.jobs import JobRunner  # noqa: PLC0415
    from tagger_app.ui.preferences.dialog import offer  # noqa: PLC0415
    from tagger_app.ui.preferences.preferences import Preferences  # noqa: PLC0415
    from tagger_app.ui.window import MainWindow  # noqa: PLC0415
    from tagger_app.ui.window_state import StateFile  # noqa: PLC0415

    vocabulary = load_vocabulary()
    found = [*problems, catalog.warning]
    try:
        model, instead = model_or_another(model_store(folders), settings.model)
        found.append(instead)
    except ModelError as error:
        model = None
        found.append(error)

    def open_bench() -> Workbench:
        return Workbench(catalog, model, vocabulary, settings)

    def open_reading_bench() -> Workbench:
        return Workbench(catalog.reader(), None, vocabulary, settings)

    runner, looker = JobRunner(open_bench), JobRunner(open_bench)
    finder, seeker = JobRunner(open_reading_bench), JobRunner(open_reading_bench)
    for one in (runner, looker, finder, seeker):
        one.bug.connect(bugs.report)
    state_file = StateFile(folders.config / "window.ini")
    # In the file alone: what this start's options say is not kept.
    keep = partial(update_settings, folders.settings)
    own = vocabulary.renamed(settings.words)
    window = MainWindow(
        catalog.reader(), runner, looker, finder, seeker, settings, own, theme, state_file, keep
    )
    runners = (runner, looker, finder, seeker)
    store = model_store(folders)
    offer(Preferences(window, theme, settings, keep, store, vocabulary, runners))
    offer_about(window, catalog.path)
    told = [said(one) for one in found if one is not None]
    if told:
        window.message.say("\n".join(told), failure=True)
    return window


def _probe(window: "MainWindow") -> None:
    print("window shown", flush=True)  # noqa: T201 (for whoever measures the start)
    window.close()


def _settings(
    options: argparse.Namespace, folders: AppFolders
) -> tuple[Settings, tuple[Text, ...]]:
    """The preferences, overruled by the options of this start; and what was wrong with them."""
    try:
        read = read_settings(folders.settings)
        settings, problems = read.settings, read.problems
    except SettingsError as error:
        settings = Settings()
        problems = (Text("{problem} The defaults are used.", problem=error),)
    given = {name: getattr(options, name) for name in ("model", "device")}
    return settings.changed(**{n: v for n, v in given.items() if v is not None}), problems
