"""Searches that a person keeps by name."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from tagger_app.catalog.columns import clean, now, sort_key
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import saved_searches
from tagger_app.core.errors import CatalogError


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search and its name; `query` is the text that was typed."""

    id: int
    name: str
    query: str


class SavedSearches:
    """The saved searches of the catalog; no two have the same name, whatever its case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        statement = select(saved_searches).order_by(saved_searches.c.key)
        with self._database.reading() as connection:
            return [SavedSearch(r.id, r.name, r.query) for r in connection.execute(statement)]

    def save(self, name: str, query: str) -> SavedSearch:
        """Keep a search under a new name.

        Raises:
            CatalogError: the name is empty or taken.
        """
        name, key = _checked(name)
        row = {"name": name, "key": key, "query": query, "saved_at": now()}
        with self._database.writing() as connection:
            _refuse_taken(connection, name, key)
            made = connection.execute(insert(saved_searches).values(**row))
        return SavedSearch(int(made.lastrowid), name, clean(query))

    def rename(self, search_id: int, name: str) -> None:
        """Give a search another name.

        Raises:
            CatalogError: the name is empty or taken.
        """
        name, key = _checked(name)
        with self._database.writing() as connection:
            _refuse_taken(connection, name, key, but=search_id)
            mine = saved_searches.c.id == search_id
            connection.execute(update(saved_searches).where(mine).values(name=name, key=key))

    def change(self, search_id: int, query: str) -> None:
        """Put another search under the name."""
        mine = saved_searches.c.id == search_id
        with self._database.writing() as connection:
            connection.execute(update(saved_searches).where(mine).values(query=query))

    def delete(self, search_id: int) -> None:
        """Forget a search."""
        with self._database.writing() as connection:
            connection.execute(delete(saved_searches).where(saved_searches.c.id == search_id))


def _checked(name: str) -> tuple[str, str]:
    name = " ".join(clean(name).split())
    key = sort_key(name)
    if key is None:
        raise CatalogError("A saved search needs a name.")
    return name, key


def _refuse_taken(connection: Connection, name: str, key: str, but: int | None = None) -> None:
    taken = connection.scalar(select(saved_searches.c.id).where(saved_searches.c.key == key))
    if taken not in {None, but}:
        raise CatalogError(
            "There is a search called “{name}” already. Choose another name.", name=name
        )
