"""Plots as SVG text that takes its colours and font from the page it stands in.

Matplotlib draws with placeholder colours, which become the page's CSS variables, so that one
drawing serves light and dark. Text stays text.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

INK, MUTED, LINE, SURFACE = "#010101", "#010102", "#010103", "#010104"
ACCENT, SECOND, ON_ACCENT = "#010105", "#010106", "#010107"
_VARIABLES = {
    INK: "ink",
    MUTED: "muted",
    LINE: "line",
    SURFACE: "surface",
    ACCENT: "accent",
    SECOND: "second",
    ON_ACCENT: "on-accent",
}
CLASSES = (
    *("#4c84e6", "#dd7a35", "#3c9c6c", "#c65c9c", "#8b72dc", "#ad8c24", "#2b9cae", "#d3564f"),
    *("#6f8f3a", "#a4725a"),
)
"""Colours of classes; every one stands out from a white and from a black ground."""
IMAGES = "viridis"
"""Colours of images: equal steps look equal, also without colour vision."""

WIDTH = 4.8
"""Inches; a plot's units are points, so 10-point text stays readable on a phone."""
_STYLE: dict[Any, Any] = {  # Any: matplotlib's own type names every setting
    "font.family": "DejaVu Sans",
    "font.size": 10.0,
    "axes.titlesize": 10.0,
    "axes.labelsize": 10.0,
    "axes.edgecolor": LINE,
    "axes.facecolor": "none",
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.titlecolor": INK,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "figure.facecolor": "none",
    "legend.frameon": False,
    "legend.fontsize": 9.0,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
    "text.color": INK,
    "text.parse_math": False,  # a tag may hold a dollar sign
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "xtick.major.size": 0.0,
    "ytick.major.size": 0.0,
    "xtick.minor.size": 0.0,
    "ytick.minor.size": 0.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "tagger",
}
_FONT = re.compile(r"font: ((?:[a-z0-9]+ )*[\d.]+px) [^;\"]+")
_NAMES = re.compile(r"(\bid=\"|url\(#|href=\"#)")


@contextmanager
def drawing(height: float, width: float = WIDTH) -> Iterator[tuple[Figure, "Drawn"]]:
    """A figure to draw into, in the page's style, and where its SVG text is afterwards.

    Args:
        height: in inches.
        width: in inches.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        drawn = Drawn()
        yield figure, drawn
        stream = io.StringIO()
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
        drawn.text = stream.getvalue()


class Drawn:
    """The text of a drawing, once it is done."""

    text = ""

    def svg(self, name: str, description: str) -> str:
        """One `<svg>` element.

        Args:
            name: part of every id in it, so that several drawings can stand in one page.
            description: what is to be seen, for those who cannot see it.
        """
        text = self.text[self.text.index("<svg") :]
        text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
        text = _NAMES.sub(rf"\g<1>{name}-", text)
        text = _FONT.sub(r"font: \1 var(--font)", text)
        for colour, variable in _VARIABLES.items():
            text = text.replace(colour, f"var(--{variable})")
        head, _, rest = text.partition(">")
        box = re.search(r'viewBox="[^"]+"', head)
        assert box is not None  # noqa: S101 - matplotlib writes one
        label = escaped(description)
        xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {xlink} {box[0]} role="img"'
            f' aria-label="{label}">{rest}'
        )


def escaped(text: str) -> str:
    """Text as it may stand between tags and in attributes; control characters are left out."""
    text = "".join(c for c in text if c.isprintable() or c in "\n\t")
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, entity)
    return text


def logarithmic(axes: Axes) -> None:
    """A logarithmic vertical axis with plain numbers."""
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0,), numticks=6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())


def whole_numbers(axes: Axes) -> None:
    """Ticks of the horizontal axis at whole numbers only: epochs have no halves."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=1))
