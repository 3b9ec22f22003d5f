"""Real files through a real ONNX session."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from onnx import helper
from onnx.reference import ReferenceEvaluator

from tagger_app.audio.chunks import Chunks
from tagger_app.audio.encode import write_audio
from tagger_app.core.errors import DecodeError, FileError, ModelError, Reason
from tagger_app.core.prediction import Coverage
from tagger_app.inference.session import Array, open_session
from tagger_app.inference.tagger import Tagger
from tests.samples import RATE, chirp, piece, tone, write_piece
from tests.tiny_model import CARD, FREQUENCIES, tiny_model

FULL = Coverage(None)


@pytest.fixture(scope="module")
def tagger(tiny_model: Path) -> Tagger:
    return Tagger(open_session(tiny_model, "cpu"))


@pytest.mark.parametrize("coverage", [FULL, Coverage(3)])
@pytest.mark.parametrize("tag", range(len(FREQUENCIES)))
def test_the_tag_whose_filter_hears_the_tone_wins(
    tagger: Tagger, tag: int, coverage: Coverage, tmp_path: Path
) -> None:
    path = tmp_path / "tone.flac"
    write_audio(path, tone(6, frequency=FREQUENCIES[tag]), RATE)
    prediction = tagger.hear(path, coverage).prediction
    assert int(np.argmax(prediction.scores)) == tag
    assert prediction.scores[tag] > 0.5


def test_a_track_is_the_mean_of_its_chunks(tagger: Tagger, tmp_path: Path) -> None:
    path = write_piece(tmp_path / "piece.ogg", seed=2, seconds=7.5)
    heard = tagger.hear(path, FULL)
    prediction = heard.prediction
    assert prediction.model == "tiny"
    assert prediction.coverage == FULL
    assert prediction.chunk_seconds == 1.0
    assert prediction.chunk_starts == pytest.approx([*range(7), 6.5], abs=0.01)
    chunk_scores = np.array(prediction.chunk_scores)
    assert chunk_scores.shape == (8, len(CARD.tags))
    np.testing.assert_allclose(prediction.scores, chunk_scores.mean(axis=0), rtol=1e-6)
    assert len(prediction.embedding) == CARD.embedding_width
    assert heard.facts.duration == pytest.approx(7.5, abs=0.01)
    assert heard.spectrogram is None


def test_scores_equal_those_of_onnx_on_the_same_chunks(
    tagger: Tagger, tiny_model: Path, tmp_path: Path
) -> None:
    path = write_piece(tmp_path / "piece.flac", seed=1, seconds=9)
    prediction = tagger.hear(path, Coverage(5)).prediction
    reference = ReferenceEvaluator(str(tiny_model))
    waveforms = np.concatenate(
        [
            batch.waveforms
            for batch in Chunks(path, CARD.sample_rate, CARD.chunk_samples, Coverage(5))
        ]
    )
    (scores,) = cast("list[Array]", reference.run(["scores"], {"waveform": waveforms}))
    np.testing.assert_allclose(np.array(prediction.chunk_scores), scores, atol=1e-4)


def test_hearing_twice_gives_the_same(tagger: Tagger, tmp_path: Path) -> None:
    path = write_piece(tmp_path / "piece.mp3", seed=3, seconds=20)
    for coverage in (FULL, Coverage(4)):
        assert tagger.hear(path, coverage) == tagger.hear(path, coverage)


def test_a_few_chunks_say_nearly_what_the_whole_track_says(tagger: Tagger, tmp_path: Path) -> None:
    path = write_piece(tmp_path / "piece.mp3", seed=4, seconds=40)
    whole = tagger.hear(path, FULL).prediction.scores
    some = tagger.hear(path, Coverage(12)).prediction.scores
    assert np.corrcoef(whole, some)[0, 1] > 0.95


def loudest_filters(levels: np.ndarray) -> list[int]:
    return [int(row) for row in np.argmax(levels, axis=0)]


def test_the_whole_spectrogram_follows_the_music(tagger: Tagger, tmp_path: Path) -> None:
    path = tmp_path / "rising.wav"
    notes = [tone(2.3, frequency=frequency) for frequency in FREQUENCIES]
    write_audio(path, np.concatenate(notes, axis=1), RATE)
    spectrogram = tagger.hear(path, FULL, spectrogram=True).spectrogram
    assert spectrogram is not None
    assert spectrogram.levels.dtype == np.uint8
    parts, mels, columns = spectrogram.levels.shape
    assert (parts, mels) == (1, len(FREQUENCIES))
    assert spectrogram.starts == (0.0,)
    assert spectrogram.part_seconds == pytest.approx(2.3 * 8)
    for number in range(8):
        middle = spectrogram.levels[0][:, int((number + 0.5) / 8 * columns)]
        assert int(np.argmax(middle)) == number
        assert spectrogram.frames_per_second * 2.3 * 8 == pytest.approx(columns)


def test_the_spectrogram_of_chunks_has_a_part_for_each(tagger: Tagger, tmp_path: Path) -> None:
    path = tmp_path / "chirp.wav"
    write_audio(path, chirp(30), RATE)
    heard = tagger.hear(path, Coverage(3), spectrogram=True)
    assert heard.spectrogram is not None
    assert heard.spectrogram.levels.shape[:2] == (3, len(FREQUENCIES))
    assert heard.spectrogram.starts == heard.prediction.chunk_starts
    loudest = [loudest_filters(part)[30] for part in heard.spectrogram.levels]
    assert loudest == sorted(loudest)
    assert loudest[0] < loudest[2]


@pytest.mark.parametrize("seconds", [0.005, 0.3, 1.0, 1.02, 200.0])
def test_the_spectrogram_covers_any_length(seconds: float, tagger: Tagger, tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    write_audio(path, tone(seconds, 8_000, channels=1), 8_000)
    spectrogram = tagger.hear(path, FULL, spectrogram=True).spectrogram
    assert spectrogram is not None
    columns = spectrogram.levels.shape[2]
    assert columns == max(1, min(4_000, int(seconds * 61)))
    loudest = loudest_filters(spectrogram.levels[0])
    assert seconds < 0.1 or loudest.count(2) > 0.9 * columns


def test_a_file_that_cannot_be_decoded_says_why(tagger: Tagger, tmp_path: Path) -> None:
    path = tmp_path / "words.mp3"
    path.write_text("words\n" * 999)
    with pytest.raises(DecodeError) as caught:
        tagger.hear(path, FULL)
    assert caught.value.reason is Reason.UNSUPPORTED


def test_scores_that_are_no_numbers_never_pass(tmp_path: Path) -> None:
    """The logarithm of a negative number is none, and silence is where it would come from."""
    model = tiny_model()
    index = next(i for i, node in enumerate(model.graph.node) if node.op_type == "Sigmoid")
    del model.graph.node[index]
    model.graph.node.append(helper.make_node("Sqrt", ["logits"], ["scores"]))
    path = tmp_path / "sqrt.onnx"
    path.write_bytes(model.SerializeToString())
    session = open_session(path, "cpu")
    music = tmp_path / "piece.wav"
    write_audio(music, piece(1, 2), RATE)
    with pytest.raises(FileError, match="not numbers") as caught:
        Tagger(session).hear(music, FULL)
    assert caught.value.path == music


def test_a_model_is_proven_before_it_is_trusted(tmp_path: Path) -> None:
    """Its graph declares no sizes; the dummy batch finds that the card is wrong."""
    model = tiny_model(replace(CARD, embedding_width=5))
    for port in (*model.graph.input, *model.graph.output):
        for place, dim in enumerate(port.type.tensor_type.shape.dim):
            dim.dim_param = f"{port.name}{place}"
    path = tmp_path / "vague.onnx"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(ModelError, match="embedding has shape"):
        open_session(path, "cpu")


def test_a_graph_that_onnx_runtime_refuses_is_a_model_error(tmp_path: Path) -> None:
    model = tiny_model()
    model.graph.node[3].op_type = "NoSuchOperator"
    path = tmp_path / "unknown.onnx"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(ModelError, match=r"unknown\.onnx"):
        open_session(path, "cpu")


def test_the_device_note_tells_device_and_reason(tiny_model: Path) -> None:
    assert str(open_session(tiny_model, "cpu").device_note) == "CPU (as chosen)"
    for device in ("auto", "cuda"):
        session = open_session(tiny_model, device)
        note = str(session.device_note)
        if session.provider == "CUDAExecutionProvider":
            assert note == "CUDA"
        else:
            assert note.startswith("CPU (")
            assert note != "CPU (as chosen)"
