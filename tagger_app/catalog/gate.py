"""Who waits for whom between the threads that read a catalog and the one that commits to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class CommitGate:
    """Lets any number of readers in, or one commit.

    Without a write-ahead log SQLite commits only while nobody reads, and whoever comes at the wrong
    moment tries again after a sleep of up to 100 ms: a busy writer would keep the window waiting
    for seconds. Here each waits exactly as long as it has to. A commit waits for the readers that
    are in, new readers wait for that commit, and the next commit for them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reading = 0
        self._waiting = 0
        self._commits = 0
        self._committing = False

    @property
    def readers_waiting(self) -> int:
        """How many readers wait for a commit to end."""
        with self._changed:
            return self._waiting

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While inside, nothing is committed."""
        with self._changed:
            if self._committing:
                self._waiting += 1
                commit = self._commits
                try:
                    self._changed.wait_for(lambda: self._commits != commit)  # then it was let in
                except BaseException:
                    self._give_up(commit)
                    raise
            else:
                self._reading += 1
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
                self._changed.wait_for(lambda: self._reading == 0)
            yield
        finally:
            with self._changed:
                self._committing = False
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
