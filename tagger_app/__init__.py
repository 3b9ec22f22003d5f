"""Tagger: hears a person's own music and suggests genre, mood and instrument tags."""

__version__ = "0.1.0"
