"""CPU time of each stage of hearing a track, in one process with one thread."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx.utils
import onnxruntime

from tagger_app.audio.chunks import Chunks
from tagger_app.audio.probe import probe
from tagger_app.core.prediction import Coverage
from tagger_app.inference.session import Array, open_session


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Medians over tracks, in milliseconds of CPU time per track."""

    decode: float
    probe: float
    front_end: float
    network: float
    times_real_time: float

    @property
    def total(self) -> float:
        """All stages."""
        return self.decode + self.probe + self.front_end + self.network


def stage_times(model: Path, music: Sequence[Path], coverage: Coverage) -> StageTimes:
    """Time the stages one after the other on the same tracks."""
    session = open_session(model, "cpu")
    card = session.card
    front_end = _FrontEnd(model)
    rows = []
    speeds = []
    for path in music:
        decode = probing = hearing = mel = 0.0
        chunks = Chunks(path, card.sample_rate, card.chunk_samples, coverage)
        iterator = iter(chunks)
        while True:
            start = time.process_time()
            batch = next(iterator, None)
            decode += time.process_time() - start
            if batch is None:
                break
            start = time.process_time()
            session.run(batch.waveforms)
            hearing += time.process_time() - start
            start = time.process_time()
            front_end.run(batch.waveforms)
            mel += time.process_time() - start
        start = time.process_time()
        probe(path)
        probing = time.process_time() - start
        rows.append([1000 * seconds for seconds in (decode, probing, mel, hearing - mel)])
        speeds.append(chunks.duration / (decode + probing + hearing))
    decode, probing, mel, network = (
        statistics.median(column) for column in zip(*rows, strict=True)
    )
    return StageTimes(decode, probing, mel, network, statistics.median(speeds))


class _FrontEnd:
    """The part of a model from the waveform to the spectrogram; costs nothing where it has none."""

    def __init__(self, model: Path) -> None:
        self._session: onnxruntime.InferenceSession | None = None
        outputs = [port.name for port in onnx.load(str(model)).graph.output]
        if "spectrogram" not in outputs:
            return
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / "front-end.onnx"
            onnx.utils.extract_model(str(model), str(part), ["waveform"], ["spectrogram"])
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self._session = onnxruntime.InferenceSession(
                str(part), options, providers=["CPUExecutionProvider"]
            )
        self.run(np.zeros((1, self._session.get_inputs()[0].shape[1]), np.float32))

    def run(self, waveforms: Array) -> None:
        """Compute the spectrogram."""
        if self._session is not None:
            self._session.run(["spectrogram"], {"waveform": waveforms})
