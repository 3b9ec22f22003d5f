"""Files that end before they should: what is there is heard, and what is missing is told."""

from contextlib import suppress
from pathlib import Path

import pytest

from tagger_app.audio.chunks import Chunks
from tagger_app.audio.cut_off import is_cut_off, promised_seconds
from tagger_app.audio.encode import write_audio
from tagger_app.audio.probe import probe
from tagger_app.core.errors import DecodeError, Reason
from tagger_app.core.prediction import Coverage
from tests.samples import RATE, chirp

SECONDS = 16.0
PROMISING = (".aiff", ".flac", ".mka", ".mp3", ".tta", ".wav", ".wma", ".wv")
"""Containers that begin with their length."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file of each container, with all its sound."""
    folder = tmp_path_factory.mktemp("whole")
    found = {suffix: folder / f"a{suffix}" for suffix in (*PROMISING, ".m4a", ".ogg", ".opus")}
    for path in found.values():
        write_audio(path, chirp(SECONDS), RATE)
    return found


def _cut(path: Path, percent: int, folder: Path) -> Path:
    content = path.read_bytes()
    short = folder / f"{percent}{path.suffix}"
    short.write_bytes(content[: len(content) * percent // 100])
    return short


def _heard(path: Path, coverage: Coverage) -> tuple[float, float | None]:
    """The length in seconds that was heard, and what the file promises beyond it."""
    chunks = Chunks(path, 16_000, 16_000, coverage)
    assert list(chunks)
    facts = probe(path, measured=chunks.counted)
    return facts.duration, facts.promised


@pytest.mark.parametrize("coverage", [Coverage(None), Coverage(4)], ids=str)
@pytest.mark.parametrize("percent", [50, 90])
@pytest.mark.parametrize("suffix", PROMISING)
def test_a_file_that_promises_more_than_it_holds(
    suffix: str, percent: int, coverage: Coverage, whole: dict[str, Path], tmp_path: Path
) -> None:
    duration, promised = _heard(_cut(whole[suffix], percent, tmp_path), coverage)
    # Lossy encoders spend their bits unevenly, and the last frame is lost.
    assert duration == pytest.approx(SECONDS * percent / 100, abs=2.5)
    assert promised == pytest.approx(SECONDS, abs=0.2)


@pytest.mark.parametrize("suffix", [".ogg", ".opus"])
def test_a_file_that_ends_within_a_page_ends_early_nobody_knows_by_how_much(
    suffix: str, whole: dict[str, Path], tmp_path: Path
) -> None:
    assert _heard(_cut(whole[suffix], 50, tmp_path), Coverage(4))[1] == 0.0


def test_a_whole_file_promises_nothing_more(whole: dict[str, Path]) -> None:
    found = {suffix: _heard(path, Coverage(4)) for suffix, path in whole.items()}
    assert {promised for _, promised in found.values()} == {None}
    assert {
        suffix for suffix, (seconds, _) in found.items() if abs(seconds - SECONDS) > 0.1
    } == set()


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".aiff"])
def test_what_follows_the_audio_does_not_hide_that_nothing_is_missing(
    suffix: str, whole: dict[str, Path], tmp_path: Path
) -> None:
    longer = tmp_path / f"longer{suffix}"
    longer.write_bytes(whole[suffix].read_bytes() + b"\0" * 5000)
    assert _heard(longer, Coverage(4))[1] is None


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF, 0])
def test_a_recording_whose_length_was_never_filled_in_promises_nothing(
    size: int, whole: dict[str, Path], tmp_path: Path
) -> None:
    content = bytearray(whole[".wav"].read_bytes())
    place = content.index(b"data") + 4
    content[4:8] = content[place : place + 4] = size.to_bytes(4, "little")
    path = tmp_path / "stream.wav"
    path.write_bytes(content)
    duration, promised = _heard(path, Coverage(4))
    assert promised is None
    assert duration == pytest.approx(SECONDS, abs=0.1)


@pytest.mark.parametrize(
    ("suffix", "size"),
    [
        *((".m4a", 20), (".m4a", 4000), (".m4a", -2000), (".flac", 20), (".flac", 400)),
        *((".ogg", 40), (".opus", 400), (".wma", 400), (".wav", 20), (".aiff", 20)),
    ],
)
def test_a_file_cut_off_before_its_audio_can_be_read_says_so(
    suffix: str, size: int, whole: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / f"short{suffix}"
    path.write_bytes(whole[suffix].read_bytes()[:size])
    with pytest.raises(DecodeError) as error:
        list(Chunks(path, 16_000, 16_000, Coverage(4)))
    assert error.value.reason is Reason.CUT_OFF
    assert "Download or copy it again" in error.value.detail


def test_a_file_cut_off_within_its_picture_says_so(tmp_path: Path) -> None:
    path = tmp_path / "short.mp3"
    path.write_bytes(b"ID3\x04\0\0\0\x10\0\0" + b"APIC" + b"\0" * 5000)
    with pytest.raises(DecodeError) as error:
        probe(path)
    assert error.value.reason is Reason.CUT_OFF


@pytest.mark.parametrize("suffix", [".m4a", ".wma", ".flac", ".ogg"])
def test_sizes_that_cannot_be_are_no_reason_to_give_up(
    suffix: str, whole: dict[str, Path], tmp_path: Path
) -> None:
    content = bytearray(whole[suffix].read_bytes()[:3000])
    for place in range(0, 120, 4):
        lying = content.copy()
        lying[place : place + 8] = b"\xff" * 8
        path = tmp_path / f"lying{place}{suffix}"
        path.write_bytes(lying)
        with suppress(DecodeError):
            probe(path)
        is_cut_off(path)
        assert promised_seconds(path) >= 0


def test_a_box_of_impossible_size_says_nothing_beyond_the_end(tmp_path: Path) -> None:
    path = tmp_path / "huge.m4a"
    huge = b"\0\0\0\1mdat" + b"\xff" * 8
    path.write_bytes(b"\0\0\0\x10ftypM4A \0\0\0\0" + huge)
    assert is_cut_off(path)
    header = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + b"\xff" * 8 + bytes(6)
    path.write_bytes(header + bytes(16) + b"\xff" * 8 + bytes(100))
    assert is_cut_off(path)
    assert promised_seconds(path) == 0


def test_an_asf_length_is_believed_only_where_bytes_are_missing(
    whole: dict[str, Path], tmp_path: Path
) -> None:
    content = bytearray(whole[".wma"].read_bytes())
    place = content.index(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")) + 64
    content[place : place + 8] = (4_000_000_000).to_bytes(8, "little")
    path = tmp_path / "lying.wma"
    path.write_bytes(content)
    assert promised_seconds(path) == 0


@pytest.mark.parametrize("suffix", [".flac", ".mp3", ".m4a", ".ogg", ".wav"])
def test_an_empty_file_is_called_empty(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"empty{suffix}"
    path.touch()
    with pytest.raises(DecodeError, match="The file is empty"):
        list(Chunks(path, 16_000, 16_000, Coverage(4)))


def test_what_is_no_music_at_all_is_not_called_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "text.m4a"
    path.write_bytes(b"this is no music at all, and nothing is missing\n" * 50)
    with pytest.raises(DecodeError) as error:
        probe(path)
    assert error.value.reason is Reason.UNSUPPORTED
    assert "convert it" in error.value.detail
