"""All systems on the same recordings, side by side."""
