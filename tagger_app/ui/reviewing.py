"""What keys, buttons and messages of review do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.pipeline.accept import Page
from tagger_app.pipeline.events import WriteFinished
from tagger_app.pipeline.review import Chip, ReviewTrack
from tagger_app.ui import words
from tagger_app.ui.desk import Desk
from tagger_app.ui.inspector import Inspector, keyed_chips
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.track_table import MOST_SELECTED
from tagger_app.ui.work import DECIDE, REDO, UNDO, WRITE, Work

DecideChip = Callable[[ReviewTrack, Chip], None]


class Reviewing(QObject):
    """Turns what the person does into decisions and writes, and says what came of it."""

    def __init__(
        self,
        desk: Desk,
        work: Work,
        view: LibraryView,
        inspector: Inspector,
        message: MessageBar,
    ) -> None:
        super().__init__(view)
        self._desk = desk
        self._work = work
        self._view = view
        self._table = view.table
        self._inspector = inspector
        self._message = message
        self._counted: tuple[int, ...] = ()
        self._what = ""
        self._offered = False
        self._redeciding = 0
        desk.changed.connect(lambda _: self._withdraw())
        work.idle.connect(self._on_idle)
        work.counted.connect(self._on_counted)
        work.accepted.connect(self._on_accepted)
        work.written.connect(self._on_written)
        inspector.accept_wanted.connect(lambda chip: self.on_chip(desk.toggle, chip))
        inspector.reject_wanted.connect(lambda chip: self.on_chip(desk.refuse, chip))
        inspector.add_wanted.connect(self.add_tag)
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

    def accept_all(self) -> None:
        """Say what accepting every open suggestion in view would do; do it at the second call."""
        ids = tuple(self._view.model.ids)
        self._offer(ids, self.tr("every open suggestion in this view"))

    def _offer(self, ids: tuple[int, ...], what: str) -> None:
        if self._offered and self._counted == ids and not self._message.isHidden():
            self._message.press()
            return
        self._counted, self._what, self._offered = ids, what, False
        self._work.count(ids)

    def _withdraw(self) -> None:
        """What an offer counted is no longer open."""
        if self._offered:
            self._offered = False
            self._message.settle()

    def _accept_counted(self) -> None:
        self._offered = False
        self._work.accept(self._counted)

    def _on_counted(self, tags: int, tracks: int) -> None:
        if not tags:
            self._message.say(self.tr("There is no open suggestion."))
            return
        self._offered = True
        text = self.tr("Accepts {0} on {1}: {2}.")
        tags_told = words.counted(tags, self.tr("1 tag"), self.tr("{0} tags"))
        tracks_told = words.counted(tracks, self.tr("1 track"), self.tr("{0} tracks"))
        self._message.say(
            text.format(tags_told, tracks_told, self._what),
            button=self.tr("Accept"),
            act=self._accept_counted,
        )

    def _on_accepted(self, pages: list[Page]) -> None:
        one, many = self.tr("accept of 1 tag"), self.tr("accept of {0} tags")
        text = words.counted(sum(map(len, pages)), one, many)
        self._desk.history.push(_AcceptAllCommand(text, self._redecide, pages))

    def _redecide(self, pages: Sequence[Page], verdict: Verdict | None) -> None:
        # What is decided while the pages are worked through is newer, and must stay.
        if not self._redeciding:
            self._desk.latest.clear()
        self._redeciding += 1
        self._work.redecide(pages, verdict, self._desk.latest)

    def _on_idle(self, name: str) -> None:
        if name == DECIDE:
            self._redeciding -= 1

    def retry(self) -> None:
        """Try the current track again, which failed."""
        review = self._inspector.review
        if review is not None:
            self._work.retry([review.track.id])

    def write(self) -> None:
        """Write everything that was accepted."""
        self._message.hide()
        self._work.write()

    def _on_written(self, name: str, event: WriteFinished, kept: int) -> None:
        # What was decided before is in the files now: the next thing to take back is the write.
        self._offered = False
        self._desk.history.clear()
        parts = []
        if event.write_id is not None and name == UNDO:
            one, many = self.tr("1 file has its"), self.tr("{0} files have their")
            parts = [self.tr("{0} old tags back.").format(words.counted(event.written, one, many))]
        elif event.write_id is not None:
            one, many = self.tr("Wrote tags to 1 file."), self.tr("Wrote tags to {0} files.")
            parts = [words.counted(event.written, one, many)]
        if kept:
            one = self.tr("In 1 file, what was changed since the write stays as it is.")
            many = self.tr("In {0} files, what was changed since the write stays as it is.")
            parts.append(words.counted(kept, one, many))
        if event.refused:
            one = self.tr("1 file was left as it was; see Failed for the reason.")
            many = self.tr("{0} files were left as they were; see Failed for the reasons.")
            parts.append(words.counted(event.refused, one, many))
        if not parts:
            parts = [self.tr("There was nothing to write.")]
        again = name in {WRITE, REDO} and event.written > 0
        self._message.say(
            " ".join(parts),
            failure=event.refused > 0,
            button=self.tr("Undo") if again else "",
            act=self._work.undo if again else None,
        )


class _AcceptAllCommand(QUndoCommand):
    """Accepting very much as one step, done already, that the job thread takes back by pages."""

    def __init__(
        self,
        text: str,
        redecide: Callable[[Sequence[Page], Verdict | None], None],
        pages: Sequence[Page],
    ) -> None:
        super().__init__(text)
        self._redecide = redecide
        self._pages = pages
        self._done = True

    def redo(self) -> None:
        """Accept again."""
        if not self._done:
            self._redecide(self._pages, Verdict.ACCEPTED)
        self._done = False

    def undo(self) -> None:
        """Take the decisions back: nothing was decided about these tags before."""
        self._redecide(self._pages, None)
