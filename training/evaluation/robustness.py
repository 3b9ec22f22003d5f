"""How a model's figures change when the sound does, as in Won et al. 2020.

("Evaluation of CNN-based automatic music tagging models", arXiv 2006.00751.) They stretched time,
shifted pitch, compressed the dynamic range and added white noise. The amounts here are our own
choice: the code they published leaves them to the caller, so figures are not to be set beside
theirs.
"""

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.errors import DecodeError
from tagger_app.core.model_card import ModelCard
from tagger_app.core.vocabulary import Vocabulary
from training.augmentation.dynamics import profiled
from training.augmentation.noise import white_noise
from training.augmentation.tempo_and_pitch import shifted, stretched
from training.datasets.corpus import Decode, Waveform
from training.datasets.recording import DataSet
from training.evaluation.bootstrap import Interval, Rows, bootstrap_all
from training.evaluation.decisions import macro
from training.evaluation.evaluate import Hearing, hear
from training.evaluation.judgement import without_nan
from training.evaluation.metrics import Floats
from training.evaluation.views import pr_areas, roc_areas

LEAST_SAMPLES = 1_600
"""What is shorter stays as it is: there is nothing in it to stretch or to shift."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One way to alter every recording; `alter` takes samples and sample rate."""

    kind: str
    amount: str
    alter: Callable[[Waveform, int], Waveform]


@dataclass(frozen=True, slots=True)
class RobustnessRow:
    """Macro means over the tags under one condition, and how they differ from the clean sound.

    The differences are paired: the same recordings are drawn for both.
    """

    kind: str
    amount: str
    roc_auc: Interval
    pr_auc: Interval
    roc_auc_change: Interval
    pr_auc_change: Interval


@dataclass(frozen=True, slots=True)
class Robustness:
    """One model under all conditions, the clean sound first."""

    model: str
    data: str
    recordings: int
    tags: int
    rows: Sequence[RobustnessRow]

    def to_json(self) -> str:
        """One JSON object; what could not be measured is null."""
        return json.dumps(without_nan(asdict(self)), ensure_ascii=False, allow_nan=False)

    def as_markdown(self) -> str:
        """A table with intervals at 95 %."""
        title = f"{self.model} on {self.data}: {self.recordings} recordings, {self.tags} tags"
        lines = [
            title,
            "",
            "| sound | amount | ROC-AUC | change | PR-AUC | change |",
            "|---|---|---|---|---|---|",
        ]
        for row in self.rows:
            changed = row is not self.rows[0]
            roc, pr = (
                _signed(change) if changed else ""
                for change in (row.roc_auc_change, row.pr_auc_change)
            )
            lines.append(
                f"| {row.kind} | {row.amount} | {row.roc_auc} | {roc} | {row.pr_auc} | {pr} |"
            )
        return "\n".join(lines)


def _noisy(waveform: Waveform, sample_rate: int, snr_db: float) -> Waveform:
    """The noise follows from the sound, so that it is the same whenever that is heard."""
    rng = np.random.default_rng(zlib.crc32(waveform.tobytes()))
    return white_noise(waveform, sample_rate, snr_db, rng)


CONDITIONS: tuple[Condition, ...] = (
    *(
        Condition("time stretch", f"{2.0**power:.2f} × speed", partial(stretched, rate=2.0**power))
        for power in (-0.5, -0.25, 0.25, 0.5)
    ),
    *(
        Condition("pitch shift", f"{semitones:+d} semitones", partial(shifted, semitones=semitones))
        for semitones in (-2, -1, 1, 2)
    ),
    *(
        Condition("dynamic range compression", profile, partial(profiled, profile=profile))
        for profile in ("music light", "music standard", "film standard", "speech")
    ),
    *(
        Condition("white noise", f"{snr} dB SNR", partial(_noisy, snr_db=snr))
        for snr in (30, 20, 10, 0)
    ),
)


class _Altered:
    """A model that hears everything under a condition."""

    def __init__(self, model: Hearing, condition: Condition) -> None:
        self._model = model
        self._condition = condition

    @property
    def card(self) -> ModelCard:
        return self._model.card

    def hear(self, waveform: Waveform, most: int | None = None) -> tuple[Floats, Floats]:
        if len(waveform) < LEAST_SAMPLES:
            return self._model.hear(waveform, most)
        return self._model.hear(self._condition.alter(waveform, self.card.sample_rate), most)


def robustness(
    model: Hearing,
    data: DataSet,
    vocabulary: Vocabulary,
    decode: Decode,
    conditions: Sequence[Condition] = CONDITIONS,
    *,
    most_chunks: int | None = None,
    repeats: int = 200,
) -> tuple[Robustness, list[DecodeError]]:
    """Let a model hear every recording as it is and under each condition.

    Args:
        model: the model.
        data: the data set, in its own words.
        vocabulary: tells which words are the same tag.
        decode: (path, sample rate) → waveform.
        conditions: how the sound is altered.
        most_chunks: hear at most so many chunks of a recording.
        repeats: draws for the confidence intervals.

    Returns:
        The figures, and the files that cannot be heard.

    Raises:
        TaggerError: model and data set share no tag, or nothing can be heard.
    """
    models = [model, *(_Altered(model, condition) for condition in conditions)]
    heard, failures = hear(models, data, vocabulary, decode, most_chunks=most_chunks)
    truth, count = heard[0].truth.copy(), len(heard)
    truth[:, heard[0].scales] = np.nan

    def figures(drawn: Rows) -> NDArray[np.float64]:
        means = np.asarray(
            [
                [macro(area(truth[drawn], one.scores[drawn])) for area in (roc_areas, pr_areas)]
                for one in heard
            ]
        )
        return np.concatenate([means, means - means[0]], axis=1).ravel()

    intervals = bootstrap_all(figures, len(truth), groups=heard[0].groups, repeats=repeats)
    names = [("as it is", ""), *((one.kind, one.amount) for one in conditions)]
    rows = [
        RobustnessRow(*name, *intervals[4 * place : 4 * place + 4])
        for place, name in zip(range(count), names, strict=True)
    ]
    measured = int((~np.isnan(roc_areas(truth, heard[0].scores))).sum())
    return Robustness(model.card.name, data.name, len(truth), measured, rows), failures


def _signed(change: Interval) -> str:
    if np.isnan(change.low):
        return "" if np.isnan(change.estimate) else f"{change.estimate:+.3f}"
    return f"{change.estimate:+.3f} [{change.low:+.3f}, {change.high:+.3f}]"
