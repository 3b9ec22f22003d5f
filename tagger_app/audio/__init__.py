"""Decoding and probing audio files; PyAV lives here."""
