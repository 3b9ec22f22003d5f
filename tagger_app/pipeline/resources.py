"""What ships with the program: its vocabulary and its models."""

import json
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.inference.model_store import ModelFile, ModelStore
from tagger_app.paths import AppFolders, resources_folder


def load_vocabulary(resources: Path | None = None) -> Vocabulary:
    """The canonical tags and their aliases.

    Raises:
        TaggerError: the file is missing or malformed: the installation is damaged.
    """
    file = (resources or resources_folder()) / "vocabulary.json"
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        return Vocabulary.from_mapping(table)
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise TaggerError(f"{file}: the vocabulary cannot be read: {error}. Reinstall.") from None


def model_store(folders: AppFolders, resources: Path | None = None) -> ModelStore:
    """The models that ship with the program and those the person added."""
    return ModelStore([(resources or resources_folder()) / "models", folders.models])


def choose_model(store: ModelStore, name: str) -> ModelFile:
    """The model of this name; the default one if the name is empty.

    Raises:
        ModelError: there is no such model.
    """
    return store.find(name) if name else store.default()
