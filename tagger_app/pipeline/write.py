"""From accepted tags to files: identity checked, journalled, safely replaced, recorded."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tagger_app.core.changes import ChangeSet
from tagger_app.core.errors import Reason
from tagger_app.core.policy import WriteMode, propose
from tagger_app.core.track import Failure, ScannedFile, Tags, Track
from tagger_app.pipeline.events import Event, Tick, TrackFailed, TrackWritten, WriteFinished
from tagger_app.pipeline.review import Accepted, Reviewer
from tagger_app.pipeline.tag_worker import Read, Reading, Rewritten, Write, ask, failure_of
from tagger_app.pipeline.workbench import Workbench
from tagger_app.core.fields import TAG_CATEGORIES


@dataclass(slots=True)
class _Tally:
    """One write as it goes on; the journal's row is made with the first real change."""

    kind: str
    total: int
    write_id: int | None = None
    done: int = 0
    written: int = 0
    unchanged: int = 0
    refused: int = 0

    def finished(self) -> WriteFinished:
        return WriteFinished(self.write_id, self.written, self.unchanged, self.refused)
