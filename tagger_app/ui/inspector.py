"""The current track in full: what it is, what the model heard, what would be written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tagger_app.core.changes import ChangeSet
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack
from tagger_app.ui import failures, words
from tagger_app.ui.change_preview import ChangePreview
from tagger_app.ui.icons import icon
from tagger_app.ui.labels import ElidedLabel, PlainLabel, WordsLabel
from tagger_app.ui.outside_box import OutsideBox
from tagger_app.ui.score_row import ScoreRow
from tagger_app.ui.tag_entry import TagEntry
from tagger_app.ui.theme import GRID, Theme

_COVER = 16 * GRID
_ROWS_AT_FIRST = 3
_MOST_KEYS = 9
_TITLE_SIGNS = 18


def keyed_chips(review: ReviewTrack) -> tuple[Chip, ...]:
    """The tags that keys 1 to 9 toggle: suggested or decided, in the inspector's order.

    Then those of the file that are to go or to change, so that no other's key changes by that.
    """
    skipped = {ChipStatus.IN_FILE, ChipStatus.SCORED}
    every = (chip for category in TAG_CATEGORIES for chip in review.tags[category])
    chips = [chip for chip in every if chip.status not in skipped]
    return tuple(sorted(chips, key=lambda chip: chip.in_file))[:_MOST_KEYS]


class Inspector(QScrollArea):
    """Shows one track; tells what the person wants done with it."""

    accept_wanted = Signal(object)
    """The chip to accept, or to take the acceptance back from."""
    reject_wanted = Signal(object)
    add_wanted = Signal(Category, str)
    change_wanted = Signal(object, Category, str)
    """(chip, category and name of the tag that is to take its place)"""
    tag_picked = Signal(object)
    retry_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, theme: Theme, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._review: ReviewTrack | None = None
        self._picture: QPixmap | None = None
        self.preview: Callable[[ReviewTrack], ChangeSet] = lambda review: review.proposal
        """Tells all that a write would change."""
        self._keys = tuple(map(str, range(1, _MOST_KEYS + 1)))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(70 * GRID)
        self.setAccessibleName(self.tr("Track"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the focus
        page = QWidget()
        page.setObjectName("inspector")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(4 * GRID, 4 * GRID, 3 * GRID, 4 * GRID)
        self._column.setSpacing(GRID)
        self._one_of = PlainLabel("", "muted", wrap=True)
        self._one_of.hide()
        self._column.addWidget(self._one_of)
        self._make_header()
        self._make_failure()
        self.changes = OutsideBox()
        self._column.addWidget(self.changes)
        self._sections = {category: _Section(category, theme, self) for category in TAG_CATEGORIES}
        self._scales = _scale_line()
        for category, section in self._sections.items():
            self._column.addWidget(section)
            if category is Category.MOOD:  # which is what the numbers follow from
                self._column.addWidget(self._scales)
        self.entry = TagEntry(vocabulary)
        self.entry.wanted.connect(self.add_wanted)
        self.entry.changed.connect(self.change_wanted)
        self._column.addSpacing(2 * GRID)
        self._column.addWidget(self.entry)
        self._preview = ChangePreview()
        self._column.addSpacing(3 * GRID)
        self._column.addWidget(self._preview)
        self._column.addStretch(1)
        self.setWidget(page)
        self.show_track(None)

    def _make_header(self) -> None:
        self._cover = PlainLabel()
        self._cover.setFixedSize(_COVER, _COVER)
        self._cover.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cover.setObjectName("cover")
        self._title = WordsLabel("title")
        self._byline = ElidedLabel("", "muted")
        self._facts = ElidedLabel("", "muted")
        self._ending = PlainLabel(wrap=True)
        self._album = ElidedLabel("", "muted")
        texts = QVBoxLayout()
        texts.setSpacing(GRID // 2)
        for label in (self._title, self._byline, self._album):
            texts.addWidget(label)
        texts.addStretch(1)
        self._header = QHBoxLayout()
        self._header.setSpacing(3 * GRID)
        self._header.addWidget(self._cover, 0, Qt.AlignmentFlag.AlignTop)
        self._header.addLayout(texts, 1)
        self._column.addLayout(self._header)
        self._place = ElidedLabel("", "muted", middle=True)
        self._column.addSpacing(2 * GRID)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._ending)
        self._column.addWidget(self._place)

    def _make_failure(self) -> None:
        self._failure = QFrame()
        self._failure.setObjectName("failure")
        self._reason = PlainLabel("", "failure", wrap=True)
        retry = QPushButton(self.tr("Try again"))
        retry.clicked.connect(self.retry_wanted)
        folder = QPushButton(self.tr("Show in folder"))
        folder.clicked.connect(self.folder_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(retry)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        column = QVBoxLayout(self._failure)
        column.setContentsMargins(0, 2 * GRID, 0, 2 * GRID)
        column.addWidget(self._reason)
        column.addLayout(buttons)
        self._column.addWidget(self._failure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the header for the room there is."""
        super().resizeEvent(event)
        self._arrange_header()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange the header for the size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._arrange_header()

    def _arrange_header(self) -> None:
        """Put the title below the cover where beside it there is no room for a longer word."""
        beside = self.viewport().width() - _COVER - 10 * GRID
        narrow = beside < _TITLE_SIGNS * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction
        self._header.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def show_selected(self, count: int) -> None:
        """Say that the track is one of several that are selected."""
        self._one_of.setText(self.tr("One of {0} selected tracks").format(words.number(count)))
        self._one_of.setVisible(count > 1)

    @property
    def review(self) -> ReviewTrack | None:
        """The track that is shown."""
        return self._review

    def enter_tag(self) -> None:
        """Let the person type a tag: another one, or another than that whose row has the keys."""
        focus = QApplication.focusWidget()
        row = focus if isinstance(focus, ScoreRow) else focus.parent() if focus else None
        if isinstance(row, ScoreRow) and row.chip is not None and row.can_be_changed:
            self.edit_tag(row.chip)
        else:
            self.entry.start()
            self._show_entry()

    def edit_tag(self, chip: Chip) -> None:
        """Let the person type what is to take the place of a tag."""
        self.entry.edit(chip)
        self._show_entry()

    def _show_entry(self) -> None:
        self._column.activate()  # with what is said above the line
        self.ensureWidgetVisible(self.entry, 0, 6 * GRID)

    @property
    def notes(self) -> dict[Category, str]:
        """What is said beside each category's name."""
        return {category: section.note for category, section in self._sections.items()}

    def show_cover(self, content: bytes) -> None:
        """Show a cover from a file; one that is no picture is passed over."""
        pixmap = QPixmap()
        if pixmap.loadFromData(content):
            self.set_cover(pixmap)

    def set_cover(self, cover: QPixmap | None) -> None:
        """Show a cover, or the sign that stands for none."""
        self._picture = cover
        if cover is None or cover.isNull():
            colours = self._theme.colours
            self._cover.setPixmap(icon("music-note", colours, colours.faint).pixmap(6 * GRID))
            return
        ratio = self.devicePixelRatioF()
        side = round(_COVER * ratio)
        scaled = cover.scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._cover.setPixmap(scaled)

    def show_track(self, review: ReviewTrack | None) -> None:
        """Show a track, or nothing."""
        other = review is None or self._review is None or review.track.id != self._review.track.id
        self._review = review
        page = self.widget()
        if page is not None:
            page.setVisible(review is not None)
        policy = Qt.ScrollBarPolicy
        needed = policy.ScrollBarAsNeeded if review is not None else policy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(needed)  # a page that is hidden would keep its bar
        if review is None:
            return
        track = review.track
        if other:
            self.entry.stop_editing()
            self.set_cover(None)
            self.verticalScrollBar().setValue(0)
        self._title.set_full_text(words.title_of(track))
        for label, text in (
            (self._byline, words.plain(track.file_tags.artist)),
            (self._album, words.plain(track.file_tags.album)),
            (self._facts, words.facts_line(track.facts) if track.facts else ""),
            (self._place, words.place(track.path)),
        ):
            label.set_full_text(text)
            label.setVisible(bool(text))
        ending = words.ends_early(track.facts) if track.facts else ""
        self._ending.setText(ending)
        self._ending.setVisible(bool(ending))
        failed = track.state is TrackState.FAILED and track.failure is not None
        self._failure.setVisible(failed)
        if track.failure is not None:
            self._reason.setText(failures.told(track.failure))
            self._reason.setToolTip(failures.in_english(track.failure))
        keys = {
            (chip.category, chip.name): key
            for key, chip in zip(self._keys, keyed_chips(review), strict=False)
        }
        for category, section in self._sections.items():
            chips = review.tags[category]
            heard = review.prediction is not None
            note = _note_on(review, category) if heard else words.not_heard(track)
            section.show_chips(chips, keys, note=note, anew=other)
            section.setVisible(bool(chips) or not failed)
        places = words.scale_line(review.scales)
        self._scales.setText(places)
        self._scales.setVisible(bool(places))
        self._preview.show_change(self.preview(review))

    @property
    def scales(self) -> str:
        """Where the model places the track on its scales; empty where it does not."""
        return self._scales.text()

    def set_keys(self, keys: Sequence[str]) -> None:
        """Show other keys beside the tags that they toggle."""
        self._keys = tuple(keys)
        self.show_track(self._review)

    def refresh(self) -> None:
        """Draw anew, after the look changed."""
        self.show_track(self._review)
        self.set_cover(self._picture)


