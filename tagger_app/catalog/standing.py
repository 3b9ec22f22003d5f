"""Where tracks stand: the one place that works out states and how far models and files disagree."""

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from tagger_app.catalog.columns import AMONG_CHOSEN, chosen
from tagger_app.catalog.schema import (
    decisions,
    edits,
    model_tags,
    outside_changes,
    predictions,
    suggestions,
    tag_values,
    tag_words,
    tracks,
    write_entries,
    writes,
)
from tagger_app.core.track import TrackState


def refresh(connection: Connection, ids: Iterable[int]) -> None:
    """Work out anew what follows from everything else the catalog knows of these tracks.

    To be called after any change of their tags, failure, predictions, decisions or writes. The
    first that is true is the state: offline, missing, failed, accepted (an accepted or added tag,
    or an edit, waits to be written), changed outside (after a write or decision), written, reviewed
    (something was decided, or a person looked at it since it was heard), to review (heard), new.
    """
    parameters = chosen(ids)
    connection.execute(_SET_STATE, parameters)
    connection.execute(_SET_DISAGREEMENT, parameters)


def refresh_disagreement(connection: Connection, ids: Iterable[int]) -> None:
    """Compare models and files anew, as after a change of the words for tags."""
    connection.execute(_SET_DISAGREEMENT, chosen(ids))


def waits_to_be_written() -> ColumnElement[bool]:
    """Whether a track has an accepted or added tag, or an edit, that no write has dealt with.

    Files that carry no tags (see `Track.takes_tags`) wait for nothing.
    """
    in_file = exists(select(literal(1)).select_from(tag_values).where(_same_tag()))
    to_come = exists(
        select(literal(1)).where(
            decisions.c.track_id == tracks.c.id,
            decisions.c.verdict.in_(("accepted", "added")),
            ~decisions.c.settled,
            ~in_file,
        )
    )
    edited = and_(
        tag_values.c.track_id == edits.c.track_id,
        tag_values.c.field == edits.c.category,
        tag_values.c.value == edits.c.value,
    )
    there = exists(select(literal(1)).select_from(tag_values).where(edited))
    to_go = exists(
        select(literal(1)).where(edits.c.track_id == tracks.c.id, ~edits.c.settled, there)
    )
    takes_tags = or_(tracks.c.failure_reason.is_(None), tracks.c.family != "")
    return and_(takes_tags, or_(to_come, to_go))


def _state() -> ColumnElement[str]:
    decided = decisions.c.track_id == tracks.c.id
    done = (
        select(literal(1))
        .select_from(write_entries.join(writes))
        .where(
            write_entries.c.track_id == tracks.c.id,
            write_entries.c.status == "done",
            writes.c.kind != "undo",
        )
    )
    heard = select(literal(1)).where(predictions.c.track_id == tracks.c.id)
    since = select(func.max(predictions.c.heard_at)).where(predictions.c.track_id == tracks.c.id)
    changed = select(literal(1)).where(outside_changes.c.track_id == tracks.c.id)
    reviewed = or_(exists(done), exists(select(literal(1)).where(decided)))
    return case(
        (and_(tracks.c.missing_at.is_not(None), tracks.c.offline), TrackState.OFFLINE.value),
        (tracks.c.missing_at.is_not(None), TrackState.MISSING.value),
        (tracks.c.failure_reason.is_not(None), TrackState.FAILED.value),
        (waits_to_be_written(), TrackState.ACCEPTED.value),
        (and_(exists(changed), reviewed), TrackState.CHANGED.value),
        (exists(done), TrackState.WRITTEN.value),
        (exists(select(literal(1)).where(decided)), TrackState.REVIEWED.value),
        (tracks.c.looked_at >= since.scalar_subquery(), TrackState.REVIEWED.value),
        (exists(heard), TrackState.TO_REVIEW.value),
        else_=TrackState.NEW.value,
    )


def _same_tag() -> ColumnElement[bool]:
    return and_(
        tag_values.c.track_id == decisions.c.track_id,
        tag_values.c.field == decisions.c.category,
        tag_values.c.key == decisions.c.key,
    )


def _disagreement() -> ColumnElement[float]:
    """The sum of suggested scores that a file does not have, in fields where it has something."""
    field = and_(
        tag_values.c.track_id == suggestions.c.track_id, tag_values.c.field == model_tags.c.category
    )
    contradicted: Select[float] = (
        select(func.coalesce(func.sum(suggestions.c.score), 0.0))
        .select_from(suggestions.join(model_tags))
        .where(
            suggestions.c.track_id == predictions.c.track_id,
            model_tags.c.model_id == predictions.c.model_id,
            exists(select(literal(1)).select_from(tag_values).where(field)),
            ~exists(
                select(literal(1))
                .select_from(tag_values)
                .where(
                    field,
                    _identity(tag_values.c.field, tag_values.c.key)
                    == _identity(model_tags.c.category, model_tags.c.key),
                )
            ),
        )
    )
    return contradicted.scalar_subquery()


def _identity(category: ColumnElement[str], key: ColumnElement[str]) -> ColumnElement[str]:
    """The same for all words for one tag."""
    meant = select(tag_words.c.identity).where(
        tag_words.c.category == category, tag_words.c.key == key
    )
    return func.coalesce(meant.scalar_subquery(), key)


_SET_STATE = update(tracks).where(tracks.c.id.in_(AMONG_CHOSEN)).values(state=_state())
_SET_DISAGREEMENT = (
    update(predictions)
    .where(predictions.c.track_id.in_(AMONG_CHOSEN))
    .values(disagreement=_disagreement())
)
