"""The preferences: a dialog built from their declarations, and what each does at once."""
