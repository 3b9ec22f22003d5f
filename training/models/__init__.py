"""One file per architecture and one table of their names."""
