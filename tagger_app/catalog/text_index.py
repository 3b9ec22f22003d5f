"""Full-text search: what is searched, and how a person's words become a query."""

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, Select, delete, insert, literal_column, select

from tagger_app.catalog.columns import among
from tagger_app.catalog.schema import tag_values, track_search, tracks


def reindex(connection: Connection, ids: Iterable[int]) -> None:
    """Bring the text index up to date for these tracks."""
    chosen = among(ids)
    words: dict[int, list[str]] = {}
    values = select(tag_values.c.track_id, tag_values.c.value).where(
        tag_values.c.track_id.in_(chosen)
    )
    for track_id, value in connection.execute(values):
        words.setdefault(track_id, []).append(value)
    columns = (tracks.c.id, tracks.c.title, tracks.c.artist, tracks.c.album, tracks.c.path)
    rows = connection.execute(select(*columns).where(tracks.c.id.in_(chosen))).all()
    connection.execute(delete(track_search).where(track_search.c.rowid.in_(chosen)))
    if rows:
        connection.execute(
            insert(track_search),
            [
                {
                    "rowid": row.id,
                    "title": row.title,
                    "artist": row.artist,
                    "album": row.album,
                    "path": _path_text(row.path),
                    "tags": "\n".join(words.get(row.id, ())),
                }
                for row in rows
            ],
        )


def match_expression(text: str) -> str | None:
    """An FTS5 query for tracks that contain every word of a text, each as the start of a word.

    None where the text has no letter or digit that the index could know.
    """
    words = [word for word in text.replace("\0", " ").split() if any(map(str.isalnum, word))]
    quoted = ('"' + word.replace('"', '""') + '"*' for word in words)
    return " ".join(quoted) or None


def column_match(column: str, text: str, phrase: bool, begun: bool = False) -> str | None:
    """An FTS5 query for words in one column, or in all if it is "any"; None as above.

    Args:
        column: of the index.
        text: the words, each the start of a word.
        phrase: the words must be whole and stand in a row.
        begun: the last of them may go on.
    """
    if phrase:
        useful = any(map(str.isalnum, text))
        expression = f'"{_escaped(text)}"{"*" if begun else ""}' if useful else None
    else:
        expression = match_expression(text)
    if expression is None:
        return None
    return f"({expression})" if column == "any" else f"{{{column}}} : ({expression})"


def found_by(expression: str) -> Select[int]:
    """The tracks that an FTS5 query finds."""
    matches = literal_column("track_search").bool_op("MATCH")(expression)
    return select(track_search.c.rowid).where(matches)


def _escaped(text: str) -> str:
    return text.replace("\0", " ").replace('"', '""')


def _path_text(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
