"""The models there are: those that came with the program and those the person added."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tagger_app.core.errors import ModelError
from tagger_app.core.model_card import ModelCard
from tagger_app.core.texts import Text
from tagger_app.inference.model_file import check_graph, read_card, read_model


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file whose card is valid.

    digest: the SHA-256 of the file, in hexadecimal. size: in bytes.
    """

    path: Path
    card: ModelCard
    digest: str
    size: int


def load_model_file(path: Path, *, check: bool = True) -> ModelFile:
    """Read one model file.

    Args:
        path: the `.onnx` file.
        check: whether the graph is checked too, as it must be before a model is opened.

    Raises:
        ModelError: the file cannot be used; the message names it and says why.
    """
    content = read_model(path)
    card = read_card(path, content)
    if check:
        check_graph(path, content, card)
    return ModelFile(path, card, hashlib.sha256(content).hexdigest(), len(content))


class ModelStore:
    """The models in some folders; earlier folders and names first in the alphabet come first."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    def list(self) -> list[ModelFile]:
        """The models with a valid card; files without one are left out, see `problems`."""
        return [found for found in self._look() if isinstance(found, ModelFile)]

    def problems(self) -> tuple[ModelError, ...]:
        """Why files in the folders are not among the models."""
        return tuple(found for found in self._look() if isinstance(found, ModelError))

    def find(self, name: str) -> ModelFile:
        """The model of a name: its card's, or its file's with or without the suffix.

        Raises:
            ModelError: there is none; the message names those there are.
        """
        models = self.list()
        for model in models:
            if name in {model.card.name, model.path.stem, model.path.name}:
                return model
        there_are = ", ".join(sorted({model.card.name for model in models}))
        raise ModelError(
            "There is no model called “{name}”; there are: {names}.",
            name=name,
            names=there_are or Text("none"),
        )

    def default(self) -> ModelFile:
        """The first model.

        Raises:
            ModelError: there is no model at all.
        """
        for found in self._look():
            if isinstance(found, ModelFile):
                return found
        folders = ", ".join(str(folder) for folder in self._folders)
        raise ModelError(
            "There is no model in {folders}. Put one there, or install the program again.",
            folders=folders,
        )

    def _look(self) -> Iterator[ModelFile | ModelError]:
        for folder in self._folders:
            for path in sorted(folder.glob("*.onnx")):
                try:
                    yield load_model_file(path, check=False)
                except ModelError as error:
                    yield error
