"""Calls in spawned child processes, where a crash, a hang or a memory hog costs one call.

Each child serves one call at a time, so whatever happens to a child names its culprit. The child is
replaced, the call gets a second attempt on the fresh one, and if that goes wrong too the call fails
with a reason while all others go on.
"""

from tagger_app.isolation.child import IsolationError
from tagger_app.isolation.pool import WorkerPool
from tagger_app.isolation.worker import Outcome

__all__ = ["IsolationError", "Outcome", "WorkerPool"]
