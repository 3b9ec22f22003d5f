"""Composition of the command line: settings, catalog, model and processes for one command."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tagger_app.catalog.store import open_catalog
from tagger_app.cli import commands, doctor, finding, models
from tagger_app.cli.desktop_entry import desktop_entry
from tagger_app.cli.parser import parse
from tagger_app.cli.printer import Printer
from tagger_app.core.errors import TaggerError
from tagger_app.logs import start_log, stop_log
from tagger_app.paths import AppFolders
from tagger_app.pipeline.resources import (
    choose_model,
    load_vocabulary,
    model_or_another,
    model_store,
)
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings, read_settings

_STOPPED = 130
_FAILED = 2
_NEEDS_MODEL = frozenset({"tag", "analyze", "similar", "duplicates"})
_SHOWS_MODEL = frozenset({"write", "export", "find"})

Command = Callable[[Workbench, argparse.Namespace, Printer], int]
_ON_CATALOG: dict[str, Command] = {
    "tag": commands.tag,
    "scan": commands.scan_paths,
    "analyze": commands.analyze_tracks,
    "write": commands.write_accepted,
    "undo": commands.undo_write,
    "apply": commands.apply_tags,
    "export": commands.export_catalog,
    "find": finding.find,
    "similar": finding.similar,
    "duplicates": finding.duplicates,
    "forget": finding.forget,
}


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    options = parse(arguments)
    printer = Printer(as_json=options.json)
    folders = AppFolders.of_this_user()
    start_log(folders.logs)
    try:
        return _run(options, printer, folders)
    except KeyboardInterrupt:
        printer.message("Stopped. What is done is stored; the same command goes on from here.")
        return _STOPPED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output is gone: nothing is left to say
        return _STOPPED
    except TaggerError as error:
        printer.message(f"tagger-app: {error}")
        return _FAILED
    finally:
        stop_log()


def _run(options: argparse.Namespace, printer: Printer, folders: AppFolders) -> int:
    if options.command == "desktop-entry":
        return desktop_entry(options, printer)
    read = read_settings(folders.settings)
    for problem in read.problems:
        printer.message(str(problem))
    settings = _settings(options, read.settings)
    if options.command == "models":
        return models.show_models(model_store(folders), settings.model, options, printer)
    if options.command == "doctor":
        catalog = options.catalog or folders.catalog
        return doctor.examine(model_store(folders), settings, folders, catalog, printer)
    with _workbench(options, settings, folders, printer) as bench:
        return _ON_CATALOG[options.command](bench, options, printer)


def _settings(options: argparse.Namespace, settings: Settings) -> Settings:
    """The stored preferences, overruled by the options of this command."""
    given = {
        name: value
        for name in ("device", "coverage", "mode", "model")
        if (value := getattr(options, name, None)) is not None
    }
    return settings.changed(**given)


@contextmanager
def _workbench(
    options: argparse.Namespace, settings: Settings, folders: AppFolders, printer: Printer
) -> Iterator[Workbench]:
    model, store = None, model_store(folders)
    needed, shown = options.command in _NEEDS_MODEL, options.command in _SHOWS_MODEL
    if getattr(options, "model", None):
        model = choose_model(store, options.model)
    elif needed or (shown and store.list()):
        model, instead = model_or_another(store, settings.model)
        if instead:
            printer.message(f"Warning: {instead}")
    with (
        open_catalog(options.catalog or folders.catalog) as catalog,
        Workbench(catalog, model, load_vocabulary(), settings) as bench,
    ):
        yield bench
