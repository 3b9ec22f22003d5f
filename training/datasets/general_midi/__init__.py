"""Pieces composed by random rules and rendered with SoundFonts: every instrument is known."""
