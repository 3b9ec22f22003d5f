"""What a run or a model is like, for people: plots, a page, logs."""
