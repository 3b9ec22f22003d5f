"""What can be wished of very many tracks, in words."""

from collections.abc import Sequence

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.pipeline.accept import open_suggestions
from tagger_app.pipeline.deciding import Choose, pages_by, rejecting
from tagger_app.pipeline.review import Chip
from tagger_app.ui import words
from tagger_app.ui.bulk import Wish
from tagger_app.ui.decision_words import accept_of, adding_of, reject_of, reset_of


def accept_in_view(ids: Sequence[int]) -> Wish:
    """Accept every open suggestion in view.

    Tracks that come into view after it was told are no reason to tell it anew.
    """
    return _accept("view", ids, words.tr("every open suggestion in this view"))


def accept_selected(ids: Sequence[int]) -> Wish:
    """Accept every open suggestion on the selected tracks."""
    what = words.tr("every open suggestion on the selected tracks")
    return _accept(("accept", tuple(ids)), ids, what)


def _accept(key: object, ids: Sequence[int], what: str) -> Wish:
    tr = words.tr
    tells, told = tr("Accepts {0} on {1}: {2}."), tr("Accepted {0} on {1}.")
    return Wish(
        key,
        ids,
        open_suggestions,
        lambda tags, tracks: tells.format(tags, tracks, what),
        tr("Accept"),
        told.format,
        tr("There is no open suggestion."),
        accept_of,
    )


def reject_selected(ids: Sequence[int]) -> Wish:
    """Reject every suggestion on the selected tracks that is open or was accepted."""
    tr = words.tr
    return Wish(
        ("reject", tuple(ids)),
        ids,
        pages_by(rejecting),
        tr("Rejects {0} on {1}: every suggestion on the selected tracks.").format,
        tr("Reject"),
        tr("Rejected {0} on {1}.").format,
        tr("There is no suggestion to reject."),
        reject_of,
    )


def add_to_selected(ids: Sequence[int], category: Category, name: str, choose: Choose) -> Wish:
    """Add a tag to the selected tracks."""
    tr = words.tr
    tag = words.plain(name)
    tells, told = tr("Adds “{0}” to {1}."), tr("Added “{0}” to {1}.")
    return Wish(
        ("add", category, name, tuple(ids)),
        ids,
        pages_by(choose),
        lambda _, tracks: tells.format(tag, tracks),
        tr("Add"),
        lambda _, tracks: told.format(tag, tracks),
        tr("All selected tracks have “{0}” already.").format(tag),
        adding_of,
    )


def decide_tag(ids: Sequence[int], chip: Chip, verdict: Verdict | None, choose: Choose) -> Wish:
    """Decide about the same tag of the selected tracks, wherever that fits."""
    tr = words.tr
    tag = words.plain(chip.name)
    tells, button, step = {
        Verdict.ACCEPTED: (tr("Accepts “{0}” on {1}."), tr("Accept"), accept_of),
        Verdict.REJECTED: (tr("Rejects “{0}” on {1}."), tr("Reject"), reject_of),
    }.get(
        verdict or Verdict.ADDED,
        (tr("Takes the decision about “{0}” back on {1}."), tr("Take back"), reset_of),
    )
    return Wish(
        ("tag", chip.category, chip.name, verdict, tuple(ids)),
        ids,
        pages_by(choose),
        lambda _, tracks: tells.format(tag, tracks),
        button,
        lambda _, tracks: tag_decided(chip, verdict, tracks),
        tr("There is nothing to decide about “{0}”.").format(tag),
        step,
    )


def tag_decided(chip: Chip, verdict: Verdict | None, tracks: str) -> str:
    """What was decided about a tag, on so many tracks, given in words."""
    tr = words.tr
    told = {
        Verdict.ACCEPTED: tr("Accepted “{0}” on {1}."),
        Verdict.REJECTED: tr("Rejected “{0}” on {1}."),
    }.get(verdict or Verdict.ADDED, tr("Took the decision about “{0}” back on {1}."))
    return told.format(words.plain(chip.name), tracks)
