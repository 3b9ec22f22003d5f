"""How fast a job gets on."""

import time
from collections import deque

_SECONDS = 60.0


class Pace:
    """Tracks per minute over the last minute."""

    def __init__(self) -> None:
        self._moments: deque[tuple[float, int]] = deque()

    def begin(self) -> None:
        """Forget the job before."""
        self._moments.clear()

    def per_minute(self, done: int) -> float:
        """Note that so many are done; 0.0 while too little time has gone by to tell."""
        now = time.monotonic()
        self._moments.append((now, done))
        while now - self._moments[0][0] > _SECONDS:
            self._moments.popleft()
        first, first_done = self._moments[0]
        return (done - first_done) / (now - first) * 60 if now - first > 1 else 0.0
