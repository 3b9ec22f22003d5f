"""The command line: the same pipeline as the window's, with no Qt loaded."""

from tagger_app.cli.main import run

__all__ = ["run"]
