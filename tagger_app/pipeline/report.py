"""A report on some tracks as one HTML file: counts per tag, histograms, the hardest tracks."""

import heapq
import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.track import TrackState
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack

_BINS = 20
_HARDEST = 30
_BAR, _HEIGHT = 7, 36
_STATUSES = (
    ("in file", frozenset({ChipStatus.IN_FILE, ChipStatus.REMOVED, ChipStatus.EDITED})),
    ("suggested", frozenset({ChipStatus.SUGGESTED})),
    ("accepted", frozenset({ChipStatus.ACCEPTED, ChipStatus.ADDED})),
    ("rejected", frozenset({ChipStatus.REJECTED})),
)
_STYLE = """
:root{color-scheme:light dark;--b:#fff;--t:#1c1c1e;--f:#6b6b70;--l:#d8d8dc;--a:#2f6fde}
@media(prefers-color-scheme:dark){:root{--b:#1b1b1d;--t:#ececee;--f:#9a9aa0;--l:#3a3a3e;--a:#6ea0ff}}
body{background:var(--b);color:var(--t);font:15px/1.5 system-ui,sans-serif;margin:2rem auto;
max-width:70rem;padding:0 1rem}h1,h2{font-weight:600}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid var(--l);
vertical-align:middle}th{color:var(--f);font-weight:500}td.n,th.n{text-align:right;
font-variant-numeric:tabular-nums}p.f,td.f{color:var(--f)}td.p{overflow-wrap:anywhere}
svg rect{fill:var(--a)}svg line{stroke:var(--t)}
"""


@dataclass(slots=True)
class _Tag:
    """What there is of one tag."""

    counts: Counter[str] = field(default_factory=Counter)
    bins: list[int] = field(default_factory=lambda: [0] * _BINS)
    threshold: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class _Hard:
    """A track that was close to a threshold; `certainty` is the distance, negative for a heap."""

    certainty: float
    path: str
    category: str
    tag: str
    score: float
    threshold: float


def write_report(tracks: Iterable[ReviewTrack], title: str, stream: TextIO) -> int:
    """Write the report to a text stream; returns how many tracks it is about.

    One file that needs nothing beside it, in light and dark.
    """
    total, seconds = 0, 0.0
    states: Counter[TrackState] = Counter()
    tags: dict[Category, dict[str, _Tag]] = {category: {} for category in TAG_CATEGORIES}
    hardest: list[_Hard] = []
    for review in tracks:
        total += 1
        states[review.track.state] += 1
        seconds += review.track.facts.duration if review.track.facts else 0.0
        for category in TAG_CATEGORIES:
            for chip in review.tags[category]:
                _count(tags[category].setdefault(chip.name, _Tag()), chip)
        hard = _hardness(review)
        if hard is not None:
            heapq.heappush(hardest, hard)
            if len(hardest) > _HARDEST:
                heapq.heappop(hardest)
    name = _text(title)
    stream.write(
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{name}</h1><p>{total:,} tracks, {seconds / 3600:,.1f} hours"
        f' of known length.</p><p class="f">Made on {datetime.now().astimezone():%Y-%m-%d %H:%M}.'
        "</p>"
    )
    stream.writelines(_states(states))
    for category in TAG_CATEGORIES:
        stream.writelines(_category(category, tags[category]))
    stream.writelines(_hard_tracks(sorted(hardest, reverse=True)))
    stream.write("</body></html>\n")
    return total


def _count(tag: _Tag, chip: Chip) -> None:
    for name, statuses in _STATUSES:
        tag.counts[name] += chip.status in statuses
    if chip.score is not None:
        tag.bins[min(_BINS - 1, max(0, int(chip.score * _BINS)))] += 1
        tag.threshold = chip.threshold


def _hardness(review: ReviewTrack) -> _Hard | None:
    """The undecided tag of a track whose score is closest to its threshold."""
    open_ = (ChipStatus.SUGGESTED, ChipStatus.SCORED)
    close = [
        _Hard(
            -abs(chip.score - chip.threshold),
            str(review.track.path),
            category.value,
            chip.name,
            chip.score,
            chip.threshold,
        )
        for category in TAG_CATEGORIES
        for chip in review.tags[category]
        if chip.status in open_
        and chip.score is not None
        and chip.threshold is not None
        and chip.threshold <= 1
    ]
    return max(close, default=None)


def _states(states: Counter[TrackState]) -> Iterator[str]:
    yield '<h2>States</h2><table><tr><th>state</th><th class="n">tracks</th></tr>'
    for state in TrackState:
        if states[state]:
            yield f'<tr><td>{state.value}</td><td class="n">{states[state]:,}</td></tr>'
    yield "</table>"


def _category(category: Category, tags: dict[str, _Tag]) -> Iterator[str]:
    heads = "".join(f'<th class="n">{name}</th>' for name, _ in _STATUSES)
    yield f"<h2>{category.value.capitalize()}</h2>"
    shown = {name: tag for name, tag in tags.items() if any(tag.counts.values()) or any(tag.bins)}
    if not shown:
        yield '<p class="f">No tags.</p>'
        return
    yield f"<table><tr><th>tag</th>{heads}<th>scores from 0 to 1 (heights are square roots)"
    yield " and threshold</th></tr>"
    for name, tag in sorted(shown.items(), key=lambda pair: (-pair[1].counts.total(), pair[0])):
        cells = "".join(f'<td class="n">{tag.counts[status]:,}</td>' for status, _ in _STATUSES)
        yield f"<tr><td>{_text(name)}</td>{cells}<td>{_histogram(tag)}</td></tr>"
    yield "</table>"


def _histogram(tag: _Tag) -> str:
    """Bars of equal width; heights are square roots, so that few tracks are seen beside many."""
    most = max(tag.bins)
    if not most:
        return ""
    bars = []
    for place, count in enumerate(tag.bins):
        height = _HEIGHT * (count / most) ** 0.5
        if count:
            bars.append(
                f'<rect x="{place * _BAR}" y="{_HEIGHT - height:.1f}" width="{_BAR - 1}"'
                f' height="{height:.1f}"><title>{place / _BINS:.2f} to {(place + 1) / _BINS:.2f}:'
                f" {count:,} tracks</title></rect>"
            )
    tick = ""
    if tag.threshold is not None and tag.threshold <= 1:
        x = tag.threshold * _BINS * _BAR
        tick = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_HEIGHT}"/>'
    width = _BINS * _BAR
    what = f"{sum(tag.bins):,} scores"
    return (
        f'<svg role="img" aria-label="{what}" width="{width}" height="{_HEIGHT}">'
        f"{''.join(bars)}{tick}</svg>"
    )


def _hard_tracks(hardest: Sequence[_Hard]) -> Iterator[str]:
    yield "<h2>Hardest tracks</h2>"
    if not hardest:
        yield '<p class="f">Nothing undecided was heard.</p>'
        return
    yield '<p class="f">Undecided, with a score closest to its threshold.</p><table><tr>'
    yield '<th>track</th><th>tag</th><th class="n">score</th><th class="n">threshold</th></tr>'
    for hard in hardest:
        yield (
            f'<tr><td class="p">{_text(hard.path)}</td><td>{_text(hard.tag)}'
            f' ({hard.category})</td><td class="n">{hard.score:.2f}</td>'
            f'<td class="n">{hard.threshold:.2f}</td></tr>'
        )
    yield "</table>"


def _text(text: str) -> str:
    """Text of files as HTML; bytes that are no text are shown as escapes, controls not at all."""
    plain = text.encode("utf-8", "backslashreplace").decode()
    return html.escape("".join(c if c.isprintable() else " " for c in plain))
