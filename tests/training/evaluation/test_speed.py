"""How fast a network hears is told in seconds of sound per second."""

import torch

from training.evaluation.speed import times_real_time
from training.models.names import ARCHITECTURES


def test_a_network_over_frames_hears_faster_than_music_plays() -> None:
    torch.manual_seed(0)
    assert times_real_time(ARCHITECTURES["frames_1024"](3).eval(), repeats=2) > 1.0
