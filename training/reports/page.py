"""One HTML page that needs nothing but itself: no script, no network, light and dark."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tagger_app.core.errors import TaggerError
from training.reports.chart import escaped

STYLE = """
:root { color-scheme: light dark; --font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --ground: #f6f6f7; --surface: #ffffff; --ink: #1b1d22; --muted: #646973; --line: #dddfe3;
  --accent: #2f6fdd; --second: #c9651c; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ground: #131418; --surface: #1c1e23;
  --ink: #e8e9ec; --muted: #9ea3ad; --line: #363a42; --accent: #6ea0f5; --second: #e79355;
  --on-accent: #10131a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 var(--font); }
main { max-width: 1080px; margin: 0 auto; padding: 32px 16px 64px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 0 0 4px; font-size: 19px; font-weight: 650; }
h3 { margin: 8px 0; font-size: 15px; font-weight: 600; }
p { margin: 0 0 12px; max-width: 72ch; }
.lead, figcaption, .note { color: var(--muted); }
.lead { margin: 4px 0 0; }
.sections { display: grid; grid-template-columns: minmax(0, 1fr); gap: 24px; margin-top: 24px; }
@media (min-width: 900px) { .sections { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  section { grid-column: 1 / -1; } section.half { grid-column: auto; } }
section { padding: 20px; background: var(--surface);
  border: 1px solid var(--line); border-radius: 8px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px;
  margin-top: 24px; }
.tile { padding: 12px 16px; background: var(--surface); border: 1px solid var(--line);
  border-radius: 8px; }
.tile b { display: block; font-size: 26px; line-height: 1.25; font-weight: 650;
  font-variant-numeric: tabular-nums; }
.tile span { display: block; color: var(--muted); font-size: 13px; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
  gap: 24px; align-items: start; }
.wide + .plots { margin-top: 20px; }
figure { margin: 0; min-width: 0; }
figcaption { font-size: 14px; margin-top: 6px; max-width: 64ch; }
svg { display: block; width: 100%; max-width: 500px; height: auto; }
svg image { image-rendering: pixelated; }
dl { display: grid; grid-template-columns: minmax(110px, max-content) 1fr; gap: 4px 16px;
  margin: 0; font-size: 15px; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 5px 12px 5px 0; text-align: left; vertical-align: baseline;
  border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 500; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
td.number + td:not(.number), th.number + th:not(.number) { padding-left: 12px; }
tr:last-child td { border-bottom: 0; }
summary { cursor: pointer; color: var(--muted); font-size: 14px; padding: 8px 0; }
footer { margin-top: 32px; color: var(--muted); font-size: 13px; }
"""


HALF = ' class="half"'


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `body` is HTML, `lead` is text; `half`: as wide as one plot."""

    title: str
    body: str
    lead: str = ""
    half: bool = False


def page(title: str, lead: str, tiles: str, sections: Iterable[Section], footer: str) -> str:
    """The whole document; `tiles` is HTML, all else text."""
    parts = [
        f"<section{HALF if s.half else ''}><h2>{escaped(s.title)}</h2>"
        + (f'<p class="note">{escaped(s.lead)}</p>' if s.lead else "")
        + f"{s.body}</section>"
        for s in sections
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{escaped(title)}</title><style>{STYLE}</style></head>\n<body><main>"
        f'<header><h1>{escaped(title)}</h1><p class="lead">{escaped(lead)}</p></header>\n'
        f"{tiles}\n"
        + '<div class="sections">'
        + "\n".join(parts)
        + "</div>"
        + f"\n<footer>{escaped(footer)}</footer></main></body></html>\n"
    )


def tiles(figures: Iterable[tuple[str, str, str]]) -> str:
    """Large figures: (value, what it is, how sure)."""
    cells = (
        f'<div class="tile"><b>{escaped(value)}</b><span>{escaped(name)}</span>'
        f"<span>{escaped(note)}</span></div>"
        for value, name, note in figures
    )
    return f'<div class="tiles">{"".join(cells)}</div>'


def plots(drawings: Sequence[tuple[str, str]]) -> str:
    """(SVG, caption) side by side where there is room."""
    figures = (
        f"<figure>{svg}<figcaption>{escaped(caption)}</figcaption></figure>"
        for svg, caption in drawings
    )
    return f'<div class="plots">{"".join(figures)}</div>'


def facts(values: Mapping[str, Any]) -> str:
    """Names and values; what is empty is left out."""
    pairs = (
        f"<dt>{escaped(str(name))}</dt><dd>{escaped(told(value))}</dd>"
        for name, value in values.items()
        if told(value)
    )
    return f"<dl>{''.join(pairs)}</dl>"


def told(value: Any) -> str:  # Any: what JSON can hold
    """A value in one line."""
    if isinstance(value, Mapping):
        kept = {key: one for key, one in value.items() if one not in (None, (), [], {})}
        return ", ".join(
            f"{key} {told(one)}".strip().replace("_", " ") for key, one in kept.items()
        )
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(told, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[str] = ()
) -> str:
    """A table; the columns named in `numbers` are set to the right."""
    kinds = [' class="number"' if name in numbers else "" for name in columns]
    head = "".join(
        f"<th{kind}>{escaped(name)}</th>" for name, kind in zip(columns, kinds, strict=True)
    )
    body = (
        "<tr>"
        + "".join(f"<td{kind}>{escaped(cell)}</td>" for cell, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def folded(summary: str, body: str) -> str:
    """Detail that opens on request; `body` is HTML."""
    return f"<details><summary>{escaped(summary)}</summary>{body}</details>"


def write_page(path: Path, text: str) -> None:
    """Write it; complete or not at all.

    Raises:
        TaggerError: the disk does not let us.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise TaggerError(f"{path} cannot be written ({error.strerror}).") from None
