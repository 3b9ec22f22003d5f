"""The engine's child processes: what they hear, what they survive."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tagger_app.audio.encode import write_audio
from tagger_app.core.errors import ModelError, Reason
from tagger_app.core.prediction import Coverage
from tagger_app.inference.engine import Engine, FailedFile, HeardFile
from tagger_app.inference.session import open_session
from tagger_app.inference.tagger import Tagger
from tests.samples import RATE, tone, write_piece


@pytest.fixture(scope="module")
def engine(tiny_model: Path) -> Iterator[Engine]:
    with Engine(tiny_model, "cpu", workers=2) as engine:
        yield engine


def test_every_file_gives_its_prediction_or_its_reason(
    engine: Engine, tiny_model: Path, tmp_path: Path
) -> None:
    music = [write_piece(tmp_path / f"{seed}.flac", seed, 3) for seed in range(6)]
    words = tmp_path / "words.mp3"
    words.write_text("words\n" * 999)
    gone = tmp_path / "gone.ogg"
    done = [news for news in engine.hear([*music, words, gone], Coverage(2)) if news is not None]
    heard = {news.path: news.heard for news in done if isinstance(news, HeardFile)}
    failed = {news.path: news.failure for news in done if isinstance(news, FailedFile)}
    assert {path: failure.reason for path, failure in failed.items()} == {
        words: Reason.UNSUPPORTED,
        gone: Reason.MISSING,
    }
    assert all(failure.detail for failure in failed.values())
    tagger = Tagger(open_session(tiny_model, "cpu"))
    assert heard == {path: tagger.hear(path, Coverage(2)) for path in music}


def test_the_spectrogram_comes_when_asked_for(engine: Engine, tmp_path: Path) -> None:
    path = write_piece(tmp_path / "piece.ogg", seconds=3)
    coverage = Coverage(None)
    (news,) = [n for n in engine.hear([path], coverage, spectrogram=True) if n is not None]
    assert isinstance(news, HeardFile)
    assert news.heard.spectrogram is not None
    assert news.heard.spectrogram.levels.max() > 0


def test_a_sketch_shows_all_of_a_track(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "half.flac"
    sound = tone(60.0)
    sound[:, sound.shape[1] // 2 :] = 0
    write_audio(path, sound, RATE)
    (sketched,) = [news for news in engine.sketch(path) if news is not None]
    picture = sketched.spectrogram
    assert picture.starts == (0.0,)
    assert picture.part_seconds == pytest.approx(60.0, abs=0.1)
    loudest = picture.levels[0].max(axis=0).astype(int)
    columns = len(loudest)
    assert loudest[: columns // 2 - 4].min() > loudest[columns // 2 + 4 :].max() + 100
    (heard,) = [n for n in engine.hear([path], Coverage(None), spectrogram=True) if n is not None]
    assert isinstance(heard, HeardFile)
    assert heard.heard.spectrogram is not None
    assert picture.levels.max() == pytest.approx(int(heard.heard.spectrogram.levels.max()), abs=2)


def test_a_short_piece_and_a_broken_file_are_sketched_as_far_as_they_go(
    engine: Engine, tmp_path: Path
) -> None:
    short = write_piece(tmp_path / "short.ogg", seconds=0.3)
    (sketched,) = [news for news in engine.sketch(short) if news is not None]
    assert sketched.spectrogram.levels.size
    broken = tmp_path / "broken.mp3"
    broken.write_text("words\n" * 999)
    assert [news for news in engine.sketch(broken) if news is not None] == []


def test_files_are_taken_only_when_a_process_is_free(engine: Engine, tmp_path: Path) -> None:
    path = write_piece(tmp_path / "piece.wav", seconds=2)
    taken = []

    def paths() -> Iterator[Path]:
        for number in range(100):
            taken.append(number)
            yield path

    run = engine.hear(paths(), Coverage(2))
    assert isinstance(next(news for news in run if news is not None), HeardFile)
    run.close()
    assert len(taken) <= 5


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFO on Windows")
def test_special_files_are_refused_without_waiting(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "endless.mp3"
    os.mkfifo(path)
    (news,) = [news for news in engine.hear([path], Coverage(2)) if news is not None]
    assert isinstance(news, FailedFile)
    assert news.failure.reason is Reason.NOT_REGULAR


def test_the_device_is_told(engine: Engine) -> None:
    assert str(engine.device_note) == "CPU (as chosen)"


def test_closing_leaves_no_process(tiny_model: Path) -> None:
    before = set(multiprocessing.active_children())
    with Engine(tiny_model, "cpu", workers=2) as engine:
        assert engine.device_note
        assert len(set(multiprocessing.active_children()) - before) == 1
    assert set(multiprocessing.active_children()) <= before


def test_a_broken_model_is_an_error_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"no model at all")
    music = write_piece(tmp_path / "piece.wav", seconds=1)
    with Engine(path, "cpu", workers=2) as engine, pytest.raises(ModelError, match=r"broken\.onnx"):
        list(engine.hear([music] * 5, Coverage(2)))


def test_the_parent_loads_neither_decoder_nor_runtime() -> None:
    """The window's process must survive what they do to their own."""
    program = (
        "import sys; from tagger_app.inference import engine, model_store;"
        "sys.exit(' '.join(m for m in ('av', 'onnxruntime', 'PySide6') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""


@pytest.mark.skipif("TAGGER_ODD_FILES" not in os.environ, reason="names a folder of odd files")
def test_odd_files_are_heard_or_refused_with_a_reason(engine: Engine) -> None:
    """Files that crash decoders or lie; `TAGGER_ODD_FILES` names a folder of them."""
    folder = Path(os.environ["TAGGER_ODD_FILES"])
    files = [path for path in folder.rglob("*") if path.is_file()]
    for coverage in (Coverage(8), Coverage(None)):
        done = [news for news in engine.hear(files, coverage, spectrogram=True) if news]
        assert len(done) == len(files)
        internal = [
            news
            for news in done
            if isinstance(news, FailedFile) and news.failure.reason is Reason.INTERNAL
        ]
        assert internal == []
