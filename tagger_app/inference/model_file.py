"""What a model file declares, read from its bytes and without running any of it.

An ONNX file is a protobuf message. Only the fields that matter for trust are read here, by their
numbers in `onnx.proto`.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tagger_app.core.errors import ModelError
from tagger_app.core.model_card import METADATA_KEY, ModelCard
from tagger_app.core.texts import Text, reason

MOST_FILE_BYTES = 512 * 2**20
MOST_ELEMENTS = 2**26
"""Of one tensor: 256 MB of float32."""
STANDARD_DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml"})

_FLOAT = 1
_EXTERNAL = 1

_Shape = tuple[int | None, ...] | None
"""None stands for a dimension that is not fixed, or for a shape that is not told."""


def read_model(path: Path) -> bytes:
    """The bytes of a model file.

    Raises:
        ModelError: it cannot be read, is empty or too large.
    """
    try:
        size = path.stat().st_size
        if not 0 < size <= MOST_FILE_BYTES:
            raise refused(
                path,
                Text(
                    "it has {size} bytes; up to {most} are allowed", size=size, most=MOST_FILE_BYTES
                ),
            )
        return path.read_bytes()
    except OSError as error:
        raise refused(path, Text("it cannot be read ({why})", why=reason(error))) from error


def refused(path: Path, why: Text) -> ModelError:
    """The error for a model file that is not trusted."""
    return ModelError(
        "The model file {path} cannot be used: {why}. Choose another model or install it again.",
        path=path,
        why=why,
    )


def read_card(path: Path, content: bytes) -> ModelCard:
    """The validated model card; the graph is not looked at.

    Raises:
        ModelError: no ONNX file, or its card is missing or breaks its contract.
    """
    try:
        for number, value in _fields(memoryview(content)):
            if number == 14:  # metadata_props
                entry = dict(_fields(_message(value)))
                if _text(entry.get(1, b"")) == METADATA_KEY:
                    return ModelCard.from_json(_text(entry.get(2, b"")))
    except _DamagedError as error:
        raise refused(path, Text("it is damaged or no ONNX file")) from error
    except ModelError as error:
        raise ModelError(
            "The model file {path} cannot be used. {problem} Choose another model or install it"
            " again.",
            path=path,
            problem=error,
        ) from error
    raise refused(path, Text("it has no model card"))


def check_graph(path: Path, content: bytes, card: ModelCard) -> None:
    """Check the graph against the card and that it is harmless to load.

    Raises:
        ModelError: inputs or outputs differ from the contract of `core.model_card`; other files are
            referred to; an operator is not standard or holds a graph of its own, which could run
            without end; a tensor is larger than 256 MB.
    """
    try:
        graphs = []
        for number, value in _fields(memoryview(content)):
            if number in {20, 25}:  # training_info, functions
                raise refused(path, Text("it brings functions of its own"))
            if number == 7:  # graph
                graphs.append(_message(value))
        if len(graphs) != 1:
            raise refused(path, Text("it holds no network"))
        _check_nodes(path, graphs[0])
        _check_ports(path, graphs[0], card)
    except _DamagedError as error:
        raise refused(path, Text("it is damaged or no ONNX file")) from error


def _check_nodes(path: Path, graph: memoryview) -> None:
    for number, value in _fields(graph):
        if number == 1:  # node
            _check_node(path, _message(value))
        elif number == 5:  # initializer
            _check_tensor(path, _message(value))
        elif number == 15:  # sparse_initializer
            raise refused(path, Text("it holds sparse weights"))


def _check_node(path: Path, node: memoryview) -> None:
    operator = domain = ""
    for number, value in _fields(node):
        if number == 4:
            operator = _text(value)
        elif number == 7:
            domain = _text(value)
        elif number == 5:  # attribute
            for kind, part in _fields(_message(value)):
                if kind in {6, 11}:  # a graph or graphs: If, Loop, Scan and their like
                    raise refused(path, Text("it holds loops or branches"))
                if kind in {5, 10}:  # a tensor or tensors
                    _check_tensor(path, _message(part))
                if kind in {22, 23}:  # sparse tensors
                    raise refused(path, Text("it holds sparse weights"))
    if domain not in STANDARD_DOMAINS:
        raise refused(
            path, Text("its operator {name} is not a standard one", name=f"{domain}.{operator}")
        )


def _check_tensor(path: Path, tensor: memoryview) -> None:
    elements = 1
    for number, value in _fields(tensor):
        if number == 1:  # dims, packed or one by one
            sizes = [value] if isinstance(value, int) else list(_numbers(value))
            elements *= math.prod(sizes)
        elif number == 13 or (number == 14 and value == _EXTERNAL):
            raise refused(path, Text("it keeps its weights in other files"))
    if elements > MOST_ELEMENTS:
        raise refused(path, Text("one of its tensors is too large"))


@dataclass(frozen=True, slots=True)
class _Port:
    """A declared input or output."""

    name: str
    element: int | None
    shape: _Shape


def _check_ports(path: Path, graph: memoryview, card: ModelCard) -> None:
    inputs = [_port(_message(value)) for number, value in _fields(graph) if number == 11]
    outputs = [_port(_message(value)) for number, value in _fields(graph) if number == 12]
    wanted: dict[str, _Shape] = {
        "waveform": (None, card.chunk_samples),
        "scores": (None, len(card.tags)),
        "embedding": (None, card.embedding_width),
        "spectrogram": (None, card.front_end.n_mels, None),
    }
    names = [port.name for port in outputs]
    if [port.name for port in inputs] != ["waveform"]:
        raise refused(
            path,
            Text("its input must be waveform, not {names}", names=[port.name for port in inputs]),
        )
    if sorted(names) not in (["embedding", "scores"], ["embedding", "scores", "spectrogram"]):
        raise refused(
            path, Text("its outputs must be scores and embedding, not {names}", names=names)
        )
    for port in (*inputs, *outputs):
        if port.element != _FLOAT or not _fits(port.shape, wanted[port.name]):
            raise refused(
                path,
                Text(
                    "{name} has shape {shape}, not as its card says",
                    name=port.name,
                    shape=port.shape,
                ),
            )
    if inputs[0].shape is None or inputs[0].shape[0] is not None:
        raise refused(path, Text("its batch size is fixed"))


def _fits(shape: _Shape, wanted: _Shape) -> bool:
    """Whether a declared shape allows the wanted one; what is not told is found out by running."""
    if shape is None or wanted is None:
        return True
    return len(shape) == len(wanted) and all(
        size is None or expected is None or size == expected
        for size, expected in zip(shape, wanted, strict=True)
    )


def _port(info: memoryview) -> _Port:
    name, element = "", None
    shape: _Shape = None
    for number, value in _fields(info):
        if number == 1:
            name = _text(value)
        elif number == 2:  # type
            for kind, tensor in _fields(_message(value)):
                if kind == 1:  # tensor_type
                    parts = dict(_fields(_message(tensor)))
                    found = parts.get(1)
                    element = found if isinstance(found, int) else None
                    shape = _dimensions(_message(parts[2])) if 2 in parts else None
    return _Port(name, element, shape)


def _dimensions(shape: memoryview) -> _Shape:
    sizes = []
    for number, value in _fields(shape):
        if number == 1:
            size = dict(_fields(_message(value))).get(1)
            sizes.append(size if isinstance(size, int) else None)
    return tuple(sizes)


# The wire format of protobuf: https://protobuf.dev/programming-guides/encoding/


class _DamagedError(Exception):
    """The bytes are no protobuf message."""


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """(field number, value) pairs: numbers for varints, views for everything with a length."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        kind = key & 7
        if kind == 0:
            value, position = _varint(message, position)
            yield key >> 3, value
            continue
        if kind == 2:
            length, position = _varint(message, position)
        elif kind in {1, 5}:
            length = 8 if kind == 1 else 4
        else:
            raise _DamagedError
        if position + length > len(message):
            raise _DamagedError
        yield key >> 3, message[position : position + length]
        position += length


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(message):
            raise _DamagedError
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise _DamagedError


def _numbers(packed: memoryview) -> Iterator[int]:
    position = 0
    while position < len(packed):
        value, position = _varint(packed, position)
        yield value


def _message(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise _DamagedError
    return value


def _text(value: int | memoryview | bytes) -> str:
    if isinstance(value, int):
        raise _DamagedError
    try:
        return bytes(value).decode()
    except UnicodeDecodeError as error:
        raise _DamagedError from error
