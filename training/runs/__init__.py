"""A run: from a recipe and a data set to a folder with a trained system and its model file."""
