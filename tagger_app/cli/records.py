"""Each result twice: as a JSON record and as a line or two of text."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tagger_app.catalog.journal import JournalledWrite
from tagger_app.cli.printer import clock, name_of
from tagger_app.core.changes import ChangeSet
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.policy import propose, suggest
from tagger_app.core.track import Failure, Tags, Track
from tagger_app.pipeline.events import TrackFailed, TrackWritten
from tagger_app.pipeline.review import Chip, ChipStatus
from tagger_app.pipeline.workbench import Workbench

Record = tuple[dict[str, Any], str]

_STATUS = {
    ChipStatus.IN_FILE: "in the file",
    ChipStatus.REMOVED: "in the file, to be removed",
    ChipStatus.EDITED: "in the file, to be changed",
    ChipStatus.ACCEPTED: "accepted",
    ChipStatus.ADDED: "added by hand",
    ChipStatus.REJECTED: "rejected",
    ChipStatus.SUGGESTED: "suggested",
    ChipStatus.SCORED: "not suggested",
}


def tagged(
    bench: Workbench, track_id: int, event: TrackWritten | TrackFailed | None = None
) -> Record:
    """What the model says about a track, and what writing it would change, or has changed.

    Args:
        event: what became of writing it, if that was tried.
    """
    track = bench.catalog.tracks.get(track_id)
    if track is None:
        raise LookupError(track_id)
    prediction = bench.catalog.predictions.of(track_id, bench.model_id())
    if prediction is None:
        record = _record(track.path, track.file_tags.tags, track.failure)
        return record, _failed(track.path, track.failure)
    card = bench.model.card
    suggestions = suggest(card, prediction.scores, bench.policy)
    names = {c: tuple(tag.name for tag in tags) for c, tags in suggestions.items()}
    before, failure = track.file_tags.tags, None
    if isinstance(event, TrackWritten):
        change = event.change
        before = change.inverse().applied_to(before)
    else:
        change = propose(before, names, bench.policy.mode, bench.vocabulary)
        failure = None if event is None else event.failure
    record = _record(track.path, before, failure)
    facts = track.facts
    if facts is not None:
        record["duration"] = round(facts.duration, 3)
        record["ends_early"] = facts.promised is not None
        record["promised"] = round(facts.promised, 3) if facts.promised else None
    record["scores"] = {
        category.value: {
            tag.name: round(prediction.scores[index], 4)
            for index, tag in card.tags_of(category)
            if not tag.is_scale
        }
        for category in Category
        if any(not tag.is_scale for _, tag in card.tags_of(category))
    }
    scales = {name: prediction.scores[index] for index, name in card.scales}
    record["scales"] = {name: round(value, 4) for name, value in scales.items()}
    record["suggested"] = {c.value: list(names[c]) for c in TAG_CATEGORIES}
    record["changes"] = _changes(change)
    lines = [name_of(track.path)]
    if facts is not None and facts.promised is not None:
        lines.append(f"  the file {_ending(facts.duration, facts.promised)}")
    for category in TAG_CATEGORIES:
        tags = ", ".join(f"{tag.name} {tag.score:.2f}" for tag in suggestions[category])
        lines.append(f"  {category.value:<11}{tags or 'not sure'}")
    if scales:
        places = ", ".join(f"{name} {value:.2f}" for name, value in scales.items())
        lines.append(f"  {'scales':<11}{places}")
    record["written"] = bool(change) and isinstance(event, TrackWritten)
    if failure is not None:
        lines.append(f"  not written: {failure.detail}")
    else:
        lines += _outcome(change, written=event is not None)
    return record, "\n".join(lines)


def track(entry: Track) -> Record:
    """A track of the catalog with its tags."""
    current = _current(entry.file_tags.tags)
    record = {
        "path": str(entry.path),
        "state": entry.state.value,
        "current": current,
        "error": _error(entry.failure),
    }
    tags = "; ".join(f"{c}: {', '.join(values)}" for c, values in current.items() if values)
    return record, f"{name_of(entry.path)} ({entry.state}) {tags}".rstrip()


def found(
    entry: Track, tags: Sequence[Chip] = (), scales: Mapping[str, float] = MappingProxyType({})
) -> Record:
    """A track that a query finds, and why.

    Args:
        tags: those that the query asks for.
        scales: those that it asks for, with the model's numbers.
    """
    record, line = track(entry)
    record["matches"] = [
        {
            "category": chip.category.value,
            "tag": chip.name,
            "status": chip.status.value,
            "score": None if chip.score is None else round(chip.score, 4),
        }
        for chip in tags
    ]
    record["scales"] = {name: round(value, 4) for name, value in scales.items()}
    lines = [line]
    for category in TAG_CATEGORIES:
        mine = ", ".join(_match(chip) for chip in tags if chip.category is category)
        if mine:
            lines.append(f"  {category.value:<11}{mine}")
    lines += [f"  {name:<11}{value:.2f}" for name, value in scales.items()]
    return record, "\n".join(lines)


def _match(chip: Chip) -> str:
    score = "" if chip.score is None else f" {chip.score:.2f}"
    return f"{chip.name}{score} ({_STATUS[chip.status]})"


def problem(path: Path, failure: Failure) -> Record:
    """A path that never became a track."""
    return _record(path, {}, failure), _failed(path, failure)


def written(event: TrackWritten | TrackFailed) -> Record:
    """One file of a write."""
    if isinstance(event, TrackFailed):
        refused: dict[str, Any] = {
            "path": str(event.path),
            "changes": {},
            "error": _error(event.failure),
        }
        return refused, f"refused  {name_of(event.path)}"
    record = {
        "path": str(event.path),
        "changes": _changes(event.change),
        "kept": list(event.kept),
        "error": None,
    }
    word = "written" if event.change else "same   "
    lines = [
        f"{word}  {name_of(event.path)}",
        *(f"  {line}" for line in _change_lines(event.change)),
    ]
    lines += [f"  {field}: left alone, it was changed since" for field in event.kept]
    return record, "\n".join(lines)


def journalled(row: JournalledWrite) -> Record:
    """One write of the journal."""
    record = {
        "id": row.id,
        "kind": row.kind.value,
        "time": row.made_at.isoformat(timespec="seconds"),
        "written": row.done,
        "refused": row.failed,
        "undone": row.undone,
    }
    counts = f"{row.done} written, {row.undone} undone, {row.failed} refused"
    return record, f"{row.id:>5}  {record['time']}  {row.kind:<5}  {counts}"


def _record(path: Path, tags: Tags, failure: Failure | None) -> dict[str, Any]:
    return {
        "path": str(path),
        "duration": None,
        "ends_early": False,
        "promised": None,
        "written": False,
        "scores": {},
        "scales": {},
        "suggested": {},
        "current": _current(tags),
        "changes": {},
        "error": _error(failure),
    }


def _current(tags: Tags) -> dict[str, list[str]]:
    return {c.value: list(tags.get(c.value, ())) for c in TAG_CATEGORIES}


def _error(failure: Failure | None) -> str | None:
    return None if failure is None else f"{failure.reason}: {failure.detail}"


def _outcome(change: ChangeSet, *, written: bool) -> list[str]:
    word = "written    " if written else "would write  "
    return [f"  {word}{line}" for line in _change_lines(change)] or ["  nothing to write"]


def _ending(duration: float, promised: float) -> str:
    whole = f" of {clock(promised)}" if promised else ""
    return f"ends early after {clock(duration)}{whole}; download or copy it again"


def _failed(path: Path, failure: Failure | None) -> str:
    return f"{name_of(path)}\n  failed     {_error(failure) or 'not heard'}"


def _changes(change: ChangeSet) -> dict[str, Mapping[str, list[str]]]:
    return {c.field: {"before": list(c.before), "after": list(c.after)} for c in change.changes}


def _change_lines(change: ChangeSet) -> list[str]:
    return [
        f"{c.field}: {', '.join(c.before) or '(none)'} → {', '.join(c.after) or '(none)'}"
        for c in change.changes
    ]
