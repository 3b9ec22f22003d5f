"""What is in a data set: counts, balance, durations, splits and faults."""

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from tagger_app.audio.container import open_audio
from tagger_app.audio.probe import claimed_seconds
from tagger_app.core.errors import DecodeError
from tagger_app.core.fields import Category
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Fault,
    FaultKind,
    Recording,
    Tag,
    artists_in_two_splits,
)

MEASURED = 200
"""At most so many files are opened to estimate durations the index does not tell."""
_BAR = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One split; hours are None while no duration in it is known."""

    split: str
    recordings: int
    groups: int
    hours: float | None


@dataclass(frozen=True, slots=True)
class Balance:
    """One tag: recordings that have it, known not to have it, and unknown.

    `mean_value` is over those with a value in 0…1; a value from 0.5 on counts as having the tag,
    and so does a label.
    """

    category: str
    tag: str
    positives: int
    negatives: int
    unknown: int
    by_split: Mapping[str, int]
    mean_value: float | None


@dataclass(frozen=True, slots=True)
class Durations:
    """Seconds of the recordings whose duration is known, and how many those are."""

    known: int
    unknown: int
    shortest: float
    median: float
    longest: float
    total: float


@dataclass(frozen=True, slots=True)
class Description:
    """All that `describe` tells."""

    name: str
    recordings: int
    groups: int
    parts: Sequence[Part]
    balance: Sequence[Balance]
    labels_per_recording: float
    durations: Durations | None
    artists_in_two_splits: int
    faults: Mapping[str, int]
    faulty: Sequence[Fault]

    def to_json(self) -> str:
        """One JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)


def describe(data: DataSet, *, check: bool = False) -> Description:
    """Count, weigh and measure a data set.

    Args:
        data: as a reader yields it.
        check: open every audio file, so that all durations are known and files that cannot be
            opened are counted; otherwise up to `MEASURED` files are opened for their durations.
    """
    recordings, undecodable = measured(data.recordings, check=check)
    faults = (*data.faults, *undecodable)
    labels = sum(len(words) for r in recordings for words in r.labels.values())
    kinds = Counter(fault.kind for fault in faults)
    return Description(
        name=data.name,
        recordings=len(recordings),
        groups=len({r.group for r in recordings}),
        parts=_parts(recordings),
        balance=_balances(data, recordings),
        labels_per_recording=labels / max(len(recordings), 1),
        durations=_durations(recordings),
        artists_in_two_splits=len(artists_in_two_splits(recordings)),
        faults={kind.value: kinds[kind] for kind in FaultKind if kinds[kind]},
        faulty=faults,
    )


def measured(
    recordings: Sequence[Recording], *, check: bool
) -> tuple[list[Recording], list[Fault]]:
    """The recordings with durations as the containers claim them, without those that fail.

    Args:
        recordings: any.
        check: open all of them, else only an even selection of those without a duration.
    """
    without = [row for row, recording in enumerate(recordings) if not recording.seconds]
    step = max(len(without) / MEASURED, 1.0)
    some = {without[int(n * step)] for n in range(min(MEASURED, len(without)))}
    rows = range(len(recordings)) if check else some
    found: list[Recording] = []
    faults: list[Fault] = []
    for row, recording in enumerate(recordings):
        if row not in rows:
            found.append(recording)
            continue
        try:
            with open_audio(recording.path) as (container, stream):
                seconds = claimed_seconds(container, stream)
        except DecodeError as error:
            faults.append(Fault(FaultKind.UNDECODABLE, str(recording.path), error.detail))
        else:
            found.append(replace(recording, seconds=recording.seconds or seconds))
    return found, faults


def _parts(recordings: Sequence[Recording]) -> list[Part]:
    order = (TRAIN, VALIDATION, TEST)
    names = sorted(
        {r.split for r in recordings}, key=lambda s: (order.index(s) if s in order else 9, s)
    )
    parts = []
    for name in names:
        own = [r for r in recordings if r.split == name]
        known = [r.seconds for r in own if r.seconds]
        hours = sum(known) / len(known) * len(own) / 3_600 if known else None
        parts.append(Part(name, len(own), len({r.group for r in own}), hours))
    return parts


