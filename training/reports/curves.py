"""How training went, epoch by epoch."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from training.reports.chart import ACCENT, MUTED, SECOND, drawing, logarithmic, whole_numbers
from training.runs.folder import EpochRow

Curves = Mapping[str, Callable[[EpochRow], float]]

LOSSES: Curves = {"training": lambda row: row.train_loss, "validation": lambda row: row.val_loss}
AREAS: Curves = {"ROC-AUC": lambda row: row.val_roc_auc, "PR-AUC": lambda row: row.val_pr_auc}
RATE: Curves = {"learning rate": lambda row: row.learning_rate}


def curves(
    name: str,
    history: Sequence[EpochRow],
    values: Curves,
    label: str,
    *,
    best: int | None = None,
    by_powers: bool = False,
) -> str:
    """Lines over epochs, as SVG; one that was never measured is left out.

    Args:
        name: see `Drawn.svg`.
        history: at least one epoch.
        values: what is drawn, by its name in the legend.
        label: of the vertical axis.
        best: an epoch to mark with a dashed line.
        by_powers: whether the vertical axis is logarithmic.
    """
    epochs = [row.epoch for row in history]
    told = []
    with drawing(2.7) as (figure, drawn):
        axes = figure.subplots()
        for colour, (title, value) in zip((ACCENT, SECOND), values.items(), strict=False):
            line = np.asarray([value(row) for row in history])
            if np.isnan(line).all():
                continue
            marker = "o" if len(line) < 16 else ""
            axes.plot(epochs, line, color=colour, label=title, marker=marker, markersize=3.5)
            told.append(f"{title} from {line[0]:.4g} to {line[-1]:.4g}")
        if best is not None:
            axes.axvline(best, color=MUTED, linewidth=1.0, linestyle=(0, (3, 3)))
        if by_powers:
            logarithmic(axes)
        axes.set(xlabel="epoch", ylabel=label)
        if len(values) > 1:
            figure.legend(loc="outside upper left", ncols=2)
        whole_numbers(axes)
    return drawn.svg(name, f"{label} over {len(history)} epochs: {', '.join(told)}")
