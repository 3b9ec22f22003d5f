"""Reading and safely writing tags; mutagen lives here."""

from tagger_app.formats.containers import SUFFIXES
from tagger_app.formats.reading import cover, identity_of, read_tags

__all__ = ["SUFFIXES", "cover", "identity_of", "read_tags"]
