"""The constant-Q spectrogram, on sinusoids and against its equation."""

import numpy as np
import pytest
import torch

from training.features.constant_q import LEVEL, ConstantQ, ConstantQOptions

OPTIONS = ConstantQOptions()


def test_every_pitch_peaks_in_its_bin_with_its_level() -> None:
    numbers = range(0, OPTIONS.bins, 7)
    time = torch.arange(2 * OPTIONS.sample_rate, dtype=torch.float64) / OPTIONS.sample_rate
    pitches = torch.tensor([OPTIONS.frequency(number) for number in numbers], dtype=torch.float64)
    sounds = 0.5 * torch.sin(2 * torch.pi * pitches[:, None] * time + 0.3)
    power = ConstantQ(OPTIONS)(sounds.float())
    middle = power[:, :, power.shape[2] // 2]
    assert middle.argmax(dim=1).tolist() == list(numbers)
    expected = np.full(len(numbers), (0.5 * LEVEL) ** 2)
    np.testing.assert_allclose(middle.max(dim=1).values, expected, rtol=0.01)


def test_a_bin_is_the_product_with_its_windowed_sinusoid() -> None:
    sound = np.random.default_rng(0).standard_normal(OPTIONS.sample_rate)
    power = ConstantQ(OPTIONS)(torch.from_numpy(sound).float()[None])[0]
    assert power.shape == (OPTIONS.bins, 1 + len(sound) // OPTIONS.hop_length)
    frame = 15
    offset = np.arange(len(sound)) - frame * OPTIONS.hop_length
    for number in (0, 11, 60, 159):
        frequency = OPTIONS.frequency(number)
        length = OPTIONS.quality * OPTIONS.sample_rate / frequency
        window = (np.abs(offset) < length / 2) * (0.5 + 0.5 * np.cos(2 * np.pi * offset / length))
        wave = np.exp(-2j * np.pi * frequency * offset / OPTIONS.sample_rate)
        expected = np.abs(np.sum(sound * window * wave) * 2 * LEVEL / window.sum()) ** 2
        assert float(power[number, frame]) == pytest.approx(expected, rel=1e-3)


def test_bins_that_cannot_be_heard_are_refused() -> None:
    with pytest.raises(ValueError, match="sample rate"):
        ConstantQ(ConstantQOptions(bins=170))
