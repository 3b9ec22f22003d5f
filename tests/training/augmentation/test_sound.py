"""What each augmentation does to sound."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.samples import RATE, piece
from training.augmentation.dynamics import PROFILES, compression, profiled
from training.augmentation.echo import delayed, reverberated
from training.augmentation.filters import (
    band_pass,
    equaliser,
    high_pass,
    high_shelf,
    low_pass,
    low_shelf,
)
from training.augmentation.noise import babble_noise, pink, pink_noise, white_noise
from training.augmentation.tempo_and_pitch import pitch_shift, shifted, speed, time_stretch

HERTZ = 16_000
Floats = NDArray[np.float32]


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def sine(frequency: float, seconds: float = 2.0) -> Floats:
    time = np.arange(round(seconds * HERTZ)) / HERTZ
    return (0.4 * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def strongest(waveform: Floats) -> float:
    """The frequency of the spectrum's peak, away from the ends."""
    inner = waveform[HERTZ // 4 : -HERTZ // 4]
    size = 1 << 18
    spectrum = np.abs(np.fft.rfft(inner * np.hanning(len(inner)), size))
    return float(np.argmax(spectrum)) * HERTZ / size


def clicks(period: float, seconds: float = 4.0) -> Floats:
    """Short bursts of a 1 kHz tone, the first after half a period."""
    time = np.arange(round(seconds * HERTZ)) / HERTZ
    since = (time - period / 2) % period
    return (0.5 * np.sin(2 * np.pi * 1_000 * since) * np.exp(-since / 0.02)).astype(np.float32)


def spacing(waveform: Floats) -> float:
    """Seconds between onsets: the peak of the envelope's autocorrelation from 0.2 s on."""
    envelope = np.abs(waveform).reshape(-1, 40).mean(axis=1)  # 2.5 ms
    envelope = envelope - envelope.mean()
    spectrum = np.fft.rfft(envelope, 2 * len(envelope))
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: len(envelope) // 2]
    return (80 + int(np.argmax(likeness[80:]))) * 0.0025


def power(waveform: Floats) -> float:
    return float(np.mean(np.square(waveform, dtype=np.float64)))


def decibels(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


def band(waveform: Floats, low: float, high: float) -> float:
    spectrum = np.abs(np.fft.rfft(waveform)) ** 2
    frequency = np.fft.rfftfreq(len(waveform), 1 / HERTZ)
    return float(spectrum[(frequency >= low) & (frequency < high)].sum())


@pytest.mark.parametrize("semitones", [-4.0, -1.0, 0.5, 2.0, 4.0])
def test_a_shifted_sine_is_higher_by_the_ratio_and_as_long(semitones: float) -> None:
    plain = sine(440.0)
    higher = pitch_shift(plain, HERTZ, semitones, rng())
    assert len(higher) == len(plain)
    assert strongest(higher) == pytest.approx(440.0 * 2 ** (semitones / 12), rel=0.002)
    assert power(higher) == pytest.approx(power(plain), rel=0.2)


def test_a_shift_leaves_the_tempo_alone() -> None:
    assert spacing(shifted(clicks(0.4), HERTZ, 3.0)) == pytest.approx(0.4, abs=0.006)


@pytest.mark.parametrize("rate", [0.8, 1.25])
def test_stretching_moves_onsets_and_no_pitch(rate: float) -> None:
    beats = time_stretch(clicks(0.4), HERTZ, rate, rng())
    assert len(beats) == 4 * HERTZ
    assert spacing(beats[: 3 * HERTZ]) == pytest.approx(0.4 / rate, rel=0.02)
    tone = time_stretch(sine(440.0), HERTZ, rate, rng())
    assert len(tone) == 2 * HERTZ
    assert strongest(tone[: round(1.6 * HERTZ)]) == pytest.approx(440.0, rel=0.002)


def test_speed_moves_both() -> None:
    assert strongest(speed(sine(440.0), HERTZ, 1.1, rng())[:28_000]) == pytest.approx(
        484.0, rel=0.003
    )
    beats = speed(clicks(0.4), HERTZ, 0.9, rng())
    assert len(beats) == 4 * HERTZ
    assert spacing(beats) == pytest.approx(0.4 / 0.9, rel=0.02)


def test_filters_pass_what_they_should() -> None:
    noise = rng().normal(0, 0.1, 2 * HERTZ).astype(np.float32)

    def left(altered: Floats, low: float, high: float) -> float:
        return decibels(band(altered, low, high) / band(noise, low, high))

    treble = low_pass(noise, HERTZ, 2_000.0, rng())
    assert left(treble, 4_000, 8_000) < -20
    assert abs(left(treble, 50, 1_000)) < 0.5
    bass = high_pass(noise, HERTZ, 400.0, rng())
    assert left(bass, 0, 200) < -20
    assert abs(left(bass, 800, 8_000)) < 0.5
    middle = band_pass(noise, HERTZ, 3.0, rng())
    assert left(middle, 0, 90) < -20
    assert left(middle, 7_000, 8_000) < -10
    assert left(middle, 800, 1_000) > -2
    low = low_shelf(noise, HERTZ, 6.0, rng())
    assert left(low, 0, 40) == pytest.approx(6.0, abs=1.0)
    assert abs(left(low, 3_000, 8_000)) < 0.5
    high = high_shelf(noise, HERTZ, -9.0, rng())
    assert left(high, 7_500, 8_000) < -3
    assert abs(left(high, 0, 300)) < 0.5
    bent = equaliser(noise, HERTZ, 4.0, rng())
    assert max(abs(left(bent, f, 1.3 * f)) for f in (60, 150, 500, 1_500, 5_000)) > 1.0


def test_an_echo_comes_when_and_as_loud_as_it_should() -> None:
    click = np.zeros(HERTZ, dtype=np.float32)
    click[0] = 1.0
    echoes = delayed(click, HERTZ, 0.25, mix=0.5, feedback=0.4)
    assert echoes[[0, 4_000, 8_000, 12_000]] == pytest.approx([1.0, 0.5, 0.2, 0.08])
    assert np.count_nonzero(echoes) == 4


def test_a_room_fades_in_the_time_it_should() -> None:
    click = np.zeros(2 * HERTZ, dtype=np.float32)
    click[0] = 1.0
    room = reverberated(click, HERTZ, 1.0, 0.5, rng())
    assert room[0] == pytest.approx(1.0)
    assert np.sqrt(np.sum(room[1:] ** 2)) == pytest.approx(0.5, rel=0.01)

    def level(seconds: float) -> float:
        start = round(seconds * HERTZ)
        return decibels(power(room[start : start + HERTZ // 10]))

    assert level(0.1) - level(0.6) == pytest.approx(30.0, abs=1.5)


@pytest.mark.parametrize("alter", [white_noise, pink_noise, babble_noise])
@pytest.mark.parametrize("snr", [0.0, 20.0])
def test_noise_has_the_power_that_was_asked(
    alter: Callable[[Floats, int, float, np.random.Generator], Floats], snr: float
) -> None:
    plain = sine(440.0)
    noise = alter(plain, HERTZ, snr, rng()) - plain
    assert decibels(power(plain) / power(noise)) == pytest.approx(snr, abs=0.05)
    silent = np.zeros(HERTZ, dtype=np.float32)
    assert not alter(silent, HERTZ, snr, rng()).any()


def test_pink_noise_has_equal_power_in_octaves() -> None:
    noise = pink(8 * HERTZ, HERTZ, rng()).astype(np.float32)
    octaves = [band(noise, f, 2 * f) for f in (125, 500, 2_000)]
    assert max(octaves) / min(octaves) < 1.2


def loud_and_faint() -> Floats:
    """Two seconds of a tone, then two of the same 24 dB fainter."""
    tone = sine(440.0, 4.0)
    tone[2 * HERTZ :] *= 10 ** (-24 / 20)
    return tone


def dynamic_range(waveform: Floats) -> float:
    """dB between the end of the loud and the end of the faint part."""
    loud, faint = waveform[HERTZ : 2 * HERTZ], waveform[3 * HERTZ :]
    return decibels(power(loud) / power(faint))


def test_a_compressor_divides_the_dynamic_range() -> None:
    assert dynamic_range(loud_and_faint()) == pytest.approx(24.0, abs=0.1)
    assert dynamic_range(compression(loud_and_faint(), HERTZ, 2.0, rng())) == pytest.approx(
        12.0, abs=1.0
    )
    assert dynamic_range(compression(loud_and_faint(), HERTZ, 4.0, rng())) == pytest.approx(
        6.0, abs=1.0
    )


def test_profiles_lift_what_is_faint() -> None:
    lifted = {name: dynamic_range(profiled(loud_and_faint(), HERTZ, name)) for name in PROFILES}
    assert lifted["speech"] < lifted["music standard"] < lifted["film standard"] < 24.0
    # What is 21 dB below the mean is in the null band's neighbourhood of the light profile.
    assert lifted["music standard"] < lifted["music light"] < 24.0
    silent = np.zeros(HERTZ, dtype=np.float32)
    assert not profiled(silent, HERTZ, "speech").any()


def test_music_stays_music_at_any_level() -> None:
    music = piece(5, 3.0).mean(axis=0)[:: RATE // HERTZ].astype(np.float32)
    for loudness in (1e-4, 1.0):
        for alter, amount in ((pitch_shift, 2.0), (time_stretch, 0.9), (compression, 4.0)):
            altered = alter(music * np.float32(loudness), HERTZ, amount, rng())
            assert np.isfinite(altered).all()
            ratio = power(altered) / power(music * np.float32(loudness))
            assert 0.2 < ratio < 5.0, (alter.__name__, loudness)