def _balances(data: DataSet, recordings: Sequence[Recording]) -> list[Balance]:
    labelled, known_otherwise = Counter[Tag](), Counter[Tag]()
    by_split: dict[Tag, Counter[str]] = defaultdict(Counter)
    asked = Counter[tuple[Category, frozenset[str]]]()
    values: dict[Tag, list[float]] = defaultdict(list)
    for recording in recordings:
        # Most recordings share one set of words, which is counted once and not word by word.
        own = {category: frozenset(words) for category, words in recording.asked.items()}
        asked.update(own.items())
        positive = {(c, word) for c, words in recording.labels.items() for word in words}
        for category, shares in recording.values.items():
            for word, value in shares.items():
                values[category, word].append(value)
                positive |= {(category, word)} if value >= 0.5 else set()
        valued = {(c, word) for c, shares in recording.values.items() for word in shares}
        labelled.update(positive)
        known_otherwise.update(t for t in positive | valued if t[1] not in own.get(t[0], ()))
        for tag in positive:
            by_split[tag][recording.split] += 1
    balances = []
    for tag in data.tags:
        category, word = tag
        known = known_otherwise[tag] + sum(
            count
            for (own_category, words), count in asked.items()
            if own_category is category and word in words
        )
        mean = sum(values[tag]) / len(values[tag]) if tag in values else None
        balances.append(
            Balance(
                category.value,
                word,
                labelled[tag],
                known - labelled[tag],
                len(recordings) - known,
                dict(by_split[tag]),
                mean,
            )
        )
    return balances


def _durations(recordings: Sequence[Recording]) -> Durations | None:
    known = [r.seconds for r in recordings if r.seconds]
    if not known:
        return None
    return Durations(
        len(known),
        len(recordings) - len(known),
        min(known),
        statistics.median(known),
        max(known),
        sum(known),
    )


def as_text(description: Description, *, most_faults: int = 5) -> str:
    """The description for people; `most_faults` of each kind are named."""
    d = description
    lines = [
        f"{d.name}: {_count(d.recordings, 'recording')} in {_count(d.groups, 'group')},"
        f" {d.labels_per_recording:.2f} labels each"
    ]
    if d.durations:
        t = d.durations
        of = f"{t.known:,} of {d.recordings:,} known" if t.unknown else "all known"
        lines.append(
            f"durations: {t.shortest:.1f} s shortest, {t.median:.1f} s median,"
            f" {t.longest:.1f} s longest ({of}); {t.total / 3_600:.2f} h known"
        )
    else:
        lines.append("durations: unknown")
    lines += ["", "split        recordings     groups      hours"]
    for part in d.parts:
        hours = "unknown" if part.hours is None else f"{part.hours:.2f}"
        name = part.split or "(none)"
        lines.append(f"{name:<11} {part.recordings:>11,} {part.groups:>10,} {hours:>10}")
    if d.artists_in_two_splits:
        lines.append(
            f"{_count(d.artists_in_two_splits, 'artist')} in more than one split: the split keeps"
            " groups apart, not artists"
        )
    lines += ["", *_balance_lines(d)]
    lines += ["", *_fault_lines(d, most_faults)]
    return "\n".join(lines)


def _balance_lines(d: Description) -> list[str]:
    splits = [part.split for part in d.parts if part.split]
    width = max([len(b.tag) for b in d.balance], default=0)
    columns = "".join(f"{split:>9}" for split in splits)
    lines = []
    for category in dict.fromkeys(b.category for b in d.balance):
        own = [b for b in d.balance if b.category == category]
        most = max(b.positives for b in own)
        least = min(b.positives for b in own)
        ratio = f", most to least {most / least:.1f}" if least else ""
        head = f"{category}: {_count(len(own), 'tag')}{ratio}"
        lines.append(
            f"{head}\n{'':<{width}} {'with':>9}{columns}{'without':>9}{'unknown':>9}  mean"
        )
        for b in own:
            parts = "".join(f"{b.by_split.get(split, 0):>9,}" for split in splits)
            mean = "      " if b.mean_value is None else f"{b.mean_value:6.2f}"
            bar = "#" * round(_BAR * b.positives / most) if most else ""
            lines.append(
                f"{b.tag:<{width}} {b.positives:>9,}{parts}{b.negatives:>9,}{b.unknown:>9,}"
                f"{mean}  {bar}".rstrip()
            )
        lines.append("")
    return lines[:-1]


def _fault_lines(d: Description, most: int) -> list[str]:
    if not d.faulty:
        return ["no faults"]
    lines = [f"{_count(len(d.faulty), 'fault')}:"]
    for kind, count in d.faults.items():
        lines.append(f"{kind}: {count:,}")
        named = [fault for fault in d.faulty if fault.kind == kind][:most]
        lines += [
            f"  {fault.where}{f' ({fault.detail})' if fault.detail else ''}" for fault in named
        ]
        if count > len(named):
            lines.append(f"  and {count - len(named):,} more")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
