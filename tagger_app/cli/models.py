"""The commands about models."""

import argparse
import json

from tagger_app.cli.printer import Printer
from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard
from tagger_app.inference.model_store import ModelStore
from tagger_app.pipeline.resources import choose_model


def show_models(store: ModelStore, name: str, options: argparse.Namespace, printer: Printer) -> int:
    """List the installed models, or show everything about one."""
    if options.action == "inspect":
        card = choose_model(store, name).card
        printer.result(json.loads(card.to_json()), _in_full(card))
        return 0
    for model in store.list():
        card = model.card
        record = {"name": card.name, "version": card.version, "tags": len(card.tags)}
        record["file"] = str(model.path)
        text = f"{card.name} {card.version}: {len(card.tags)} tags, {card.architecture}"
        printer.result(record, f"{text}\n  {model.path}")
    for problem in store.problems():
        printer.message(str(problem))
    return 0


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
    lines += [f"{name}: {value}" for name, value in card.metrics.items()]
    lines += [f"known failure: {text}" for text in card.known_failures]
    lines.append(f"training: {json.dumps(dict(card.training), ensure_ascii=False)}")
    return "\n".join(lines)
