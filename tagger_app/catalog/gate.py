"""Who waits for whom between the threads that read a catalog and the one that commits to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tagger_app.core.errors import CatalogBusyError

_GRACE_SECONDS = 0.05
"""So long a commit waits for a reader that was refused during the one before."""


class CommitGate:
    """Lets any number of readers in, or one commit.

    Without a write-ahead log SQLite commits only while nobody reads, and whoever comes at the wrong
    moment tries again after a sleep of up to 100 ms: a busy writer would keep the window waiting
    for seconds. Here each waits exactly as long as it has to. A commit waits for the readers that
    are in, new readers wait for that commit, and the next commit for them. The window's thread does
    not wait at all: a disk can take long.

    Args:
        committed: called after each commit, before anybody reads again.
    """

    def __init__(self, committed: Callable[[], None] = lambda: None) -> None:
        self._committed = committed
        self._changed = threading.Condition()
        self._reading = 0
        self._waiting = 0
        self._commits = 0
        self._committing = False  # a commit waits for readers, or goes on
        self._closed = False  # it goes on
        self._refused = False  # a reader that does not wait, which will come again

    @property
    def readers_waiting(self) -> int:
        """How many readers wait for a commit to end."""
        with self._changed:
            return self._waiting

    @contextmanager
    def reading(self, *, wait: bool = True) -> Iterator[None]:
        """While inside, nothing is committed.

        Args:
            wait: for the commit that goes on or comes next. Who does not, and is refused, should
                ask again within some milliseconds: the next commit waits for that a little.

        Raises:
            CatalogBusyError: a commit goes on, and `wait` is false.
        """
        with self._changed:
            if self._closed and not wait:
                self._refused = True
                raise CatalogBusyError("Something is being stored just now. Try again.")
            if self._committing and wait:
                self._waiting += 1
                commit = self._commits
                try:
                    self._changed.wait_for(lambda: self._commits != commit)  # then it was let in
                except BaseException:
                    self._give_up(commit)
                    raise
            else:
                self._reading += 1
                if not wait and self._refused:
                    self._refused = False
                    self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._reading -= 1
                self._changed.notify_all()

    @contextmanager
    def committing(self) -> Iterator[None]:
        """While inside, nobody reads."""
        try:
            with self._changed:
                self._committing = True
                self._changed.wait_for(lambda: not self._refused, _GRACE_SECONDS)
                self._refused = False
                self._changed.wait_for(lambda: self._reading == 0)
                self._closed = True
            yield
            self._committed()
        finally:
            with self._changed:
                self._committing = self._closed = False
                self._commits += 1
                self._reading, self._waiting = self._reading + self._waiting, 0
                self._changed.notify_all()

    def _give_up(self, commit: int) -> None:
        """A reader was interrupted while it waited for this commit."""
        if self._commits == commit:
            self._waiting -= 1
        else:
            self._reading -= 1
            self._changed.notify_all()
