"""Taking a write back, and taking that back again."""

from collections.abc import Iterator

from tagger_app.catalog.journal import WriteKind
from tagger_app.core.errors import TaggerError
from tagger_app.core.track import Track
from tagger_app.pipeline.events import Event
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import Stop, Wanted, never, write


def undo(bench: Workbench, write_id: int | None = None, *, stop: Stop = never) -> Iterator[Event]:
    """Give every file of a write its old tags back, field by field.

    Only fields that still hold what was written are restored; what someone changed since stays and
    is reported. The undo is itself a write in the journal: undoing it redoes the first. What is
    left when it is stopped can still be undone.

    Args:
        write_id: the write; the newest that can be taken back if None.

    Raises:
        TaggerError: there is no such write, or nothing is left to undo.
    """
    journal = bench.catalog.journal
    chosen = journal.last_undoable() if write_id is None else write_id
    if chosen is None:
        raise TaggerError("There is no write to undo.")
    entries = {entry.track_id: entry for entry in journal.undoable_entries(chosen)}
    if not entries:
        raise TaggerError("Write {number} is not known, or is undone already.", number=chosen)

    def wanted(track: Track) -> Wanted:
        change = entries[track.id].change
        ours = change.still_in(track.file_tags.tags)
        kept = {c.field for c in change.changes} - {c.field for c in ours.changes}
        if not ours:
            journal.mark_undone(entries[track.id].id)
        return Wanted(ours.inverse(), tuple(sorted(kept)))

    return write(bench, tuple(entries), wanted, WriteKind.UNDO, undoes=chosen, stop=stop)
