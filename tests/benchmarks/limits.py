"""What is wanted of the window, beside what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass

BUSY = 1.0
"""From this load on a machine is busy: by the clock, nothing can be told of a program there."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a figure may be: by name as measured, in words, in a unit."""

    name: str
    what: str
    most: float
    unit: str


LIMITS = (
    Limit("usable", "window usable after the start", 2_000, "ms"),
    Limit("standstill", "longest standstill, scrolling and sorting", 50, "ms"),
    Limit("search", "slowest search, from Return", 200, "ms"),
    Limit("decision", "slowest decision of 30 shown", 50, "ms"),
    Limit("memory", "most memory of the window's process", 600, "MB"),
    Limit("opening", "track of five minutes drawn, median", 300, "ms"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Limits that figures are held to, unless the machine was busy when they were measured.

    figures: by the name of their limit; those that were not measured are left out.
    load: of the machine before it was measured; None where it is unknown.
    """

    figures: Mapping[str, float]
    load: float | None

    @property
    def counts(self) -> bool:
        """Whether the machine was at rest."""
        return self.load is not None and self.load < BUSY

    @property
    def missed(self) -> list[Limit]:
        """The limits that figures are above."""
        return [limit for limit in self._measured if self.figures[limit.name] > limit.most]

    @property
    def failed(self) -> bool:
        """Whether a limit is missed on a machine at rest."""
        return self.counts and bool(self.missed)

    @property
    def _measured(self) -> list[Limit]:
        return [limit for limit in LIMITS if limit.name in self.figures]

    def lines(self) -> list[str]:
        """A line for each limit, and what they come to."""
        lines = [f"{'':44}{'wanted':>12}{'measured':>12}   verdict"]
        for limit in self._measured:
            wanted, found = f"≤ {limit.most:,.0f}", f"{self.figures[limit.name]:,.0f}"
            verdict = "missed" if limit in self.missed else "kept"
            lines.append(
                f"{limit.what:44}{wanted:>9} {limit.unit}{found:>9} {limit.unit}   {verdict}"
            )
        lines.append(self._sum())
        return lines

    def _sum(self) -> str:
        if self.load is None:
            return "How busy the machine was is unknown: these figures do not count."
        if not self.counts:
            told = f"load {self.load:.1f} before, below {BUSY:.0f} is at rest"
            return f"The machine was busy ({told}): these figures do not count."
        told = f"a machine at rest (load {self.load:.1f} before)"
        missed = len(self.missed)
        return f"{missed} missed on {told}." if missed else f"All kept on {told}."
