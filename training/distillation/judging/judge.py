"""Judges model files, or a student that is not yet one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.configuration import Distillation
from training.distillation.distill import Sources, prepare
from training.distillation.judging.answers import answers
from training.distillation.judging.errors import Errors, worst_errors
from training.distillation.judging.figures import Figures, all_figures
from training.distillation.judging.material import material
from training.evaluation.hear import ModelFile

REPEATS = 1_000
RENDERS_FOLDER = "renders-for-validation"
"""In the scratch folder, unless another is named."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A model's figures and its worst errors against labels and teachers."""

    figures: Figures
    errors: tuple[Errors, Errors]


def judge(
    recipe: Distillation,
    sources: Sources,
    models: Sequence[ModelFile],
    renders: Path | None,
    repeats: int = REPEATS,
) -> list[Judged]:
    """Let models hear the recipe's validation part and measure them.

    Args:
        recipe: tells tags, teachers, and which artists are held out from training.
        sources: where everything is.
        models: at the recipe's sample rate.
        renders: see `material`.
        repeats: draws for the intervals.

    Raises:
        TaggerError: something cannot be read, or a model does not fit.
    """
    heard_alone = replace(recipe, variants=0, renders=0)  # what only training hears
    asked = material(recipe, sources, prepare(heard_alone, sources), renders)
    judged = []
    for model in models:
        said = answers(model.card, model.chunk_scores, asked, sources.vocabulary)
        judged.append(Judged(all_figures(asked, said, repeats), worst_errors(asked, said)))
    return judged
