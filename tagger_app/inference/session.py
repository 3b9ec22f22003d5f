"""Opening a model with ONNX Runtime: on the graphics card where that really works, else the CPU."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tagger_app.core.errors import ModelError
from tagger_app.core.model_card import ModelCard
from tagger_app.core.texts import Text, reason
from tagger_app.inference.device import Device, has_cuda_device
from tagger_app.inference.model_store import load_model_file

Array = NDArray[np.float32]

_CUDA = "CUDAExecutionProvider"
_CPU = "CPUExecutionProvider"
_FATAL = 4


@dataclass(frozen=True, slots=True)
class ModelOutput:
    """What a model says about a batch of chunks.

    scores: [batch, tags]. embedding: [batch, width].
    spectrogram: [batch, mels, frames], log-mel in dB; None where not asked for or not there.
    """

    scores: Array
    embedding: Array
    spectrogram: Array | None


class Session:
    """An open model that has proven, on a dummy batch, that it runs and keeps its card's promises.

    card: the model's card. provider: ONNX Runtime's name of what runs it.
    device_note: the device in words for people, with the reason where it is not the one hoped for.
    """

    def __init__(
        self, card: ModelCard, session: onnxruntime.InferenceSession, device_note: Text
    ) -> None:
        self.card = card
        self.provider: str = session.get_providers()[0]
        self.device_note = device_note
        self._session = session
        self._has_spectrogram = "spectrogram" in {port.name for port in session.get_outputs()}

    def run(self, waveforms: Array, *, spectrogram: bool = False) -> ModelOutput:
        """Hear a batch of chunks, [batch, chunk_samples].

        Raises:
            ModelError: ONNX Runtime failed, or a score or embedding is not a finite number.
        """
        names = ["scores", "embedding"]
        if spectrogram and self._has_spectrogram:
            names.append("spectrogram")
        try:
            found = self._session.run(names, {"waveform": waveforms})
        except Exception as error:  # ONNX Runtime's errors have no common class but this
            raise _failed(self.card, error) from error
        output = ModelOutput(found[0], found[1], found[2] if len(found) > 2 else None)
        if not (np.isfinite(output.scores).all() and np.isfinite(output.embedding).all()):
            raise ModelError(
                "The model “{name}” returned values that are not numbers.", name=self.card.name
            )
        return output

    def spectrogram(self, waveforms: Array) -> Array | None:
        """The spectrograms alone, [batch, mels, frames] in dB; None where the model has none.

        Much cheaper than `run`: only that part of the graph is computed.

        Raises:
            ModelError: ONNX Runtime failed.
        """
        if not self._has_spectrogram:
            return None
        options = onnxruntime.RunOptions()
        options.only_execute_path_to_fetches = True
        try:
            found = self._session.run(["spectrogram"], {"waveform": waveforms}, options)
        except Exception as error:  # as above
            raise _failed(self.card, error) from error
        return np.asarray(found[0], np.float32)


def open_session(model: Path, device: Device = "auto", threads: int = 1) -> Session:
    """Open a model file.

    Args:
        model: the `.onnx` file; it is checked first.
        device: "auto" and "cuda" use the graphics card where a dummy batch proves that it works,
            and fall back to the CPU, with the reason in `device_note`.
        threads: of one batch, on the CPU.

    Raises:
        ModelError: the file is no valid model, or does not run on the CPU either.
    """
    card = load_model_file(model).card
    why = Text("as chosen") if device == "cpu" else _cuda_problem()
    if why is None:
        try:
            return _proven(card, _new_session(model, [_CUDA, _CPU], threads), Text("CUDA"))
        except _FellBackError:
            why = Text("the CUDA or cuDNN libraries are missing or do not fit")
        except ModelError as error:
            why = Text("CUDA failed: {error}", error=error)
    return _proven(card, _new_session(model, [_CPU], threads), Text("CPU ({why})", why=why))


def _cuda_problem() -> Text | None:
    """Why CUDA can't work here, found out without starting it; None if it may work."""
    if _CUDA not in onnxruntime.get_available_providers():
        return Text("this ONNX Runtime was built without CUDA")
    return None if has_cuda_device() else Text("no CUDA device found")


class _FellBackError(Exception):
    """ONNX Runtime silently took another provider than the one asked for."""


def _new_session(model: Path, providers: list[str], threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL
    onnxruntime.set_default_logger_severity(_FATAL)
    if _CUDA in providers:
        onnxruntime.preload_dlls()
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=providers)
    except Exception as error:  # ONNX Runtime's errors have no common class but this
        raise ModelError(
            "The model file {path} cannot be opened: {why}.", path=model, why=reason(error)
        ) from error
    if session.get_providers()[0] != providers[0]:
        raise _FellBackError
    return session


def _failed(card: ModelCard, error: Exception) -> ModelError:
    return ModelError(
        "The model “{name}” failed while running: {why}.", name=card.name, why=reason(error)
    )


def _proven(card: ModelCard, session: onnxruntime.InferenceSession, note: Text) -> Session:
    """A session after a dummy batch."""
    opened = Session(card, session, note)
    batch = 2
    output = opened.run(np.zeros((batch, card.chunk_samples), np.float32), spectrogram=True)
    expected: dict[str, tuple[Any, tuple[int, ...]]] = {
        "scores": (output.scores, (batch, len(card.tags))),
        "embedding": (output.embedding, (batch, card.embedding_width)),
    }
    if output.spectrogram is not None:
        mels = (batch, card.front_end.n_mels, output.spectrogram.shape[-1])
        expected["spectrogram"] = (output.spectrogram, mels)
    for name, (found, shape) in expected.items():
        if found.shape != shape:
            raise ModelError(
                "The model “{name}”: {output} has shape {found}, its card says {shape}.",
                name=card.name,
                output=name,
                found=found.shape,
                shape=shape,
            )
    return opened
