"""Recipes of systems: functions that return a complete configuration.

The only place where hyper-parameters are chosen; those of students taught by other networks are in
`training.distillation.recipes`. What a paper or its code tells is named; the rest is ours.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from training.configuration import (
    Linear,
    OptimizerOptions,
    Recipe,
    ScheduleOptions,
    Training,
    Unsupervised,
)


def baseline() -> Recipe:
    """Logistic regression on statistics of a mel-spectrogram: what every other has to beat."""
    return Recipe(
        "mel_statistics", "Mel statistics, logistic regression", "mel_statistics", Linear(0.03)
    )


def learned_features(name: str, title: str, unsupervised: Unsupervised) -> Recipe:
    """Features learned without labels, and logistic regression over them."""
    return Recipe(name, title, name, Linear(0.01), unsupervised=unsupervised)


def deep_belief_network() -> Recipe:
    """Hamel & Eck 2010: Boltzmann machines on top of each other, then gradient descent.

    The layers are theirs, see `training.features.dbn`; the machines learn as Hinton 2010 advises,
    see `training.features.boltzmann`. How long they learn, and all of the gradient descent, which
    here is over chunks and not over single frames, was chosen by us.
    """
    fine_tuning = Training(
        epochs=60,
        batch=16,
        optimizer=OptimizerOptions("nesterov", 0.1, momentum=0.9),
        schedule=ScheduleOptions("plateau", factor=0.2, patience=5),
        patience=15,
    )
    return Recipe(
        "dbn",
        "Deep belief network",
        "dbn",
        fine_tuning,
        unsupervised=Unsupervised(frames=50_000, epochs=5),
    )


def reference(name: str, title: str) -> Recipe:
    """Won et al. 2020, `solver.py`: Adam for 80 epochs, then Nesterov in three steps to the 200th.

    One chunk of every recording in each epoch, no augmentation.
    """
    learning = Training(
        epochs=200,
        batch=16,
        optimizer=OptimizerOptions("adam", 1e-4, weight_decay=1e-4),
        schedule=ScheduleOptions("reference"),
    )
    return Recipe(name, title, name, learning)


def sample_level(name: str, title: str, scales: tuple[str, ...] = ()) -> Recipe:
    """Lee et al. 2017: Nesterov from 0.01, a fifth after 3 epochs without progress, batches of 23.

    The paper goes through five rates. The networks over segments of Lee and Nam 2017 are taught
    the same way.
    """
    learning = Training(
        epochs=100,
        batch=23,
        optimizer=OptimizerOptions("nesterov", 0.01, weight_decay=1e-6, momentum=0.9),
        schedule=ScheduleOptions("plateau", factor=0.2, patience=3),
        patience=16,
    )
    return Recipe(name, title, name, learning, scales=scales)


def multi_scale() -> Recipe:
    """Lee & Nam 2017: three scales by themselves, then dense layers over all of their levels."""
    title = "Multi-level, multi-scale 1D CNN"
    return sample_level("multi_scale", title, ("segments_18", "segments_27", "segments_54"))


def recommending() -> Recipe:
    """Van den Oord et al. 2013 and Dieleman 2014: Nesterov on random crops.

    Theirs predicts factors of what people listen to, by squared error; ours learns tags, with the
    loss of tags. The rate is ours.
    """
    learning = Training(
        epochs=100,
        batch=32,
        optimizer=OptimizerOptions("nesterov", 0.01, momentum=0.9),
        schedule=ScheduleOptions("plateau", factor=0.2, patience=5),
        patience=15,
        clip=5.0,
    )
    return Recipe("dieleman", "1D CNN over mel bands (Dieleman)", "dieleman", learning)


def choi(name: str, title: str) -> Recipe:
    """Choi et al. 2016 and 2017: Adam until validation says stop. The rate is Adam's own."""
    learning = Training(
        epochs=100,
        batch=16,
        optimizer=OptimizerOptions("adam", 1e-3),
        schedule=ScheduleOptions("plateau", factor=0.5, patience=5),
        patience=15,
    )
    return Recipe(name, title, name, learning)


def pons(name: str, title: str) -> Recipe:
    """The settings of Pons' repository musicnn-training, with less patience.

    Its `config_file.py` has Adam from 0.001, weight decay 1e-5, batches of 32 random patches, one
    of every recording in an epoch, and a rate that is halved after 75 epochs without a lower
    validation loss, for 600 epochs at most. Ours is halved after 8, and stops after 25 or 150.
    """
    learning = Training(
        epochs=150,
        batch=32,
        optimizer=OptimizerOptions("adam", 1e-3, weight_decay=1e-5),
        schedule=ScheduleOptions("plateau", factor=0.5, patience=8),
        patience=25,
    )
    return Recipe(name, title, name, learning)


def ours(name: str, title: str) -> Recipe:
    """Our own: AdamW with a cosine, averaged weights, masked and mixed spectrograms."""
    learning = Training(
        epochs=60,
        batch=32,
        optimizer=OptimizerOptions("adamw", 2e-3, weight_decay=0.02),
        schedule=ScheduleOptions("cosine", warm_up=1.0),
        average_decay=0.99,
        mixed_precision=True,
        channels_last=True,
        clip=5.0,
    )
    return Recipe(name, title, name, learning, augmentations=("mixup", "spec_augment"))


def _named(family: Callable[..., Recipe], **titles: str) -> dict[str, Callable[[], Recipe]]:
    """The recipes of a family: name, which is also the architecture's, and title."""
    return {name: partial(family, name, title) for name, title in titles.items()}


