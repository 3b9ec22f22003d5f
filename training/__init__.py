"""Training, evaluating, importing and exporting the models of Tagger."""
