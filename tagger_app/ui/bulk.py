"""Decisions about very many tracks: told before, done by the job thread, taken back as one step."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from tagger_app.pipeline.deciding import Newer, Page, PagesOn, tracks_of
from tagger_app.ui.decision_words import of_tags, of_tracks
from tagger_app.ui.desk import Desk
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.undo_list import UndoStep
from tagger_app.ui.work import ACCEPT, DECIDE, Work

_FEW = 5
"""So many tracks are decided about without a word: they are all in view."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants decided about very many tracks.

    key: the same when a person wishes the same once more.
    pages: works out what it decides.
    tells: (tags, tracks in words) → what it would do. button: what the button that does it says.
    told: (tags, tracks in words) → what it did. idle: what is said where it would do nothing.
    step: (number of tags) → what it is, as something that can be taken back.
    """

    key: object
    ids: Sequence[int]
    pages: PagesOn
    tells: Callable[[str, str], str]
    button: str
    told: Callable[[str, str], str]
    idle: str
    step: Callable[[int], str]


class Bulk(QObject):
    """Tells what a wish would do, and does exactly that when it comes again."""

    def __init__(self, desk: Desk, work: Work, message: MessageBar) -> None:
        super().__init__(message)
        self._desk = desk
        self._work = work
        self._message = message
        self._wish: Wish | None = None
        self._pages: list[Page] = []
        """What was told of the wish."""
        self._anew = False
        self._deciding: deque[_Step] = deque()
        self._redeciding: deque[tuple[_Step, bool]] = deque()
        # What an offer counted is no longer open once anything of it may be decided.
        desk.changed.connect(lambda _: message.withdraw(self._decide))
        desk.history.changed.connect(lambda: message.end(self))
        work.counted.connect(self._on_counted)
        work.decided.connect(self._on_decided)
        work.outdated.connect(self._on_outdated)
        work.redecided.connect(self._on_redecided)
        work.idle.connect(self._on_idle)

    def want(self, wish: Wish) -> None:
        """Tell what a wish would do; do that where it was just told."""
        same = self._wish is not None and self._wish.key == wish.key
        if same and self._message.offers(self._decide):
            self._message.press()
            return
        self._count(wish, anew=False)

    def _count(self, wish: Wish, *, anew: bool) -> None:
        self._wish, self._anew = wish, anew
        self._work.count(wish.ids, wish.pages)

    def _on_counted(self, pages: list[Page]) -> None:
        wish, self._pages = self._wish, pages
        if wish is None:
            return
        if not pages:
            self._message.say(wish.idle)
            return
        text = wish.tells(*_amounts(pages))
        if self._anew:
            text = self.tr("Something has changed since. {0}").format(text)
        self._message.say(text, button=wish.button, act=self._decide)

    def _decide(self) -> None:
        if self._wish is not None:
            history, newer = self._desk.history, self._desk.from_now_on()
            step = _Step(self, self._wish, self._pages, tuple(history.undone), newer)
            self._deciding.append(step)
            history.put(step, len(history.done))
            self._work.decide(self._pages, self._wish.pages, newer, lambda: step.wanted)

    def _on_outdated(self) -> None:
        step = self._deciding[0]
        if step.wanted:
            self._count(step.wish, anew=True)

    def _on_decided(self, pages: list[Page], stopped: bool) -> None:
        step, history = self._deciding[0], self._desk.history
        if not pages:
            self._message.say(self.tr("Stopped before anything was decided."))
            return
        history.forget([one for one in step.ends if one in history.undone])
        step.settle(pages)
        text = step.wish.told(*_amounts(pages))
        if stopped:
            text = self.tr("{0} Stopped: the others are as they were.").format(text)
        self._tell(text, step)
        if not step.wanted:  # any more
            self._redecide(step, step.newer, back=True)

    def _tell(self, text: str, step: "_Step") -> None:
        is_last = list(self._desk.history.done[-1:]) == [step]
        self.tell(text, undoable=is_last)

    def tell(self, text: str, *, undoable: bool = True) -> None:
        """Say what was done last, until something else is; offer to take it back if it can be."""
        undo = self._undo if undoable else None
        self._message.say(text, button=self.tr("Undo"), act=undo, about=self)

    def tell_page(self, wish: Wish, page: Page) -> None:
        """Say what was decided of a wish where that is of more than a few tracks."""
        if len(tracks_of(page)) > _FEW:
            self.tell(wish.told(*_amounts([page])))

    def _undo(self) -> None:
        self._desk.history.undo()

    def redecide(self, step: "_Step", *, back: bool) -> None:
        """Take back what was decided, or do it again."""
        self._redecide(step, self._desk.from_now_on(), back=back)

    def _redecide(self, step: "_Step", newer: Newer, *, back: bool) -> None:
        self._redeciding.append((step, back))
        self._work.redecide(step.pages, newer, back=back)

    def _on_redecided(self, tags: int, tracks: int) -> None:
        step, back = self._redeciding[0]
        amounts = of_tags(tags), of_tracks(tracks)
        if back:
            self.tell(self.tr("Took back {0} on {1}.").format(*amounts), undoable=False)
        else:
            self._tell(step.wish.told(*amounts), step)

    def _on_idle(self, name: str) -> None:
        if name == ACCEPT:
            step = self._deciding.popleft()
            if step.running:  # nothing came of it
                self._desk.history.forget([step])
        elif name == DECIDE:
            self._redeciding.popleft()


class _Step:
    """A wish as one step, from the moment the job thread is asked to do it.

    running: whether that has yet to say what came of it. wanted: whether it is still wanted then.
    ends: what could be done again before, and can no longer once something was decided.
    newer: tells what is decided meanwhile, which stays.
    """

    track_ids: Sequence[int] = ()  # what comes of it is told

    def __init__(
        self,
        bulk: Bulk,
        wish: Wish,
        pages: Sequence[Page],
        ends: Sequence[UndoStep],
        newer: Newer,
    ) -> None:
        self._bulk = bulk
        self.wish = wish
        self.ends = ends
        self.newer = newer
        self.running = self.wanted = True
        self._show(pages)

    def _show(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.text = self.wish.step(sum(map(len, pages)))

    def settle(self, pages: Sequence[Page]) -> None:
        """That is what was decided."""
        self.running = False
        self._show(pages)

    def redo(self) -> None:
        """Decide again."""
        self.wanted = True
        if not self.running:
            self._bulk.redecide(self, back=False)

    def undo(self) -> None:
        """Take the decisions back."""
        self.wanted = False
        if not self.running:
            self._bulk.redecide(self, back=True)


def _amounts(pages: Sequence[Page]) -> tuple[str, str]:
    """How many tags on how many tracks, in words; no track is on two pages."""
    return of_tags(sum(map(len, pages))), of_tracks(sum(len(tracks_of(page)) for page in pages))
