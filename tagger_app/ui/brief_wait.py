"""Reading for the window's thread, which waits for it only briefly: a disk can take long."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from tagger_app.core.errors import CatalogBusyError
from tagger_app.pipeline.review import ReviewTrack

Read = Callable[[Sequence[int]], list[ReviewTrack]]

_SECONDS = 0.015
"""So long it is waited: enough for a screen full from memory."""


class BriefWait:
    """Reads tracks in a thread of its own, one question at a time.

    What took too long is there when it is asked for again, unless it may be out of date then.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "page")
        self._slow: Future[list[ReviewTrack]] | None = None
        self._asked: frozenset[int] = frozenset()
        self._version = 0

    def read(self, read: Read, ids: Sequence[int], version: int) -> list[ReviewTrack]:
        """What `read` finds for these tracks.

        Args:
            read: asks the catalog.
            ids: of the tracks.
            version: what was read for another one is out of date.

        Raises:
            CatalogBusyError: that, or what was asked before, takes long. Ask again.
            CatalogError: as `read`; also about what was asked before.
        """
        if self._slow is not None:
            if not self._slow.done():
                raise CatalogBusyError("The catalog is still being read. Try again.")
            slow, self._slow = self._slow, None
            there = {review.track.id: review for review in slow.result()}
            if self._version == version and self._asked.issuperset(ids):
                return [there[track_id] for track_id in ids if track_id in there]
        found = self._thread.submit(read, ids)
        try:
            return found.result(_SECONDS)
        except TimeoutError:
            self._slow, self._asked, self._version = found, frozenset(ids), version
            raise CatalogBusyError("The catalog takes long to read. Try again.") from None
