"""Reading for the window's thread, which waits for it only briefly: a disk can take long."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from tagger_app.core.errors import CatalogBusyError
from tagger_app.pipeline.review import ReviewTrack

Read = Callable[[Sequence[int]], list[ReviewTrack]]

_SECONDS = 0.025
"""So long it is waited: enough for a screen full from memory."""


class BriefWait:
    """Reads tracks in a thread of its own, one question at a time.

    What took too long is read again when it is asked for again, then from memory: what was found
    before may be out of date.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "page")
        self._slow: Future[list[ReviewTrack]] | None = None
        self._asked: frozenset[int] = frozenset()

    def read(self, read: Read, ids: Sequence[int]) -> list[ReviewTrack]:
        """What `read` finds for these tracks.

        Raises:
            CatalogBusyError: that, or what was asked before, takes long. Ask again.
            CatalogError: as `read`; also about what was asked before.
        """
        seconds: float | None = _SECONDS
        if self._slow is not None:
            if not self._slow.done():
                raise CatalogBusyError("The catalog is still being read. Try again.")
            slow, self._slow = self._slow, None
            slow.result()
            if self._asked.issuperset(ids):
                seconds = None
        found = self._thread.submit(read, ids)
        try:
            return found.result(seconds)
        except TimeoutError:
            self._slow, self._asked = found, frozenset(ids)
            raise CatalogBusyError("The catalog takes long to read. Try again.") from None
