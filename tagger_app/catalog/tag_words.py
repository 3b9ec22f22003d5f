"""Other words for tags: aliases of the vocabulary, and what a person calls them."""

from collections.abc import Generator, Mapping

from sqlalchemy import Connection, delete, insert, select

from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import predictions, tag_words
from tagger_app.catalog.standing import refresh_disagreement
from tagger_app.core.fields import Category

Words = Mapping[tuple[Category, str], str]
"""{(category, key of a word): identity of its tag}, where these differ; see `Vocabulary`."""

_BATCH = 1_000
_UNFINISHED = ("", "unfinished")
"""Stands among the words until all tracks are compared by them."""


class TagWords:
    """The words by which models and files are compared."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holds(self, words: Words) -> bool:
        """Whether all tracks are compared by these words: if not, `replace`."""
        with self._database.reading() as connection:
            rows = connection.execute(select(tag_words)).all()
        stored = {(row.category, row.key): row.identity for row in rows}
        return stored == {(category.value, key): tag for (category, key), tag in words.items()}

    def replace(self, words: Words) -> Generator[int, None, None]:
        """Compare all tracks by these words, and no others.

        Yields the number of tracks done, batch by batch, each of them committed.
        """
        with self._database.writing() as connection:
            connection.execute(delete(tag_words))
            rows = [
                {"category": category.value, "key": key, "identity": tag}
                for (category, key), tag in words.items()
            ]
            category, key = _UNFINISHED
            rows.append({"category": category, "key": key, "identity": ""})
            connection.execute(insert(tag_words), rows)
        done, last = 0, 0
        while True:
            with self._database.writing() as connection:
                ids = _after(connection, last)
                refresh_disagreement(connection, ids)
                if not ids:
                    connection.execute(delete(tag_words).where(tag_words.c.category == category))
                    return
            done, last = done + len(ids), ids[-1]
            yield done


def _after(connection: Connection, last: int) -> list[int]:
    """The next tracks that were heard."""
    statement = (
        select(predictions.c.track_id)
        .distinct()
        .where(predictions.c.track_id > last)
        .order_by(predictions.c.track_id)
        .limit(_BATCH)
    )
    return list(connection.scalars(statement))
