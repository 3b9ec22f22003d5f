"""Each method does what its name says, against scikit-learn or the equation."""

import numpy as np
import pytest
import torch
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, sparse_encode

from training.configuration import Unsupervised
from training.features.boltzmann import MachineOptions, train_machine
from training.features.frames import Whitening, blocks, deltas, mean_of_maxima
from training.features.mfcc_kmeans import MfccKMeans
from training.features.network import draw
from training.features.sparse_coding import SparseCoding


def blobs(rows: int, width: int, kinds: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rng = np.random.default_rng(0)
    centres = 2.0 * rng.standard_normal((kinds, width))
    spread = 0.7 * rng.standard_normal((rows, width))
    return (centres[rng.integers(kinds, size=rows)] + spread).astype(np.float32)


def test_frames_count_for_the_nearest_codeword() -> None:
    network = MfccKMeans(2, codewords=8, coefficients=5)
    frames = blobs(2_000, 10, 8)
    network.learn(frames, Unsupervised(epochs=5), np.random.default_rng(0))
    standardised = network.standardisation(torch.from_numpy(frames))
    reference = KMeans(8, init=network.codebook.numpy(), n_init=1, max_iter=1).fit(standardised)
    reference.cluster_centers_ = network.codebook.numpy()
    nearest = reference.predict(standardised.numpy())
    shares = network.assign(torch.from_numpy(frames)[None])[0]
    assert np.array_equal(shares.argmax(dim=1), nearest)
    assert float(shares.max(dim=1).values.median()) > 0.999
    histogram = network.embed(torch.from_numpy(frames)[None])[0]
    np.testing.assert_allclose(histogram * 250, np.bincount(nearest, minlength=8), atol=25)
    assert float(histogram.sum()) == pytest.approx(8.0, abs=1e-3)


def test_sparse_codes_are_sparse_and_those_of_scikit_learn() -> None:
    network = SparseCoding(2, atoms=32, components=16, penalty=1.0, steps=200)
    frames = blobs(1_500, 320, 12)
    network.learn(frames, Unsupervised(epochs=3), np.random.default_rng(0))
    whitened = network.whitening(torch.from_numpy(frames[:40]))
    code = network.code(whitened)
    expected = sparse_encode(
        whitened.double().numpy(), network.dictionary.double().numpy(), alpha=1.0
    )
    np.testing.assert_allclose(code, expected, atol=0.02)
    assert float((code != 0).float().mean()) < 0.4
    rest = whitened - code @ network.dictionary
    assert float(rest.square().sum()) < 0.3 * float(whitened.square().sum())


def test_a_few_unrolled_steps_come_near_the_best_code() -> None:
    few, many = (SparseCoding(2, atoms=64, components=32, steps=steps) for steps in (12, 400))
    many.load_state_dict(few.state_dict())
    whitened = torch.randn(50, 32, generator=torch.Generator().manual_seed(0))

    def objective(network: SparseCoding) -> float:
        code = network.code(whitened)
        rest = whitened - code @ network.dictionary
        return float(0.5 * rest.square().sum() + code.abs().sum())

    assert objective(few) < 1.05 * objective(many)


def test_a_gaussian_machine_learns_to_reconstruct_with_few_units_on() -> None:
    frames = blobs(2_000, 12, 6)
    data = torch.from_numpy((frames - frames.mean(axis=0)) / frames.std(axis=0))
    options = MachineOptions(sparsity=0.1)
    machine = train_machine(data, 20, 12, options, np.random.default_rng(0), gaussian=True)
    assert machine.errors[-1] < 0.5 * machine.errors[0]
    on = torch.sigmoid(data @ machine.weight.t() + machine.bias)
    assert float(on.mean()) == pytest.approx(0.1, abs=0.05)


def test_a_binary_machine_learns_to_reconstruct() -> None:
    generator = torch.Generator().manual_seed(0)
    patterns = (torch.rand(4, 16, generator=generator) < 0.5).float()
    data = patterns[torch.randint(4, (1_000,), generator=generator)]
    options = MachineOptions(learning_rate=0.05)
    machine = train_machine(data, 10, 15, options, np.random.default_rng(0), gaussian=False)
    assert machine.errors[-1] < 0.3 * machine.errors[0]


def test_whitening_is_that_of_principal_components() -> None:
    frames = blobs(3_000, 12, 5)
    whitening = Whitening(12, 4)
    whitening.fit(frames)
    found = whitening(torch.from_numpy(frames)).numpy()
    expected = PCA(4, whiten=True).fit_transform(frames)
    np.testing.assert_allclose(np.abs(found), np.abs(expected), atol=0.05)
    np.testing.assert_allclose(np.cov(found, rowvar=False), np.eye(4), atol=0.03)


def test_blocks_hold_neighbouring_frames() -> None:
    bands = torch.arange(10.0).reshape(1, 2, 5)
    expected = torch.tensor([[[0, 5, 1, 6, 2, 7], [1, 6, 2, 7, 3, 8], [2, 7, 3, 8, 4, 9]]])
    assert torch.equal(blocks(bands, 3), expected.float())


def test_deltas_are_slopes() -> None:
    bands = torch.stack([torch.arange(9.0), 5.0 - 2.0 * torch.arange(9.0)])[None]
    slopes = deltas(bands)[0, :, 2:-2]
    np.testing.assert_allclose(slopes, [[1.0] * 5, [-2.0] * 5], atol=1e-6)


def test_pooling_takes_maxima_of_segments_and_their_mean() -> None:
    activations = torch.tensor([[[0.0], [4.0], [1.0], [2.0], [9.0]]])
    assert float(mean_of_maxima(activations, 2)) == 3.0
    assert float(mean_of_maxima(activations, 50)) == 9.0


def test_every_frame_is_as_likely_to_be_drawn() -> None:
    parts = [np.full((size, 1), number, np.float32) for number, size in enumerate((30, 50, 20))]
    counts = np.zeros(3)
    for seed in range(300):
        drawn = draw(parts, 10, np.random.default_rng(seed))
        assert drawn.shape == (10, 1)
        counts += np.bincount(drawn[:, 0].astype(int), minlength=3)
    np.testing.assert_allclose(counts / counts.sum(), [0.3, 0.5, 0.2], atol=0.04)
    assert len(draw(parts, 1_000, np.random.default_rng(0))) == 100
