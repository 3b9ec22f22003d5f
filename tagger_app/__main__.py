"""The program's entry: `tagger-app [PATHS]` opens the window, `tagger-app COMMAND …` does not."""

import multiprocessing
import sys

COMMANDS = frozenset(
    {"tag", "scan", "analyze", "write", "undo", "export", "models", "apply", "doctor"}
)


def main() -> int:
    """Start the command line or the window; only what is needed is imported."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if arguments and (arguments[0] in COMMANDS or arguments[0] in {"-h", "--help", "--version"}):
        from tagger_app.cli import run  # noqa: PLC0415 (Qt must not be loaded for a command)

        return run(arguments)
    from tagger_app.app import run as open_window  # noqa: PLC0415 (loaded only for the window)

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
