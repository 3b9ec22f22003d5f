"""Which folders are the library: those that are scanned again when nothing else is said."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, false, insert, not_, or_, select

from tagger_app.catalog.columns import now
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import library_folders, tracks
from tagger_app.catalog.tracks import below


class Library:
    """The library folders of the catalog; absolute paths, none below another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def folders(self) -> list[Path]:
        """The library folders, by path."""
        stored = select(library_folders.c.path).order_by(library_folders.c.path)
        with self._database.reading() as connection:
            return list(connection.scalars(stored))

    def add(self, folders: Sequence[Path]) -> None:
        """Make these absolute paths library folders, in place of those below them."""
        with self._database.writing() as connection:
            before = list(connection.scalars(select(library_folders.c.path)))
            wanted = set(_topmost([*before, *folders]))
            gone = [path for path in before if path not in wanted]
            for path in gone:
                connection.execute(delete(library_folders).where(library_folders.c.path == path))
            rows = [{"path": path, "added_at": now()} for path in wanted - set(before)]
            if rows:
                connection.execute(insert(library_folders), rows)

    def remove(self, folder: Path) -> None:
        """Do not scan a folder any more; its tracks stay in the catalog, see `Places.forget`."""
        with self._database.writing() as connection:
            connection.execute(delete(library_folders).where(library_folders.c.path == folder))

    def loose_files(self) -> list[Path]:
        """The paths of tracks that lie in no library folder: files that were added one by one."""
        inside = or_(false(), *(below(folder) for folder in self.folders()))
        statement = select(tracks.c.path).where(not_(inside)).order_by(tracks.c.path)
        with self._database.reading() as connection:
            return list(connection.scalars(statement))


def _topmost(folders: Sequence[Path]) -> list[Path]:
    """The folders without those that lie below another of them."""
    found: list[Path] = []
    for folder in sorted(set(folders), key=lambda path: path.parts):
        if not found or not folder.is_relative_to(found[-1]):
            found.append(folder)
    return found