_MACHINE = Unsupervised(frames=50_000, epochs=5)
_DICTIONARY = Unsupervised(frames=20_000, epochs=1)

RECIPES: Mapping[str, Callable[[], Recipe]] = {
    # features learned without labels, oldest idea first
    "mel_statistics": baseline,
    "mfcc_kmeans": partial(
        learned_features,
        "mfcc_kmeans",
        "MFCC, k-means codebook",
        Unsupervised(frames=100_000, epochs=5),
    ),
    "sparse_coding": partial(
        learned_features, "sparse_coding", "Sparse coding of mel blocks", _DICTIONARY
    ),
    "sparse_coding_cqt": partial(
        learned_features, "sparse_coding_cqt", "Sparse coding of constant-Q frames", _DICTIONARY
    ),
    "sparse_rbm": partial(learned_features, "sparse_rbm", "Sparse RBM of mel blocks", _MACHINE),
    "sparse_rbm_cqt": partial(
        learned_features, "sparse_rbm_cqt", "Sparse RBM of constant-Q frames", _MACHINE
    ),
    "dbn": deep_belief_network,
    # 1D networks over mel-spectrograms
    "dieleman": recommending,
    **_named(
        sample_level,
        segments_18="1D CNN over 18 frames",
        segments_27="1D CNN over 27 frames",
        segments_54="1D CNN over 54 frames",
    ),
    "multi_scale": multi_scale,
    # the waveform in frames
    **_named(
        sample_level,
        frames_1024="Frame-level CNN, 2⁵ × 1,024 samples",
        frames_512="Frame-level CNN, 2⁶ × 512 samples",
        frames_256="Frame-level CNN, 2⁷ × 256 samples",
        frames_729="Frame-level CNN, 3⁴ × 729 samples",
        frames_243="Frame-level CNN, 3⁵ × 243 samples",
        frames_81="Frame-level CNN, 3⁶ × 81 samples",
        frames_27="Frame-level CNN, 3⁷ × 27 samples",
        frames_9="Frame-level CNN, 3⁸ × 9 samples",
    ),
    # 2D networks over mel-spectrograms
    **_named(
        choi,
        k1c2="k1c2",
        k2c1="k2c1",
        k2c2="k2c2",
        fcn4="FCN-4",
        crnn_choi="CRNN (Choi)",
    ),
    **_named(
        pons,
        musicnn_pons="MusiCNN (Pons)",
        musicnn_pons_t="MusiCNN (Pons), filters over time only",
        musicnn_pons_f="MusiCNN (Pons), filters over frequency only",
        vgg_pons="VGG (Pons)",
    ),
    # the reference networks
    **_named(
        reference,
        fcn="FCN",
        fcn_128="FCN, 128 bands",
        fcn_elu="FCN-ELU",
        musicnn="MusiCNN",
        musicnn_128="MusiCNN, 128 bands",
        sample_cnn="SampleCNN",
        sample_cnn_se="SampleCNN, squeeze and excitation",
        crnn="CRNN",
        crnn_128="CRNN, 128 bands",
        attention="CNN with self-attention",
        harmonic_cnn="Harmonic CNN",
        short_chunk="Short-chunk CNN",
        short_chunk_res="Short-chunk CNN, residual",
    ),
    # our own
    **_named(
        ours,
        mel_resnet="Residual network over mel bands",
        mel_separable="Inverted residuals over mel bands",
        mel_attention="Convolutions over mel bands, self-attention over time",
    ),
}
"""Name → recipe, for the commands `train` and `recipes`."""


LAST_LAYER = Linear(0.03)
"""Of a published network that learns nothing else anew."""


_QUARTER = {
    **dict.fromkeys(("fcn", "fcn_128", "fcn_elu", "crnn", "crnn_128", "crnn_choi"), 16),
    **dict.fromkeys(("short_chunk", "short_chunk_res", "harmonic_cnn", "attention"), 32),
    **dict.fromkeys(("sample_cnn", "sample_cnn_se", "frames_9", "fcn4"), 32),
    "k1c2": 9,
    "k2c2": 22,
}
"""Recipe → a quarter of its width, where eight chunks take a core longer than 0.3 s."""
_QUARTER_MUSICNN = {"filters": 13, "channels": 16}


def small_set(recipe: Recipe) -> Recipe:
    """The same system for a few hundred recordings and a few minutes of a CPU.

    Published settings count on tens of thousands of recordings and days of a GPU; here every
    network gets the same: small batches, so that there are more steps, AdamW with a cosine from a
    tenth of an epoch's warm-up to 0, bfloat16, and the best of four looks at the validation part.
    Slow networks are a quarter as wide. So the Short-chunk CNN made 976 steps in two minutes, and
    303 in three with its own width; its mean ROC-AUC of moods on one fold of Emotify was 0.745 and
    0.727.
    """
    if isinstance(recipe.learning, Linear):
        return recipe
    learning = Training(
        epochs=4,
        batch=8,
        optimizer=OptimizerOptions("adamw", 1e-3, weight_decay=0.02),
        schedule=ScheduleOptions("cosine", warm_up=0.1),
        losses=recipe.learning.losses,
        mixed_precision=True,
        channels_last=True,
        clip=5.0,
    )
    narrow: dict[str, int] = {}
    if recipe.name in _QUARTER:
        narrow = {"width": _QUARTER[recipe.name]}
    elif recipe.name.startswith("musicnn"):
        narrow = _QUARTER_MUSICNN
    title = f"{recipe.title}, a quarter as wide" if narrow else recipe.title
    return replace(recipe, title=title, learning=learning, options={**recipe.options, **narrow})
