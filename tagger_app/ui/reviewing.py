"""What keys, buttons and messages of review do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.pipeline.deciding import Page, refused, toggled, tracks_of
from tagger_app.pipeline.events import WriteFinished
from tagger_app.pipeline.review import Chip, ReviewTrack
from tagger_app.ui import failures, wishes, words
from tagger_app.ui.bulk import Bulk, Wish
from tagger_app.ui.decision_words import of_tracks
from tagger_app.ui.desk import Desk
from tagger_app.ui.history import History
from tagger_app.ui.inspector import Inspector, keyed_chips
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.track_table import MOST_SELECTED
from tagger_app.ui.work import UNDO, WRITING, Work
from tagger_app.ui.write_news import write_news


class Reviewing(QObject):
    """Turns what the person does into decisions and writes, and says what came of it.

    What is meant for more than `MOST_SELECTED` tracks is told first, and done when it comes again.
    """

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
        self._bulk = Bulk(desk, work, message)
        self._in_vain = ""
        """What was said last of tags that were wanted in vain, until what was not is told."""
        work.begun.connect(self._on_begun)
        work.written.connect(self._on_written)
        work.decided.connect(self._on_decided)
        desk.refused.connect(self._on_refused)
        inspector.accept_wanted.connect(lambda chip: self._decide_tag(chip, toggled))
        inspector.reject_wanted.connect(lambda chip: self._decide_tag(chip, refused))
        inspector.add_wanted.connect(self.add_tag)
        inspector.change_wanted.connect(self.change_tag)
        inspector.retry_wanted.connect(self.retry)

    def accept(self) -> None:
        """Accept the selected tracks."""
        self._decide_and_advance(wishes.accept_selected, self._desk.accept)

    def reject(self) -> None:
        """Reject the selected tracks."""
        self._decide_and_advance(wishes.reject_selected, self._desk.reject)

    def _decide_and_advance(
        self, wish: Callable[[Sequence[int]], Wish], decide: Callable[[list[ReviewTrack]], Page]
    ) -> None:
        """The next track is shown first, lest those decided about be shown once more before it."""
        ids = self._table.selected_ids()
        if len(ids) > MOST_SELECTED:
            self._bulk.want(wish(ids))
            return
        chosen = self._table.selected()
        self._table.advance()
        self._tell_page(wish(ids), decide(chosen))

    def _tell_page(self, wish: Wish, page: Page) -> None:
        """Say what was just decided about many tracks, and of which it was in vain."""
        told, self._in_vain = self._in_vain, ""
        self._bulk.tell_page(wish, page)
        if told and self._message.text != told:
            self._message.add(told, failure=True)

    def change_tag(self, chip: Chip, category: Category, name: str) -> None:
        """Let another tag take the place of one of the current track."""
        review = self._inspector.review
        if review is not None:
            self._desk.change(review, chip, category, name)
        self._table.setFocus()

    def accept_all(self) -> None:
        """Accept every open suggestion in view."""
        self._bulk.want(wishes.accept_in_view(tuple(self._view.model.ids)))

    def toggle(self, number: int) -> None:
        """Accept the nth tag of the current track, or take that back."""
        review = self._inspector.review
        chips = keyed_chips(review) if review is not None else ()
        if number <= len(chips):
            self._decide_tag(chips[number - 1], toggled)

    def _decide_tag(self, chip: Chip, how: Callable[[Chip], Verdict | None]) -> None:
        """Decide about a tag of the current track, and of those selected with it.

        What the file has is the current track's alone.
        """
        review = self._inspector.review
        if review is None:
            return
        ids = self._table.selected_ids()
        if chip.in_file or len(ids) == 1 or review.track.id not in ids:
            (self._desk.toggle if how is toggled else self._desk.refuse)(review, chip)
            return
        verdict = how(chip)
        if len(ids) > MOST_SELECTED:
            choose = self._desk.deciding_tag(review, chip, verdict)
            self._bulk.want(wishes.decide_tag(ids, chip, verdict, choose))
            return
        tracks = self._desk.decide_tag(review, chip, verdict, self._table.selected())
        text = wishes.tag_decided(chip, verdict, of_tracks(tracks))
        self._bulk.tell(text)

    def add_tag(self, category: Category, name: str) -> None:
        """Add a tag to the selected tracks."""
        ids = self._table.selected_ids()
        wish = wishes.add_to_selected(ids, category, name, self._desk.adding(category, name))
        if len(ids) > MOST_SELECTED:
            self._bulk.want(wish)
        else:
            self._tell_page(wish, self._desk.add(self._table.selected(), category, name))
        self._table.setFocus()

    def _on_refused(self, reviews: list[ReviewTrack]) -> None:
        """Say why there are no tags to come for these tracks."""
        track = reviews[0].track
        if len(reviews) == 1 and track.failure is not None:
            text = self.tr("“{0}” takes no tags: {1}")
            text = text.format(words.title_of(track), failures.told(track.failure))
        else:
            text = self.tr("{0} of the selected files take no tags; see Failed for the reasons.")
            text = text.format(words.number(len(reviews)))
        self._in_vain = text
        self._message.say(text, failure=True)

    def retry(self) -> None:
        """Try those of the selected tracks again that failed."""
        if len(self._table.selected_ids()) > MOST_SELECTED:
            text = self.tr("That is for at most {0} tracks at once.")
            self._message.say(text.format(words.number(MOST_SELECTED)), failure=True)
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

    def _on_begun(self, name: str) -> None:
        """What was told of the write before holds no longer."""
        if name in WRITING:
            self._message.end(self._history)

    def _on_decided(self, pages: Sequence[Page]) -> None:
        self._view.deal_with(track_id for page in pages for track_id in tracks_of(page))

    def _on_written(self, name: str, event: WriteFinished, kept: int) -> None:
        again = name != UNDO and event.written > 0
        self._message.say(
            write_news(name, event, kept),
            failure=event.refused > 0,
            button=self.tr("Undo") if again else "",
            act=self._history.undo_write if again else None,
            about=self._history,
        )
