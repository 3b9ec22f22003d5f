"""The program's entry: `tagger-app [PATHS]` opens the window, `tagger-app COMMAND …` does not."""

import gc
import multiprocessing
import sys
from difflib import get_close_matches
from pathlib import Path

COMMANDS = frozenset(
    {"tag", "scan", "analyze", "write", "undo", "export", "models", "apply", "doctor"}
    | {"find", "similar", "duplicates", "forget", "desktop-entry"}
)


_STOPPED = 130


def main() -> int:
    """Start the command line or the window; only what is needed is imported."""
    multiprocessing.freeze_support()
    try:
        return _started()
    except KeyboardInterrupt:  # while the program was being loaded
        return _STOPPED


def _started() -> int:
    arguments = sys.argv[1:]
    if arguments and (arguments[0] in COMMANDS or arguments[0] in {"-h", "--help", "--version"}):
        from tagger_app.cli import run  # noqa: PLC0415 (Qt must not be loaded for a command)

        return run(arguments)
    if arguments and _is_no_path(arguments[0]):
        near = get_close_matches(arguments[0], COMMANDS, 1)
        guess = f" Did you mean {near[0]}?" if near else ""
        print(  # noqa: T201 (before any of the program is loaded)
            f"tagger-app: there is no command, file or folder called {arguments[0]!r}.{guess}"
            " tagger-app --help lists the commands.",
            file=sys.stderr,
        )
        return 2
    # Going through all that is being loaded finds nothing and takes a tenth of the start;
    # `GarbageRounds` begins when the window is there.
    gc.disable()
    from tagger_app.app import run as open_window  # noqa: PLC0415 (loaded only for the window)

    return open_window(arguments)


def _is_no_path(word: str) -> bool:
    """Whether a word can only be a mistyped command: a bare name of nothing that is there."""
    return word.isidentifier() and not Path(word).exists()


if __name__ == "__main__":
    sys.exit(main())
