from pathlib import Path

import pytest

from tagger_app.core.track import AudioFacts
from tagger_app.ui import words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Blue\u202e niarT", "Blue niarT"),  # right-to-left override
        ("one\r\ntwo\tthree", "one  two three"),
        ("\x00\x1b[31mred", "[31mred"),
        ("\ud800broken", "broken"),
        ("Мир · 世界", "Мир · 世界"),
    ],
)
def test_text_of_files_cannot_steer_its_display(text: str, shown: str) -> None:
    assert words.plain(text) == shown


def test_a_path_at_home_is_told_as_people_write_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert words.place(tmp_path / "Music" / "a.flac") == "~/Music/a.flac"
    assert words.place(Path("/mnt/tapes/a.flac")) == "/mnt/tapes/a.flac"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, ""), (7.4, "0:07"), (247.0, "4:07"), (3_750.0, "1:02:30")]
)
def test_durations(seconds: float, shown: str) -> None:
    assert words.duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(20.0, "under a minute"), (200.0, "3 min"), (5_040.0, "1 h 24 min")]
)
def test_time_left(seconds: float, shown: str) -> None:
    assert words.time_left(seconds) == shown


def test_facts_that_are_not_known_are_left_out() -> None:
    known = AudioFacts("flac", "flac", 44_100, 2, 900_400, 61.0)
    assert words.facts_line(known) == "FLAC · 44.1 kHz · stereo · 900 kb/s · 1:01"
    unknown = AudioFacts("mp3", "mp3", 48_000, 6, 0, 0.0)
    assert words.facts_line(unknown) == "MP3 · 48 kHz · 6 channels"
