"""Which tracks' scores were stored anew, for those who keep scores in memory."""

import sqlite3
import threading

_MOST_KNOWN = 5_000
"""Of more tracks it is not remembered which they were: all scores are as soon read again."""

_NOTE = "note_scores"


class ScoreChanges:
    """Told by triggers of the writing connection; asked by readers, in their threads.

    Triggers miss no way of storing, and no deletion. What was rolled back is told, too: it is read
    again in vain.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._noted: set[int] = set()  # by the writer, not committed
        self._latest: dict[int, int] = {}
        self._forgotten = 0  # changes up to this revision are not in `_latest`
        self._revision = 0

    def watch(self, writer: sqlite3.Connection) -> None:
        """Be told of what this connection stores from now on; nothing of the file is changed.

        Raises:
            sqlite3.Error: there is no table of predictions.
        """
        writer.create_function(_NOTE, 1, self._noted.add)
        for event, row in (("INSERT", "NEW"), ("UPDATE OF scores", "NEW"), ("DELETE", "OLD")):
            writer.execute(
                f"CREATE TEMP TRIGGER scores_after_{event.split()[0].lower()}"
                f" AFTER {event} ON main.predictions BEGIN SELECT {_NOTE}({row}.track_id); END"
            )

    def commit(self) -> None:
        """Make known what was stored, before anybody can read it."""
        if not self._noted:
            return
        with self._lock:
            self._revision += 1
            self._latest.update(dict.fromkeys(self._noted, self._revision))
            self._noted.clear()
            if len(self._latest) > _MOST_KNOWN:
                self._latest.clear()
                self._forgotten = self._revision

    @property
    def revision(self) -> int:
        """Another number whenever scores were stored."""
        return self._revision

    def since(self, revision: int) -> list[int] | None:
        """The tracks whose scores were stored after a revision; None where it may be any."""
        with self._lock:
            if revision < self._forgotten:
                return None
            return [track_id for track_id, last in self._latest.items() if last > revision]
