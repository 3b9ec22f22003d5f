"""Hears the current track in full for the timeline, beside whatever else runs."""

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from tagger_app.core.errors import FileError
from tagger_app.core.track import TrackState
from tagger_app.formats import cover
from tagger_app.inference.engine import FailedFile, HeardFile
from tagger_app.inference.heard import Heard
from tagger_app.pipeline.events import Tick
from tagger_app.pipeline.listen import look
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import words
from tagger_app.ui.jobs import Job, JobRunner

_LOOK = "look"
_REST_MS = 250
"""So long a track must be current before it is listened to."""
_MOST_KEPT = 24


class Listener(QObject):
    """Asks for the whole of the current track, once it stays current; keeps the last few.

    Args:
        runner: with processes of its own, so that looking does not wait for the analysis.
    """

    heard = Signal(object)
    """`Heard` of the current track."""
    cover_found = Signal(bytes)
    """The current track's cover, as an image file."""
    device_known = Signal(str)
    """What the model runs on, and why not on something faster."""
    said = Signal(str)
    """What goes on, or why there is nothing; empty when all is there."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._kept: OrderedDict[tuple[Path, int], Heard] = OrderedDict()
        self._key: tuple[Path, int] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)
        runner.news.connect(self._on_news)
        runner.failed.connect(lambda _, message: self.said.emit(message))

    def listen(self, review: ReviewTrack | None) -> None:
        """Make a track the current one; the one before is not listened to any more."""
        key = None
        if review is not None:
            key = (review.track.path, review.track.identity.mtime_ns)
        if key == self._key:
            return
        self._key = key
        self._rest.stop()
        self._runner.cancel(_LOOK)
        if review is None or key is None:
            self.said.emit("")
            return
        if review.track.file_tags.pictures:
            self._find_cover(key)
        if review.track.state is TrackState.MISSING:
            self.said.emit(self.tr("The file is missing."))
        elif key in self._kept:
            self._kept.move_to_end(key)
            self.heard.emit(self._kept[key])
            self.said.emit("")
        else:
            self.said.emit(self.tr("Listening to the whole track…"))
            self._rest.start()

    def _find_cover(self, key: tuple[Path, int]) -> None:
        def show(found: bytes | None) -> None:
            if found is not None and key == self._key:
                self.cover_found.emit(found)

        self._runner.act(lambda _: _cover(key[0]), show)

    def stop(self) -> None:
        """Listen to nothing any more."""
        self._rest.stop()

    def _look(self) -> None:
        if self._key is not None:
            path = self._key[0]
            self._runner.run(Job(_LOOK, lambda bench: _listen(bench, path)))

    def _on_news(self, _: str, events: list[object]) -> None:
        for event in events:
            if isinstance(event, str):
                self.device_known.emit(event)
            if not isinstance(event, HeardFile | FailedFile) or self._key is None:
                continue
            if event.path != self._key[0]:
                continue
            if isinstance(event, FailedFile):
                self.said.emit(words.plain(event.failure.detail))
                continue
            self._kept[self._key] = event.heard
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            self.heard.emit(event.heard)
            self.said.emit("")


def _listen(bench: Workbench, path: Path) -> Iterator[str | Tick | HeardFile | FailedFile]:
    """The device's note, then what `look` says."""
    for _ in bench.engine().open():
        yield Tick()
    yield bench.engine().device_note
    yield from look(bench, path)


def _cover(path: Path) -> bytes | None:
    try:
        return cover(path)
    except FileError:
        return None  # the file changed or is gone; the scan will say so
