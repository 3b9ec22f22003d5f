"""Renders pieces part by part with FluidSynth, and mixes them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from tagger_app.core.errors import TaggerError
from training.datasets.general_midi.composing import Piece
from training.datasets.general_midi.midi_file import midi_file

Signal = NDArray[np.float32]

HELD_OUT_FONT = "TimGM6mb"
"""Kept for validation where others are there: sounds no training piece has."""
FONTS = {
    "FluidR3_GM": "sf2/FluidR3_GM.sf2",
    "MuseScore_General_Lite": "sf3/MuseScore_General_Lite.sf3",
    HELD_OUT_FONT: "sf2/TimGM6mb.sf2",
}
"""SoundFonts as Debian installs them, below a folder of sounds; the first is the main one."""
SOUNDS = Path("/usr/share/sounds")
_RENDER_RATE = 32_000  # what folds back from above 16 kHz stays above the 8 kHz that are kept
_GAP = 3.0  # seconds in which a part's reverberation dies away
_REMEDY = (
    "Install the Debian packages fluidsynth, fluid-soundfont-gm, musescore-general-soundfont-small"
    " and timgm6mb-soundfont (one SoundFont is enough to begin with)."
)


def sound_fonts(sounds: Path = SOUNDS) -> dict[str, Path]:
    """The SoundFonts there are, by name.

    Raises:
        TaggerError: there is none.
    """
    found = {name: sounds / path for name, path in FONTS.items() if (sounds / path).is_file()}
    if not found:
        raise TaggerError(f"There is no SoundFont below {sounds}. {_REMEDY}")
    return found


def render_parts(piece: Piece, font: Path, sample_rate: int) -> list[Signal]:
    """Every part alone, with its reverberation: [samples] each, of any loudness.

    Raises:
        TaggerError: FluidSynth is missing or fails, or the rate does not divide 32 kHz.
    """
    program = shutil.which("fluidsynth")
    if program is None:
        raise TaggerError(f"The program fluidsynth is missing. {_REMEDY}")
    if _RENDER_RATE % sample_rate:
        raise TaggerError(f"{sample_rate} Hz does not divide {_RENDER_RATE} Hz.")
    slot = piece.seconds + _GAP
    events = [e for place, part in enumerate(piece.parts) for e in part.events(place * slot)]
    with tempfile.TemporaryDirectory(prefix="general-midi-") as folder:
        score, sound = Path(folder) / "parts.mid", Path(folder) / "parts.raw"
        score.write_bytes(midi_file(events, slot * len(piece.parts)))
        command = [program, *_options(piece.room), "-F", str(sound), str(font), str(score)]
        ended = subprocess.run(  # noqa: S603 - the command is ours, no shell reads it
            command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        # It ends with 0 even where it could not read the SoundFont.
        failed = ended.returncode or "error" in ended.stderr or not sound.is_file()
        if failed or not sound.stat().st_size:
            raise TaggerError(f"fluidsynth failed with {font}: {ended.stderr.strip()[-500:]}")
        mono = np.fromfile(sound, dtype="<f4").reshape(-1, 2).mean(axis=1)
    wanted = round(slot * len(piece.parts) * _RENDER_RATE)
    mono = np.pad(mono, (0, max(wanted - len(mono), 0)))
    parts = []
    for place in range(len(piece.parts)):
        start = round(place * slot * _RENDER_RATE)
        alone = mono[start : start + round(piece.seconds * _RENDER_RATE)]
        low = resample_poly(alone, 1, _RENDER_RATE // sample_rate)
        parts.append(low.astype(np.float32))
    return parts


def _options(room: float) -> list[str]:
    settings = {
        "synth.dynamic-sample-loading": 1,
        "synth.polyphony": 256,
        "synth.reverb.active": 1,
        "synth.reverb.room-size": round(room, 3),
        "synth.reverb.level": 0.7,
        "synth.chorus.active": 1,
        "synth.default-soundfont": "",
        "player.reset-synth": 0,
    }
    options = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
    # No settings of the person's own: what is rendered follows from the piece alone.
    quiet = ["-n", "-i", "-q", "-f", os.devnull]
    return [*quiet, "-g", "0.3", "-r", str(_RENDER_RATE), "-O", "float", "-T", "raw", *options]


def mixed(piece: Piece, parts: Sequence[Signal], sample_rate: int) -> list[Signal]:
    """The parts at the levels they have in the piece; their sum has the peak of the piece."""
    scaled = [
        part * np.float32(10.0 ** (sounding.level / 20) / max(_loudness(part, sample_rate), 1e-6))
        for part, sounding in zip(parts, piece.parts, strict=True)
    ]
    peak = float(np.abs(np.sum(scaled, axis=0)).max())
    return [part * np.float32(piece.peak / max(peak, 1e-6)) for part in scaled]


def _loudness(signal: Signal, sample_rate: int) -> float:
    """Root of the mean power where the part plays (within 25 dB of its loudest quarter second)."""
    frame = sample_rate // 4
    frames = signal[: len(signal) // frame * frame].reshape(-1, frame)
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    return float(np.sqrt(power[power >= power.max() * 10**-2.5].mean()))
