"""Store what the architectures say about a made-up sound with rule-made weights.

`python -m tests.training.store_golden_logits`, after an architecture was compared with the outputs
of the published one (`TAGGER_GOLDEN`, see `test_golden`).
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tests.training.rule_weights import golden_clip, set_rule_weights
from training.models.names import ARCHITECTURES

STORE = Path(__file__).parents[1] / "data" / "golden_logits.npz"
STORED = (
    "fcn",
    "musicnn",
    "crnn",
    "sample_cnn",
    "sample_cnn_se",
    "harmonic_cnn",
    "attention",
    "short_chunk",
    "short_chunk_res",
    "musicnn_pons",
    "vgg_pons",
    "crnn_choi",
    "fcn_elu",
)


def rule_made_logits(architecture: str) -> NDArray[np.float32]:
    """Logits [2, 50]."""
    network = ARCHITECTURES[architecture](50).eval()
    set_rule_weights(network)
    with torch.inference_mode():
        logits: NDArray[np.float32] = network(golden_clip(network.chunk_samples, 2)).logits.numpy()
    return logits


if __name__ == "__main__":
    np.savez_compressed(STORE, **{name: rule_made_logits(name) for name in STORED})  # type: ignore[arg-type]  # numpy types every keyword as a flag
