"""The commands about models."""

import argparse
import json
from typing import Any

from tagger_app.cli.printer import Printer
from tagger_app.core.fields import Category
from tagger_app.core.model_card import SPEED, ModelCard, figure
from tagger_app.inference.model_store import ModelFile, ModelStore
from tagger_app.pipeline.resources import choose_model


def show_models(store: ModelStore, name: str, options: argparse.Namespace, printer: Printer) -> int:
    """List the installed models, or show everything about one."""
    if options.action == "inspect":
        card = choose_model(store, name).card
        printer.result(json.loads(card.to_json()), _in_full(card))
        return 0
    models = store.list()
    usual = choose_model(store, "") if models else None
    for model in models:
        card = model.card
        tags = len(card.tags) - len(card.scales)
        record: dict[str, Any] = {
            "name": card.name,
            "version": card.version,
            "tags": tags,
            "size": model.size,
            SPEED: card.milliseconds,
            "default": model == usual,
            "licence": card.licence,
            "description": card.description,
            "file": str(model.path),
        }
        printer.result(record, "\n".join(_in_short(model, tags, usual=model == usual)))
    for problem in store.problems():
        printer.message(str(problem))
    return 0


def _in_short(model: ModelFile, tags: int, *, usual: bool) -> list[str]:
    card = model.card
    facts = [f"{tags} tags", card.architecture, f"{model.size / 1e6:.1f} MB"]
    if card.milliseconds is not None:
        facts.append(f"{card.milliseconds:.0f} ms of one core for 8 chunks")
    if usual:
        facts.append("listens unless you choose another")
    head = f"{card.name} {card.version}: {', '.join(facts)}"
    return [head, f"  {card.description}", f"  {model.path}"]


def _in_full(card: ModelCard) -> str:
    lines = [
        f"{card.name} {card.version}",
        card.description,
        f"architecture: {card.architecture}; licence of the weights: {card.licence}",
        f"hears chunks of {card.chunk_seconds:.2f} s at {card.sample_rate} Hz",
    ]
    for category in Category:
        tags = [(i, tag) for i, tag in card.tags_of(category) if not tag.is_scale]
        if not tags:
            continue
        lines.append(f"{category.value} (threshold, ROC-AUC, PR-AUC, positives)")
        for _, tag in tags:
            m = tag.metrics
            roc = "-" if m is None or m.roc_auc is None else f"{m.roc_auc:.2f}"
            area = "-" if m is None or m.pr_auc is None else f"{m.pr_auc:.2f}"
            count = "-" if m is None else str(m.positives)
            limit = "never" if tag.threshold > 1 else f"{tag.threshold:.2f}"
            lines.append(f"  {tag.name:<22}{limit:>5} {roc:>6} {area:>6} {count:>5}")
    if any(tag.threshold > 1 and not tag.is_scale for tag in card.tags):
        lines.append("never: this tag is scored but not suggested, as it is too often wrong")
    if card.scales:
        names = ", ".join(name for _, name in card.scales)
        lines.append(f"numbers from 0 to 1, shown and never suggested: {names}")
    lines += [f"{name}: {figure(value)}" for name, value in card.metrics.items()]
    lines += [f"known failure: {text}" for text in card.known_failures]
    lines.append(f"training: {json.dumps(dict(card.training), ensure_ascii=False)}")
    return "\n".join(lines)