class _Section(QWidget):
    """The tags of one category."""

    def __init__(self, category: Category, theme: Theme, inspector: Inspector) -> None:
        super().__init__(inspector)
        self._category = category
        self._theme = theme
        self._inspector = inspector
        self._rows: list[ScoreRow] = []
        self._all = False
        self._shown: tuple[Sequence[Chip], dict[tuple[Category, str], str], str] = ((), {}, "")
        self._note = PlainLabel("", "muted")
        self._more = QPushButton()
        self._more.setFlat(True)
        self._more.setObjectName("more")
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self._show_all)
        heading = QHBoxLayout()
        heading.setContentsMargins(0, 0, 0, GRID)
        heading.addWidget(PlainLabel(words.category_name(category), "heading"))
        heading.addStretch(1)
        heading.addWidget(self._note)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 3 * GRID, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(heading)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def note(self) -> str:
        """What is said beside the category's name."""
        return self._note.text()

    def show_chips(
        self,
        chips: Sequence[Chip],
        keys: dict[tuple[Category, str], str],
        *,
        note: str,
        anew: bool,
    ) -> None:
        """Show the tags that matter first; the rest when it is asked for.

        Args:
            note: what is said beside the category's name.
        """
        if anew:
            self._all = False
        self._shown = (chips, keys, note)
        rest = sorted(
            (chip for chip in chips if chip.status is ChipStatus.SCORED),
            key=lambda chip: -chip.strength,
        )
        told = [chip for chip in chips if chip.status is not ChipStatus.SCORED]
        room = len(rest) if self._all else max(_ROWS_AT_FIRST - len(told), 0)
        # Kept in the order of the track's tags, so that no row jumps when it is decided.
        scored = {id(chip) for chip in rest[:room]}
        visible = [c for c in chips if c.status is not ChipStatus.SCORED or id(c) in scored]
        while len(self._rows) < len(visible):
            self._add_row()
        widest = max(keys.values(), key=len, default="")
        for row, chip in zip(self._rows, visible, strict=False):
            row.show_chip(chip, keys.get((chip.category, chip.name), ""), widest)
        for position, row in enumerate(self._rows):
            row.setVisible(position < len(visible))
        self._note.setText(note)
        hidden = len(chips) - len(visible)
        self._more.setVisible(hidden > 0)
        text = words.tr("Show {0} more").format(words.number(hidden))
        self._more.setText(text)
        self._more.setAccessibleName(f"{words.category_name(self._category)}: {text}")

    def _add_row(self) -> None:
        row = ScoreRow(self._theme, self)
        row.accept_clicked.connect(self._inspector.accept_wanted)
        row.reject_clicked.connect(self._inspector.reject_wanted)
        row.picked.connect(self._inspector.tag_picked)
        row.edit_wanted.connect(self._inspector.edit_tag)
        self._column.insertWidget(self._column.count() - 1, row)
        row.stand_before(self._more, after=self._rows[-1] if self._rows else None)
        self._rows.append(row)

    def _show_all(self) -> None:
        self._all = True
        chips, keys, note = self._shown
        self.show_chips(chips, keys, note=note, anew=False)


def _scale_line() -> PlainLabel:
    line = PlainLabel("", "muted", wrap=True)
    line.setContentsMargins(0, GRID, 0, 0)
    explained = words.tr(
        "How pleasant (valence) and how lively (arousal) the music feels, from 0 to 1, with 0.5 in"
        " the middle of the music that the model learned from; both follow from the moods it hears"
        " and are never written."
    )
    line.setToolTip(explained)
    line.setAccessibleDescription(explained)
    return line


def _note_on(review: ReviewTrack, category: Category) -> str:
    """What there is to say where the model suggests nothing that the file does not have."""
    chips = review.chips(category)
    if {chip.status for chip in chips} - {ChipStatus.IN_FILE}:
        return ""
    if any(chip.confirmed for chip in chips):
        return words.tr("nothing new")
    return words.tr("not sure") if review.is_unsure(category) else ""
