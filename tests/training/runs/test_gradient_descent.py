"""What alters the mel-spectrograms of a step."""

import torch

from training.augmentation.names import augmentation
from training.datasets.batch import Batch
from training.runs.gradient_descent import mel_alteration


def test_two_alterations_of_a_spectrogram_choose_rows_independently() -> None:
    batch = Batch(torch.ones(64, 8, 16), torch.zeros(64, 1), torch.ones(64, 1))
    chosen = []
    for place, name in enumerate(("spec_augment", "mel_equaliser")):
        alter = mel_alteration(augmentation(name), place, 16_000, 0, ())
        altered = alter(batch, 0).waveform
        chosen.append((altered != batch.waveform).flatten(1).any(dim=1))
    same = (chosen[0] == chosen[1]).float().mean()
    assert 0.25 < same < 0.75
    again = mel_alteration(augmentation("mel_equaliser"), 1, 16_000, 0, ())
    assert torch.equal(again(batch, 0).waveform, altered)
