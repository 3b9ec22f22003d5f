"""Reading and safely writing tags; mutagen lives here."""

from tagger_app.formats.containers import MIME_TYPES, SUFFIXES
from tagger_app.formats.reading import cover, identity_of, read_tags
from tagger_app.formats.values import stored_values

__all__ = ["MIME_TYPES", "SUFFIXES", "cover", "identity_of", "read_tags", "stored_values"]
