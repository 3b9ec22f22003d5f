"""The model file of a finished run."""

from pathlib import Path

import numpy as np

from tagger_app.core.model_card import ModelCard, ModelTag, TagMetrics
from training.configuration import Training
from training.evaluation.calibrate import NEVER, thresholds
from training.evaluation.decisions import macro
from training.evaluation.metrics import Floats
from training.evaluation.views import pr_areas, roc_areas
from training.export import export
from training.models.network import Network
from training.runs.facts import recipe_to_json
from training.runs.folder import Run, Validation
from training.runs.left_out import heard_splits, left_out

LEAST_POSITIVES = 2
"""With fewer in the validation part a tag is never suggested."""
NOT_STATED = "not stated; see the data it was trained with"


def export_run(run: Run, path: Path, *, version: str = "1", licence: str = "") -> ModelCard:
    """Write the model file of a finished run.

    Args:
        run: with trained weights and what they say about the validation part.
        path: of the model file.
        version: of the model.
        licence: of the weights.

    Raises:
        TaggerError: the run is not finished.
        ModelError: see `training.export.export`.
    """
    network = run.network()
    card = card_of(run, network, run.validation(), version, licence)
    export(network, card, path)
    return card


def card_of(
    run: Run, network: Network, validation: Validation, version: str = "1", licence: str = ""
) -> ModelCard:
    """The card of a run's model: thresholds and figures are those of its validation part."""
    recipe, facts = run.recipe, run.facts
    ranked = validation.truth.copy()
    ranked[:, [name == "linear" for name in run.activations]] = np.nan
    roc, pr = roc_areas(ranked, validation.scores), pr_areas(ranked, validation.scores)
    tags = []
    for column, ((category, name), activation) in enumerate(
        zip(run.tags, run.activations, strict=True)
    ):
        known = ~np.isnan(validation.truth[:, column])
        truth, scores = validation.truth[known, column], validation.scores[known, column]
        measured = activation != "linear"
        balanced, careful = _thresholds(truth, scores) if measured else (NEVER, NEVER)
        metrics = TagMetrics(int((truth >= 0.5).sum()), _rounded(roc[column]), _rounded(pr[column]))
        tags.append(
            ModelTag(
                name,
                category,
                round(balanced, 3),
                round(careful, 3),
                activation,
                metrics if measured else None,
            )
        )
    return ModelCard(
        name=run.folder.resolve().name,
        version=version,
        architecture=recipe.architecture,
        description=f"{recipe.title}, trained with {facts.data}.",
        licence=licence or NOT_STATED,
        sample_rate=network.sample_rate,
        chunk_samples=network.chunk_samples,
        embedding_width=network.embedding_width,
        tags=tuple(tags),
        front_end=network.front_end(),
        training={
            "data": facts.data,
            "recordings": heard_splits(run),
            "left out, as they cannot be heard": len(left_out(run)),
            "split": "by groups, as the data set tells them: no group is in two parts",
            "data fingerprint": facts.fingerprint,
            "seed": facts.seed,
            "recipe": recipe_to_json(recipe),
            "epochs": len(run.history()) if isinstance(recipe.learning, Training) else 0,
            "software": dict(facts.versions),
        },
        metrics={
            "validation recordings": len(validation.truth),
            "macro ROC-AUC": _rounded(macro(roc)),
            "macro PR-AUC": _rounded(macro(pr)),
        },
        known_failures=(
            f"Thresholds were chosen on the same {len(validation.truth)} recordings the figures"
            " come from; on other music they are worse.",
        ),
    )


def _thresholds(truth: Floats, scores: Floats) -> tuple[float, float]:
    return thresholds(truth, scores, np.zeros(0, np.float32), LEAST_POSITIVES)


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)
