"""The page about a run, or about a model file on a data set."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from tagger_app.core.model_card import ModelCard
from training.configuration import OptimizerOptions, Recipe, ScheduleOptions, Training
from training.evaluation.evaluate import Heard
from training.evaluation.hear import ModelFile
from training.evaluation.judgement import Judgement, judge
from training.evaluation.metrics import Floats
from training.models.network import Network
from training.reports.curves import AREAS, LOSSES, RATE, curves
from training.reports.filters import drawn_filters, first_filters
from training.reports.page import Section, facts, page, plots, tiles
from training.reports.sections import Judged, headline, judged_sections
from training.runs.folder import EpochRow, Run
from training.runs.left_out import heard_splits, left_out

PLAIN_THRESHOLD = 0.5
FACTORS = frozenset({"step", "exponential", "inverse_time", "plateau", "reference"})
"""Schedules whose learning rate goes down by factors."""


def run_report(run: Run, repeats: int = 1_000) -> str:
    """A finished run as one HTML page.

    Args:
        run: finished.
        repeats: draws for the confidence intervals.

    Raises:
        TaggerError: the run is not finished.
    """
    network, history = run.network(), run.history()
    judged = judged_run(run, repeats)
    sections = [_recipe(run, network, history)]
    if history and isinstance(run.recipe.learning, Training):
        sections.append(_training(run.recipe.learning, history))
    sections += judged_sections(judged, _filters(network))
    recordings = ", ".join(f"{count:,} {name}" for name, count in heard_splits(run).items())
    return page(
        run.recipe.title,
        f"{run.recipe.name} · {run.facts.data} · {len(run.tags)} tags · {recordings}",
        tiles(headline(judged.judgement)),
        sections,
        _footer(judged.judgement, repeats),
    )


def judged_run(run: Run, repeats: int = 1_000) -> Judged:
    """What a finished run's network says about its validation part; see `run_report`."""
    validation = run.validation()
    judgement = judge(
        validation.truth,
        validation.scores,
        run.tags,
        _thresholds(run),
        groups=[str(group) for group in validation.groups],
        exclusive=run.facts.exclusive,
        scales=[i for i, name in enumerate(run.activations) if name == "linear"],
        repeats=repeats,
    )
    return Judged(
        run.tags,
        run.activations,
        validation.truth,
        validation.scores,
        validation.embeddings,
        [str(title) for title in validation.titles],
        run.facts.exclusive,
        judgement,
    )


def evaluation_report(heard: Heard, judgement: Judgement, repeats: int = 1_000) -> str:
    """A model file judged on a data set as one HTML page.

    Args:
        heard: what the model says.
        judgement: its figures.
        repeats: draws behind the figures' intervals.
    """
    by_tag = {(tag.category, tag.name): tag.activation for tag in heard.card.tags}
    judged = Judged(
        heard.tags,
        [by_tag[tag] for tag in heard.tags],
        heard.truth,
        heard.scores,
        heard.embeddings,
        heard.titles,
        heard.exclusive,
        judgement,
    )
    return page(
        f"{heard.card.name} on {heard.data}",
        f"version {heard.card.version} · {heard.card.architecture} · {len(heard.tags)} of its"
        f" {len(heard.card.tags)} tags are in the data · {judgement.recordings:,} recordings",
        tiles(headline(judgement)),
        [_model(heard.card), *judged_sections(judged)],
        _footer(judgement, repeats),
    )


def _thresholds(run: Run) -> Floats:
    """[tags]: those of the run's model file; a plain one before it is written."""
    if not run.model_path.is_file():
        return np.full(len(run.tags), PLAIN_THRESHOLD, dtype=np.float32)
    card = ModelFile(run.model_path, 1).card
    return np.asarray([tag.threshold for tag in card.tags], dtype=np.float32)


