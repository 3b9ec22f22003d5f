"""A report on some tracks as one HTML file: counts, histograms, hardest tracks, failures."""

import heapq
import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.track import Track, TrackState
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack

_BINS = 20
_HARDEST = 30
_MOST_FAILED = 500
_BAR, _HEIGHT = 7, 36
_LEFT, _BELOW, _RIGHT = 10, 14, 40
"""Room around the bars for the numbers at the axes, in pixels."""
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
vertical-align:middle}table.s{width:auto}table.s td.n,table.s th.n{padding-left:2rem}
th{color:var(--f);font-weight:500}td.n,th.n{text-align:right;
font-variant-numeric:tabular-nums}p.f,td.f{color:var(--f)}td.p{overflow-wrap:anywhere}
small{color:var(--f);display:block}
svg{display:block}svg rect{fill:var(--a)}svg rect.c{opacity:.4}svg line{stroke:var(--t)}
svg line.x{stroke:var(--l)}svg text{fill:var(--f);font-size:10px}
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
    name: str
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
    failed: list[Track] = []
    failures = 0
    for review in tracks:
        total += 1
        states[review.track.state] += 1
        seconds += review.track.facts.duration if review.track.facts else 0.0
        for category in TAG_CATEGORIES:
            for chip in review.tags[category]:
                _count(tags[category].setdefault(chip.name, _Tag()), chip)
        if review.track.failure is not None and review.track.state is TrackState.FAILED:
            failures += 1
            failed += [review.track] if len(failed) < _MOST_FAILED else []
        hard = _hardness(review)
        if hard is not None:
            heapq.heappush(hardest, hard)
            if len(hardest) > _HARDEST:
                heapq.heappop(hardest)
    name = _text(title)
    stream.write(
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{name}</h1><p>{_tracks(total)}, {seconds / 3600:,.1f} hours"
        f' of known length.</p><p class="f">Made on {datetime.now().astimezone():%Y-%m-%d %H:%M}.'
        "</p>"
    )
    stream.writelines(_states(states))
    for category in TAG_CATEGORIES:
        stream.writelines(_category(category, tags[category]))
    stream.writelines(_hard_tracks(sorted(hardest, reverse=True)))
    stream.writelines(_failed_tracks(failed, failures))
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
            _name(review.track),
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
    yield '<h2>States</h2><table class="s"><tr><th>state</th><th class="n">tracks</th></tr>'
    for state in TrackState:
        if states[state]:
            name = state.value.replace("-", " ")
            yield f'<tr><td>{name}</td><td class="n">{states[state]:,}</td></tr>'
    yield "</table>"


def _category(category: Category, tags: dict[str, _Tag]) -> Iterator[str]:
    heads = "".join(f'<th class="n">{name}</th>' for name, _ in _STATUSES)
    yield f"<h2>{category.value.capitalize()}</h2>"
    shown = {name: tag for name, tag in tags.items() if any(tag.counts.values()) or any(tag.bins)}
    if not shown:
        yield '<p class="f">No tags.</p>'
        return
    yield f"<table><tr><th>tag</th>{heads}<th>how many tracks have which score,"
    yield " the highest bar's number, and the threshold; a pale bar is cut off</th></tr>"
    for name, tag in sorted(shown.items(), key=lambda pair: (-pair[1].counts.total(), pair[0])):
        cells = "".join(f'<td class="n">{tag.counts[status]:,}</td>' for status, _ in _STATUSES)
        yield f"<tr><td>{_text(name)}</td>{cells}<td>{_histogram(tag)}</td></tr>"
    yield "</table>"


def _histogram(tag: _Tag) -> str:
    """Bars of equal width above an axis from 0 to 1; the number is that of the highest bar.

    Most tracks have nothing to do with a tag: the first bar is as high as the highest of the
    others at most, and pale where it is cut off so.
    """
    first, *others = tag.bins
    most = max(others) or first
    if not most:
        return ""
    bars = []
    for place, count in enumerate(tag.bins):
        height = _HEIGHT * min(count / most, 1)
        if count:
            cut = ' class="c"' if count > most else ""
            bars.append(
                f'<rect{cut} x="{_LEFT + place * _BAR}" y="{_HEIGHT - height:.1f}"'
                f' width="{_BAR - 1}" height="{height:.1f}"><title>{place / _BINS:.2f} to'
                f" {(place + 1) / _BINS:.2f}: {_tracks(count)}</title></rect>"
            )
    width = _BINS * _BAR
    right = _LEFT + width
    tick = ""
    if tag.threshold is not None and tag.threshold <= 1:
        x = _LEFT + tag.threshold * width
        tick = (
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_HEIGHT}">'
            f"<title>threshold {tag.threshold:.2f}</title></line>"
        )
    axis = f'<line class="x" x1="{_LEFT}" x2="{right}" y1="{_HEIGHT}" y2="{_HEIGHT}"/>'
    scale = "".join(
        f'<text x="{_LEFT + place * width:.0f}" y="{_HEIGHT + 11}" text-anchor="middle">'
        f"{place:g}</text>"
        for place in (0, 0.5, 1)
    )
    top = f'<text x="{right + 3}" y="9">{most:,}</text>'
    what = f"{sum(tag.bins):,} scores"
    return (
        f'<svg role="img" aria-label="{what}" width="{right + _RIGHT}" height="{_HEIGHT + _BELOW}">'
        f"{axis}{''.join(bars)}{tick}{scale}{top}</svg>"
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
            f'<tr><td class="p">{_text(hard.name)}<small>{_text(hard.path)}</small></td>'
            f"<td>{_text(hard.tag)} ({hard.category})</td>"
            f'<td class="n">{hard.score:.2f}</td><td class="n">{hard.threshold:.2f}</td></tr>'
        )
    yield "</table>"


def _failed_tracks(failed: Sequence[Track], total: int) -> Iterator[str]:
    if not failed:
        return
    yield "<h2>Failed files</h2><table><tr><th>file</th><th>reason</th></tr>"
    for track in failed:
        reason = track.failure.detail if track.failure is not None else ""
        yield f'<tr><td class="p">{_text(str(track.path))}</td><td>{_text(reason)}</td></tr>'
    yield "</table>"
    if total > len(failed):
        yield f'<p class="f">And {total - len(failed):,} more.</p>'


def _name(track: Track) -> str:
    """Artist and title, as far as the file says them."""
    title = track.file_tags.title or track.path.stem
    return f"{track.file_tags.artist} – {title}" if track.file_tags.artist else title


def _tracks(count: int) -> str:
    return "1 track" if count == 1 else f"{count:,} tracks"


def _text(text: str) -> str:
    """Text of files as HTML; bytes that are no text are shown as escapes, controls not at all."""
    plain = text.encode("utf-8", "backslashreplace").decode()
    return html.escape("".join(c if c.isprintable() else " " for c in plain))
