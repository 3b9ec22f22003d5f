"""How much is decided, in words."""

from tagger_app.ui import words


def accept_of(tags: int) -> str:
    """Accepting so many tags, as something that can be taken back."""
    return words.counted(tags, words.tr("accept of 1 tag"), words.tr("accept of {0} tags"))


def reject_of(tags: int) -> str:
    """Rejecting so many tags."""
    return words.counted(tags, words.tr("reject of 1 tag"), words.tr("reject of {0} tags"))


def reset_of(tags: int) -> str:
    """Taking back what was decided about so many tags."""
    return words.counted(tags, words.tr("reset of 1 tag"), words.tr("reset of {0} tags"))


def adding_of(tags: int) -> str:
    """Adding so many tags by hand."""
    return words.counted(tags, words.tr("adding of 1 tag"), words.tr("adding of {0} tags"))


def of_tags(tags: int) -> str:
    """So many tags."""
    return words.counted(tags, words.tr("1 tag"), words.tr("{0} tags"))


def of_tracks(tracks: int) -> str:
    """So many tracks."""
    return words.counted(tracks, words.tr("1 track"), words.tr("{0} tracks"))
