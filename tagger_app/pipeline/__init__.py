"""Use cases as generators of frozen events; no Qt."""
