"""For how long a thread may keep Python to itself while another waits for it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SECONDS = 0.0001


@contextmanager
def short_turns() -> Iterator[None]:
    """Let the threads of the process take turns of a tenth of a millisecond.

    The window's thread gives Python back with nearly every call into Qt. Where another thread
    counts or sorts meanwhile, it waits a whole turn each time before it may go on, dozens of times
    for one key: with Python's 5 ms a decision was shown after 100 to 650 ms.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
