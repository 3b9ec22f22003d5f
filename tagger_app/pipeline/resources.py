"""What ships with the program: its vocabulary and its models."""

import json
from pathlib import Path

from tagger_app.core.errors import ModelError, TaggerError
from tagger_app.core.texts import Text, reason
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.inference.model_store import ModelFile, ModelStore
from tagger_app.paths import AppFolders, resources_folder

DEFAULT_MODEL = "tagger-base"
"""The bundled model that listens unless a person chooses another."""


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
        raise TaggerError(
            "{file}: the vocabulary cannot be read: {why}. Reinstall.", file=file, why=reason(error)
        ) from None


def model_store(folders: AppFolders, resources: Path | None = None) -> ModelStore:
    """The models that ship with the program and those the person added."""
    return ModelStore([(resources or resources_folder()) / "models", folders.models])


def choose_model(store: ModelStore, name: str) -> ModelFile:
    """The model of this name; the default one if the name is empty, or else the first there is.

    Raises:
        ModelError: there is no such model.
    """
    if name:
        return store.find(name)
    try:
        return store.find(DEFAULT_MODEL)
    except ModelError:
        return store.default()


def model_or_another(store: ModelStore, name: str) -> tuple[ModelFile, Text | None]:
    """The model of this name (see `choose_model`), or one that is there in its place.

    Returns:
        The model, and a sentence that says why it is not the wanted one; None if it is.

    Raises:
        ModelError: there is no model at all.
    """
    wanted = name or DEFAULT_MODEL
    try:
        return store.find(wanted), None
    except ModelError as error:
        other = choose_model(store, "")
        damaged = (one for one in store.problems() if f"{wanted}.onnx" in str(one))
        why = next(damaged, error)
        name = other.card.name
        return other, Text("{why} {name} listens in its place.", why=why, name=name)
