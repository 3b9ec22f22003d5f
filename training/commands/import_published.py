"""`import-published`: a published checkpoint becomes a model file."""

import argparse
from pathlib import Path

from tagger_app.core.fields import Category
from training.commands.inputs import Commands, vocabulary
from training.import_published import import_published
from training.models.names import ARCHITECTURES


def add(commands: Commands) -> None:
    """Declare the command."""
    published = commands.add_parser(
        "import-published", help="turn a published checkpoint into a model file"
    )
    published.add_argument(
        "checkpoint", type=Path, metavar="FILE", help="a state dict (.pth) or Keras weights (.h5)"
    )
    published.add_argument("--architecture", required=True, choices=sorted(ARCHITECTURES))
    published.add_argument(
        "--tags",
        required=True,
        metavar="T",
        help="tags in output order: a text file, one a line; a JSON list; or FILE.json:KEY."
        " MTG-Jamendo's order is alphabetical by 'category---tag'",
    )
    published.add_argument(
        "--category",
        type=Category,
        choices=[Category.GENRE, Category.MOOD, Category.INSTRUMENT],
        help="category of the tags whose list tells none; else the vocabulary decides",
    )
    published.add_argument("--licence", default="", help="licence of the weights")
    published.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL.onnx")
    published.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the model file is written."""
    import_published(
        options.checkpoint,
        options.architecture,
        options.tags,
        vocabulary(options.vocabulary),
        options.licence,
        options.output,
        options.category,
    )
    return 0
