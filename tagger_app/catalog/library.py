"""Which folders are the library: those that are scanned again when nothing else is said."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, false, insert, not_, or_, select, update

from tagger_app.catalog.columns import now
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import library_folders, tracks
from tagger_app.catalog.tracks import below


class Library:
    """The library folders of the catalog; absolute paths, none below another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def folders(self) -> list[Path]:
        """The library folders that are watched, by path."""
        stored = select(library_folders.c.path).where(library_folders.c.watched)
        stored = stored.order_by(library_folders.c.path)
        with self._database.reading() as connection:
            return list(connection.scalars(stored))

    def add(self, folders: Sequence[Path]) -> None:
        """Make these absolute paths library folders, in place of those below them."""
        with self._database.writing() as connection:
            rows_before = connection.execute(select(library_folders)).all()
            before = [row.path for row in rows_before if row.watched]
            given = set(folders)
            wanted = set(_topmost([*before, *folders]))
            # Below an added folder, nothing stays unwatched.
            unwatched = [row.path for row in rows_before if not row.watched]
            again = [path for path in unwatched if not given.isdisjoint((path, *path.parents))]
            gone = [*(path for path in before if path not in wanted), *again]
            for path in gone:
                connection.execute(delete(library_folders).where(library_folders.c.path == path))
            moment = now()
            rows = [
                {"path": path, "added_at": moment, "watched": True} for path in wanted - set(before)
            ]
            if rows:
                connection.execute(insert(library_folders), rows)

    def unwatch(self, folder: Path) -> None:
        """Do not scan a library folder any more, until it is added again; its tracks stay."""
        with self._database.writing() as connection:
            mine = library_folders.c.path == folder
            connection.execute(update(library_folders).where(mine).values(watched=False))

    def loose_files(self) -> list[Path]:
        """The paths of tracks that lie in no library folder: files that were added one by one.

        Tracks of folders that are not watched any more are none.
        """
        with self._database.reading() as connection:
            known = connection.scalars(select(library_folders.c.path)).all()
            inside = or_(false(), *(below(folder) for folder in known))
            statement = select(tracks.c.path).where(not_(inside)).order_by(tracks.c.path)
            return list(connection.scalars(statement))


def _topmost(folders: Sequence[Path]) -> list[Path]:
    """The folders without those that lie below another of them."""
    found: list[Path] = []
    for folder in sorted(set(folders), key=lambda path: path.parts):
        if not found or not folder.is_relative_to(found[-1]):
            found.append(folder)
    return found
