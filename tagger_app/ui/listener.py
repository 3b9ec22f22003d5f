"""Hears the current track in full for the timeline, beside whatever else runs."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from tagger_app.core.texts import Text
from tagger_app.inference.engine import FailedFile, HeardFile, SketchedFile
from tagger_app.inference.heard import Heard
from tagger_app.pipeline.events import Tick
from tagger_app.pipeline.listen import glance, look
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.pipeline.tag_worker import Cover, Picture, ask
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import failures
from tagger_app.ui.jobs import Job, JobRunner

_LOOK, _GLANCE = "look", "glance"
_REST_MS = 60
"""So long a track must be current before it is listened to."""
_MOST_KEPT = 24


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked about a track."""

    path: Path
    picture: bool
    sound: bool


@dataclass(frozen=True, slots=True)
class _FoundCover:
    path: Path
    content: bytes


News = Text | Tick | _FoundCover | SketchedFile | HeardFile | FailedFile


class Listener(QObject):
    """Asks for the whole of the current track, once it stays current; keeps the last few.

    Args:
        runner: with processes of its own, so that looking does not wait for the analysis.
    """

    heard = Signal(object)
    """`Heard` of the current track."""
    sketched = Signal(object)
    """A coarse `Spectrogram` of the current track, until it is heard."""
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
        self._models = 0  # that were listened with before this one
        self._key: tuple[Path, int] | None = None
        self._hindrance = ""  # why nothing can be heard of the current track
        self._wanted: _Wanted | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)
        runner.news.connect(self._on_news)
        runner.failed.connect(lambda _, message: self.said.emit(message))

    def listen(self, review: ReviewTrack | None) -> None:
        """Make a track the current one; the one before is not listened to any more."""
        key, hindrance = None, ""
        if review is not None:
            key = (review.track.path, review.track.identity.mtime_ns)
            hindrance = failures.out_of_reach(review.track.state)
        if (key, hindrance) == (self._key, self._hindrance):
            return
        self._key, self._hindrance = key, hindrance
        self._rest.stop()
        self._runner.cancel(f"{_LOOK} {self._models}")
        if review is None or key is None:
            self.said.emit("")
            return
        there = not hindrance
        picture = there and review.track.file_tags.pictures > 0
        self._wanted = _Wanted(key[0], picture, there and key not in self._kept)
        if not there:
            self.said.emit(hindrance)
        elif key in self._kept:
            self._kept.move_to_end(key)
            self.heard.emit(self._kept[key])
            self.said.emit("")
        else:
            self.said.emit(self.tr("Listening to the whole track…"))
        if self._wanted.picture or self._wanted.sound:
            self._rest.start()

    def forget(self) -> None:
        """Listen to the current track no more, and keep nothing: another model listens now."""
        self.listen(None)
        self._kept.clear()
        self._models += 1

    def stop(self) -> None:
        """Listen to nothing any more."""
        self._rest.stop()

    def _look(self) -> None:
        wanted = self._wanted
        if wanted is not None:
            if wanted.sound:
                # Not cancelled when another track becomes current: it is short, and its process
                # must be there for the next one.
                self._runner.run(self._job(_GLANCE, lambda bench: _glance(bench, wanted.path)))
            self._runner.run(self._job(_LOOK, lambda bench: _find(bench, wanted)))

    def _job(self, name: str, run: Callable[[Workbench], Iterator[News]]) -> Job:
        """A job whose news count as long as the model is the same."""
        return Job(f"{name} {self._models}", run)

    def _on_news(self, name: str, events: list[News]) -> None:
        if not name.endswith(f" {self._models}"):
            return
        for event in events:
            if isinstance(event, Text):
                self.device_known.emit(failures.said(event))
            if isinstance(event, Text | Tick) or self._key is None or event.path != self._key[0]:
                continue
            if isinstance(event, SketchedFile):
                self.sketched.emit(event.spectrogram)
                continue
            if isinstance(event, _FoundCover):
                self.cover_found.emit(event.content)
                continue
            if isinstance(event, FailedFile):
                self.said.emit(failures.told(event.failure))
                continue
            self._kept[self._key] = event.heard
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            self.heard.emit(event.heard)
            self.said.emit("")


def _glance(bench: Workbench, path: Path) -> Iterator[News]:
    if bench.has_model:
        yield from glance(bench, path)


def _find(bench: Workbench, wanted: _Wanted) -> Iterator[News]:
    """The picture, which is there soon; then the device's note and what `look` says."""
    if wanted.picture:
        # A file that changed or is gone has none; the scan will say so.
        outcome = yield from ask(bench.tag_pool(), Cover(wanted.path))
        if isinstance(outcome.value, Picture) and outcome.value.content is not None:
            yield _FoundCover(wanted.path, outcome.value.content)
    if wanted.sound:
        for _ in bench.engine().open():
            yield Tick()
        yield bench.engine().device_note
        yield from look(bench, wanted.path)