def _recipe(run: Run, network: Network, history: Sequence[EpochRow]) -> Section:
    recipe = run.recipe
    weights = network.parameter_count()
    seconds = network.chunk_samples / network.sample_rate
    learned: dict[str, Any] = {
        "architecture": recipe.architecture,
        "options": recipe.options,
        "weights": weights,
        "hears": f"{seconds:.3g} s at {network.sample_rate:,} Hz",
        "without labels": asdict(recipe.unsupervised) if recipe.unsupervised else None,
        **_learning(recipe),
        "augmentations": recipe.augmentations or "none",
        "seed": run.facts.seed,
    }
    if history and not isinstance(recipe.learning, Training):
        learned |= {"loss": history[-1].train_loss, "validation loss": history[-1].val_loss}
    if history:
        learned["time"] = _duration(sum(row.seconds for row in history))
    body = f'<div class="plots"><div><h3>Recipe</h3>{facts(learned)}</div>'
    body += f"<div><h3>Data</h3>{facts(_data(run))}</div></div>"
    return Section("What was trained on what", body)


def _learning(recipe: Recipe) -> dict[str, Any]:
    if not isinstance(recipe.learning, Training):
        strength = recipe.learning.strength
        return {"learning": f"linear classifier of scikit-learn on embeddings, C = {strength:g}"}
    training = asdict(recipe.learning)
    optimizer, schedule = training.pop("optimizer"), training.pop("schedule")
    rate = {"learning_rate": optimizer.pop("learning_rate")}
    told = {name.replace("_", " "): value for name, value in training.items() if value}
    return {
        "optimiser": _named(optimizer, asdict(OptimizerOptions()), rate),
        "schedule": _named(schedule, asdict(ScheduleOptions()), {}),
        **told,
    }


def _named(
    options: dict[str, Any], defaults: Mapping[str, Any], always: Mapping[str, Any]
) -> dict[str, Any]:
    """The name and what is not as it always is."""
    chosen = {name: value for name, value in options.items() if value != defaults[name]}
    return {options["name"]: "", **always, **{k: v for k, v in chosen.items() if k != "name"}}


def _data(run: Run) -> dict[str, Any]:
    data = run.facts
    by_category: dict[str, list[str]] = {}
    for category, name in data.tags:
        by_category.setdefault(category.value, []).append(name)
    return {
        "data set": data.data,
        "recordings": heard_splits(run),
        "left out, as they cannot be heard": len(left_out(run)) or "none",
        **{f"{category} ({len(names)})": names for category, names in by_category.items()},
        "exclusive": sorted(category.value for category in data.exclusive),
        "fingerprint": data.fingerprint[:16],
        "software": data.versions,
    }


def _training(learning: Training, history: Sequence[EpochRow]) -> Section:
    losses = [row.val_loss for row in history]
    best = None
    if not learning.average_decay and not np.isnan(losses).all():
        best = history[int(np.nanargmin(losses))].epoch
    marked = f" The dashed line is epoch {best}." if best is not None else ""
    drawing = curves("loss", history, LOSSES, "loss", best=best)
    drawings = [(drawing, f"Loss on both parts.{marked}")]
    if not all(np.isnan(row.val_roc_auc) for row in history):
        drawing = curves("areas", history, AREAS, "mean over tags", best=best)
        drawings.append((drawing, "Areas under the curves on the validation part."))
    drawing = curves(
        "rate", history, RATE, "learning rate", by_powers=learning.schedule.name in FACTORS
    )
    drawings.append((drawing, "Learning rate at the end of each epoch."))
    lead = f"{len(history)} epochs, {history[-1].step:,} steps."
    if best is not None:
        lead += f" The weights are those of epoch {best}, whose validation loss is the lowest."
    return Section("Training", plots(drawings), lead)


def _filters(network: Network) -> list[Section]:
    filters = first_filters(network)
    if filters is None:
        return []
    drawing = [(drawn_filters("filters", filters), f"{filters.title}.")]
    lead = "What the first learned layer listens for, sorted by peak; the brighter, the more."
    return [Section("First-layer filters", plots(drawing), lead, half=True)]


def _model(card: ModelCard) -> Section:
    told = {
        "about": card.description,
        "licence": card.licence,
        "hears": f"{card.chunk_seconds:.3g} s at {card.sample_rate:,} Hz",
        **card.training,
        "known failures": " ".join(card.known_failures),
    }
    return Section("The model", facts(told))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _footer(judgement: Judgement, repeats: int) -> str:
    return (
        f"Measured on {judgement.recordings:,} recordings, whose chunks' scores were averaged."
        f" Confidence intervals: {repeats:,} bootstrap draws of whole groups of recordings (artists"
        " or albums); none where too few draws allow one."
    )
