"""Reads published checkpoints: state dicts of the reference networks, with their tag lists."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard, ModelTag
from tagger_app.core.vocabulary import Vocabulary
from training.export import export
from training.keras_weights import KERAS_ARCHITECTURES, read_keras
from training.models.names import ARCHITECTURES
from training.models.network import Network

PUBLISHED_THRESHOLD = 0.3
"""A guess: half the best F1 that the papers' precision-recall curves allow, rounded up."""
DUST = 1e-20
_RENAMED = {"fcn_elu": ("bn_init.", "spec_bn.")}
_COMPUTED = ("spec.spectrogram.window", "spec.mel_scale.fb", "hstft.spec.window")
"""Parts of the front end that a checkpoint may leave out; they follow from its settings."""
_ROUNDING = 1e-3
"""How far they may be from what they must be, if the checkpoint has them."""
_SEPARATOR = "---"
_CATEGORIES = {
    "genre": Category.GENRE,
    "instrument": Category.INSTRUMENT,
    "mood": Category.MOOD,
    "mood/theme": Category.MOOD,
}


def read_words(source: str) -> tuple[str, ...]:
    """The tags of `read_tags` without their categories."""
    return tuple(word for _, word in read_tags(source))


def read_tags(source: str) -> tuple[tuple[Category | None, str], ...]:
    """The tags of a checkpoint in output order, with their categories where the list tells them.

    Args:
        source: a text file with one tag a line, or a JSON file with a list of tags; with
            `FILE.json:KEY` the list is the entry KEY of the object in the file. A list's entries
            are words or objects with the key `tag` and perhaps `category`. MTG-Jamendo's words
            begin with their category: `genre---rock`.

    Raises:
        ModelError: the file cannot be read or holds no such list.
    """
    name, key = source, ""
    if not Path(source).is_file() and ":" in source:
        name, _, key = source.rpartition(":")
    try:
        text = Path(name).read_text(encoding="utf-8")
        if not name.endswith(".json"):
            lines = (line.strip() for line in text.splitlines())
            return _with_category([line for line in lines if line])
        found = json.loads(text)
        entries = found[key] if key else found
        if not isinstance(entries, list):
            raise ModelError(
                f"{name} is not a list of tags; name one of its entries, such as {name}:KEY"
                f" with KEY one of {', '.join(entries)}."
            )
        words = [_joined(entry) if isinstance(entry, dict) else str(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The tags cannot be read from {source}: {error!r}.") from None
    return _with_category(words)


def _joined(entry: Mapping[str, str]) -> str:
    category, word = entry.get("category"), str(entry["tag"])
    return f"{category}{_SEPARATOR}{word}" if category else word


def _with_category(words: Sequence[str]) -> tuple[tuple[Category | None, str], ...]:
    """Words and the categories that stand before them.

    Networks trained on MTG-Jamendo have their outputs in the alphabetical order of these words,
    whatever order the list in their source code has.
    """
    if any(_SEPARATOR in word for word in words) and list(words) != sorted(words):
        raise ModelError(
            "The tags of MTG-Jamendo (category---tag) are not in alphabetical order, in which its"
            " networks have their outputs; sort the list."
        )
    parts = (word.rpartition(_SEPARATOR) for word in words)
    return tuple((_CATEGORIES.get(category), word) for category, _, word in parts)


def read_state(path: Path) -> Mapping[str, Tensor]:
    """The tensors of a checkpoint; nothing else is ever unpickled.

    Raises:
        ModelError: the file is missing, damaged, or holds anything but a state dict.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise ModelError(f"The checkpoint cannot be read: {error}.") from None
    except Exception as error:  # noqa: BLE001 - torch.load raises many kinds for a damaged file
        raise ModelError(
            f"{path} is not a checkpoint that can be loaded safely: {str(error).splitlines()[0]}"
        ) from None
    if not isinstance(state, dict) or not all(isinstance(v, Tensor) for v in state.values()):
        raise ModelError(f"{path} holds no state dict (names with tensors).")
    return state


def load_published(path: Path, architecture: str, n_tags: int) -> Network:
    """A published network, ready to hear.

    Raises:
        ModelError: unknown architecture, or a tensor is missing, unexpected or of another shape.
    """
    if architecture not in ARCHITECTURES:
        known = ", ".join(sorted(ARCHITECTURES))
        raise ModelError(f"Architecture {architecture!r} is not known; known are {known}.")
    if architecture in KERAS_ARCHITECTURES:
        state = read_keras(path, architecture)
    else:
        state = dict(read_state(path))
    if architecture in _RENAMED:
        old, new = _RENAMED[architecture]
        state = {name.replace(old, new): tensor for name, tensor in state.items()}
    network = _matching_size(architecture, n_tags, state)
    expected = network.state_dict()
    for name, tensor in expected.items():
        counted = architecture in KERAS_ARCHITECTURES and name.endswith("num_batches_tracked")
        if name in _COMPUTED or counted:
            state.setdefault(name, tensor)
    problems = _mismatches(expected, state)
    if problems:
        listed = "; ".join(problems[:5]) + ("; …" if len(problems) > 5 else "")
        raise ModelError(f"{path} does not fit architecture {architecture}: {listed}.")
    network.load_state_dict({name: _without_dust(tensor) for name, tensor in state.items()})
    return network.eval()


def _without_dust(tensor: Tensor) -> Tensor:
    """Zero for what weight decay left of dead filters.

    Such subnormal products made the published MSD network five times slower on a CPU.
    """
    if not tensor.is_floating_point():
        return tensor
    return torch.where(tensor.abs() < DUST, torch.zeros_like(tensor), tensor)


def _matching_size(architecture: str, n_tags: int, state: Mapping[str, Tensor]) -> Network:
    """Some networks are published in several widths: take the checkpoint's."""
    options = {}
    if (
        architecture.startswith("musicnn")
        and "layer1.conv.bias" in state
        and "dense1.bias" in state
    ):
        channels, dense = state["layer1.conv.bias"].numel(), state["dense1.bias"].numel()
        options = {"channels": channels, "dense": dense}
    if architecture == "short_chunk" and "layer1.conv.bias" in state:
        options = {"width": state["layer1.conv.bias"].numel()}
    return ARCHITECTURES[architecture](n_tags, **options)


def _mismatches(expected: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> list[str]:
    problems = [f"{name} is missing" for name in expected if name not in found]
    problems += [f"{name} is unexpected" for name in found if name not in expected]
    for name, tensor in expected.items():
        if name in found and found[name].shape != tensor.shape:
            shapes = f"{tuple(found[name].shape)} instead of {tuple(tensor.shape)}"
            problems.append(f"{name} has shape {shapes}")
        elif name in found and not bool(torch.isfinite(found[name]).all()):
            problems.append(f"{name} has values that are not numbers")
        elif name in _COMPUTED and not torch.allclose(found[name], tensor, atol=_ROUNDING):
            problems.append(f"{name} is of another front end")
    return problems


def import_published(
    checkpoint: Path,
    architecture: str,
    tags: str,
    vocabulary: Vocabulary,
    licence: str,
    output: Path,
    category: Category | None = None,
) -> ModelCard:
    """Turn a published checkpoint into a model file.

    A tag's category is the one in its list, else `category`, else the first in which the vocabulary
    knows the word. Words the vocabulary knows get its spelling unless two of them mean the same
    tag; the second stays as it is, in the category "other", and so does a word of which nothing
    tells a category. Thresholds are not known: see `PUBLISHED_THRESHOLD`.

    Raises:
        ModelError: see `read_tags`, `load_published`, `training.export.export`.
    """
    words = [(told or category, word) for told, word in read_tags(tags)]
    network = load_published(checkpoint, architecture, len(words))
    card = ModelCard(
        name=checkpoint.stem,
        version="1",
        architecture=architecture,
        description=f"Published checkpoint {checkpoint.name} with the tags of {tags}.",
        licence=licence or "not stated; see where the checkpoint was published",
        sample_rate=network.sample_rate,
        chunk_samples=network.chunk_samples,
        embedding_width=network.embedding_width,
        tags=tuple(_card_tags(words, vocabulary)),
        front_end=network.front_end(),
        training={"imported from": checkpoint.name},
        known_failures=(f"No threshold was measured; every tag has {PUBLISHED_THRESHOLD}.",),
    )
    export(network, card, output)
    return card


def _card_tags(
    words: Sequence[tuple[Category | None, str]], vocabulary: Vocabulary
) -> Iterator[ModelTag]:
    taken: set[tuple[Category, str]] = set()
    for told, word in words:
        order = (told,) if told else (Category.GENRE, Category.MOOD, Category.INSTRUMENT)
        known = ((c, vocabulary.canonical(c, word)) for c in order)
        found = next(((c, name) for c, name in known if name), (told or Category.OTHER, word))
        if found in taken:
            found = (Category.OTHER, word)
        taken.add(found)
        careful = min(1.0, PUBLISHED_THRESHOLD + 0.2)
        yield ModelTag(found[1], found[0], PUBLISHED_THRESHOLD, careful)
