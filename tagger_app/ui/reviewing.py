"""What keys, buttons and messages of review do."""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.pipeline.accept import Page
from tagger_app.pipeline.events import WriteFinished
from tagger_app.pipeline.review import Chip, ReviewTrack
from tagger_app.ui import words
from tagger_app.ui.desk import Desk
from tagger_app.ui.history import History
from tagger_app.ui.inspector import Inspector, keyed_chips
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.track_table import MOST_SELECTED
from tagger_app.ui.work import DECIDE, UNDO, Work
from tagger_app.ui.write_news import write_news

DecideChip = Callable[[ReviewTrack, Chip], None]


class Reviewing(QObject):
    """Turns what the person does into decisions and writes, and says what came of it."""

    def __init__(
        self,
        desk: Desk,
        work: Work,
        history: History,
        view: LibraryView,
        inspector: Inspector,
        message: MessageBar,
    ) -> None:
        super().__init__(view)
        self._desk = desk
        self._work = work
        self._history = history
        self._view = view
        self._table = view.table
        self._inspector = inspector
        self._message = message
        self._counted: tuple[int, ...] = ()
        self._what = ""
        self._redeciding: deque[tuple[_AcceptAll, Verdict | None]] = deque()
        # What an offer counted is no longer open once anything of it may be decided.
        desk.changed.connect(lambda _: message.withdraw(self._accept_counted))
        desk.history.changed.connect(lambda: message.withdraw(self._undo_accept))
        work.idle.connect(self._on_idle)
        work.counted.connect(self._on_counted)
        work.accepted.connect(self._on_accepted)
        work.redecided.connect(self._on_redecided)
        work.written.connect(self._on_written)
        inspector.accept_wanted.connect(lambda chip: self.on_chip(desk.toggle, chip))
        inspector.reject_wanted.connect(lambda chip: self.on_chip(desk.refuse, chip))
        inspector.add_wanted.connect(self.add_tag)
        inspector.change_wanted.connect(self.change_tag)
        inspector.retry_wanted.connect(self.retry)

    def accept(self) -> None:
        """Accept the selected tracks; very many are counted first, as for `accept_all`."""
        ids = tuple(self._table.selected_ids())
        if len(ids) > MOST_SELECTED:
            self._offer(ids, self.tr("every open suggestion on the selected tracks"))
            return
        self._decide_and_advance(self._desk.accept)

    def reject(self) -> None:
        """Reject the selected tracks."""
        if self._selects_few():
            self._decide_and_advance(self._desk.reject)

    def _decide_and_advance(self, decide: Callable[[list[ReviewTrack]], None]) -> None:
        """The next track is shown first, lest those decided about be shown once more before it."""
        chosen = self._table.selected()
        self._table.advance()
        decide(chosen)

    def _selects_few(self) -> bool:
        few = len(self._table.selected_ids()) <= MOST_SELECTED
        if not few:
            text = self.tr("That is for at most {0} tracks at once; only accepting has no limit.")
            self._message.say(text.format(words.number(MOST_SELECTED)), failure=True)
        return few

    def on_chip(self, how: DecideChip, chip: Chip) -> None:
        """Decide about one tag of the current track."""
        review = self._inspector.review
        if review is not None:
            how(review, chip)

    def toggle(self, number: int) -> None:
        """Accept the nth tag of the current track, or take that back."""
        review = self._inspector.review
        chips = keyed_chips(review) if review is not None else ()
        if review is not None and number <= len(chips):
            self._desk.toggle(review, chips[number - 1])

    def add_tag(self, category: Category, name: str) -> None:
        """Add a tag to the selected tracks."""
        if self._selects_few():
            self._desk.add(self._table.selected(), category, name)
        self._table.setFocus()

    def change_tag(self, chip: Chip, category: Category, name: str) -> None:
        """Let another tag take the place of one of the current track."""
        review = self._inspector.review
        if review is not None:
            self._desk.change(review, chip, category, name)
        self._table.setFocus()

    def accept_all(self) -> None:
        """Say what accepting every open suggestion in view would do; do it at the second call."""
        ids = tuple(self._view.model.ids)
        self._offer(ids, self.tr("every open suggestion in this view"))

    def _offer(self, ids: tuple[int, ...], what: str) -> None:
        if self._counted == ids and self._message.offers(self._accept_counted):
            self._message.press()
            return
        self._counted, self._what = ids, what
        self._work.count(ids)

    def _accept_counted(self) -> None:
        self._work.accept(self._counted)

    def _on_counted(self, tags: int, tracks: int) -> None:
        if not tags:
            self._message.say(self.tr("There is no open suggestion."))
            return
        text = self.tr("Accepts {0} on {1}: {2}.").format(*self._amounts(tags, tracks), self._what)
        self._message.say(text, button=self.tr("Accept"), act=self._accept_counted)

    def _amounts(self, tags: int, tracks: int) -> tuple[str, str]:
        return (
            words.counted(tags, self.tr("1 tag"), self.tr("{0} tags")),
            words.counted(tracks, self.tr("1 track"), self.tr("{0} tracks")),
        )

    def _on_accepted(self, pages: list[Page], stopped: bool) -> None:
        if not pages:
            self._message.say(self.tr("Stopped before anything was accepted."))
            return
        tags = sum(map(len, pages))
        one, many = self.tr("accept of 1 tag"), self.tr("accept of {0} tags")
        text = words.counted(tags, one, many)
        self._desk.history.add(_AcceptAll(text, self._redecide, pages))
        tracks = {decision.track_id for page in pages for decision in page}
        self._tell_accepted(tags, len(tracks), stopped=stopped)

    def _tell_accepted(
        self, tags: int, tracks: int, *, undoable: bool = True, stopped: bool = False
    ) -> None:
        text = self.tr("Accepted {0} on {1}.")
        if stopped:
            text = self.tr("Stopped: accepted {0} on {1}; the others are still open.")
        self._message.say(
            text.format(*self._amounts(tags, tracks)),
            button=self.tr("Undo"),
            act=self._undo_accept if undoable else None,
        )

    def _undo_accept(self) -> None:
        self._desk.history.undo()

    def _redecide(self, command: "_AcceptAll", verdict: Verdict | None) -> None:
        # What is decided while the pages are worked through is newer, and must stay.
        if not self._redeciding:
            self._desk.latest.clear()
        self._redeciding.append((command, verdict))
        self._work.redecide(command.pages, verdict, self._desk.latest)

    def _on_redecided(self, tags: int, tracks: int) -> None:
        command, verdict = self._redeciding[0]
        if verdict is None:
            told = self.tr("Took back {0} on {1}.").format(*self._amounts(tags, tracks))
            self._message.say(told)
            return
        last = self._desk.history.done[-1:]
        self._tell_accepted(tags, tracks, undoable=list(last) == [command])

    def _on_idle(self, name: str) -> None:
        if name == DECIDE:
            self._redeciding.popleft()

    def retry(self) -> None:
        """Try the current track again, which failed."""
        review = self._inspector.review
        if review is not None:
            self._work.retry([review.track.id])

    def retry_selected(self) -> None:
        """Try those of the selected tracks again that failed."""
        if not self._selects_few():
            return
        tracks = (review.track for review in self._table.selected())
        failed = [track.id for track in tracks if track.state is TrackState.FAILED]
        if failed:
            self._work.retry(failed)
        else:
            self._message.say(self.tr("None of the selected tracks failed."))

    def write(self) -> None:
        """Write everything that was accepted."""
        self._message.hide()
        self._work.write()

    def _on_written(self, name: str, event: WriteFinished, kept: int) -> None:
        again = name != UNDO and event.written > 0
        self._message.say(
            write_news(name, event, kept),
            failure=event.refused > 0,
            button=self.tr("Undo") if again else "",
            act=self._history.undo_write if again else None,
        )


class _AcceptAll:
    """Accepting very much as one step, done already, that the job thread takes back by pages."""

    def __init__(
        self,
        text: str,
        redecide: Callable[["_AcceptAll", Verdict | None], None],
        pages: Sequence[Page],
    ) -> None:
        self.text = text
        self.pages = pages
        self._redecide = redecide

    def redo(self) -> None:
        """Accept again."""
        self._redecide(self, Verdict.ACCEPTED)

    def undo(self) -> None:
        """Take the decisions back: nothing was decided about these tags before."""
        self._redecide(self, None)
