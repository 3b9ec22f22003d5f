"""What the person decided about tags of tracks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from tagger_app.catalog.columns import among, now
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import decisions, tracks
from tagger_app.catalog.standing import refresh
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import tag_key


class Verdict(StrEnum):
    """The person's word on one tag of one track; `ADDED` is a tag that no model suggested."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on one tag of one track; None takes an earlier one back."""

    track_id: int
    category: Category
    tag: str
    verdict: Verdict | None


class Decisions:
    """Decisions of the catalog: they outlive scans, models and restarts.

    Two spellings of a tag are one tag (see `core.vocabulary.tag_key`): the last one stays.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(
        self,
        track_id: int,
        category: Category,
        tag: str,
        verdict: Verdict | None,
        *,
        model_id: int | None = None,
    ) -> None:
        """Store one decision; `model_id` is the model whose suggestion it answers."""
        self.decide_all([Decision(track_id, category, tag, verdict)], model_id=model_id)

    def decide_all(self, chosen: Sequence[Decision], *, model_id: int | None = None) -> None:
        """Store many decisions at once, all or none."""
        moment = now()
        last = {(d.track_id, d.category, tag_key(d.tag)): d for d in chosen}
        rows = [
            {
                "track_id": decision.track_id,
                "category": decision.category.value,
                "key": key,
                "tag": decision.tag,
                "verdict": decision.verdict.value,
                "settled": False,
                "decided_at": moment,
                "model_id": model_id,
            }
            for (_, _, key), decision in last.items()
            if decision.verdict is not None
        ]
        with self._database.writing() as connection:
            _withdraw(connection, [key for key, d in last.items() if d.verdict is None])
            if rows:
                connection.execute(insert(decisions).prefix_with("OR REPLACE"), rows)
            refresh(connection, {decision.track_id for decision in chosen})

    def look(self, ids: Sequence[int], *, looked: bool) -> None:
        """Say that a person looked at tracks about which a model suggests nothing; or did not.

        They are reviewed until they are heard anew, or something is suggested after all.
        """
        with self._database.writing() as connection:
            connection.execute(
                update(tracks)
                .where(tracks.c.id.in_(among(ids)))
                .values(looked_at=now() if looked else None)
            )
            refresh(connection, ids)

    def settle(self, track_id: int, tags: Iterable[tuple[Category, str]]) -> None:
        """Say that a write has dealt with these tags of a track.

        A tag that is in the file afterwards waits no longer anyway. This is for those that are not:
        a field was to be filled only if empty, or has the tag under another name.
        """
        with self._database.writing() as connection:
            settle(connection, track_id, tags)
            refresh(connection, [track_id])

    def of(self, track_id: int) -> dict[tuple[Category, str], Verdict]:
        """All decisions about a track."""
        return self.many([track_id]).get(track_id, {})

    def many(self, ids: Sequence[int]) -> dict[int, dict[tuple[Category, str], Verdict]]:
        """All decisions about these tracks, oldest first; tracks without any are left out."""
        statement = (
            select(decisions.c.track_id, decisions.c.category, decisions.c.tag, decisions.c.verdict)
            .where(decisions.c.track_id.in_(among(ids)))
            .order_by(decisions.c.track_id, decisions.c.decided_at, decisions.c.key)
        )
        found: dict[int, dict[tuple[Category, str], Verdict]] = {}
        with self._database.reading() as connection:
            for track_id, category, tag, verdict in connection.execute(statement):
                found.setdefault(track_id, {})[Category(category), tag] = Verdict(verdict)
        return found


def settle(connection: Connection, track_id: int, tags: Iterable[tuple[Category, str]]) -> None:
    """Mark these tags of a track as dealt with; the caller refreshes."""
    for category, tag in tags:
        connection.execute(
            update(decisions)
            .where(
                decisions.c.track_id == track_id,
                decisions.c.category == category.value,
                decisions.c.key == tag_key(tag),
            )
            .values(settled=True)
        )


def unsettle(connection: Connection, track_id: int) -> None:
    """Let all accepted and added tags of a track wait again; the caller refreshes."""
    connection.execute(
        update(decisions).where(decisions.c.track_id == track_id).values(settled=False)
    )


def _withdraw(connection: Connection, keys: Sequence[tuple[int, Category, str]]) -> None:
    statement = delete(decisions).where(
        decisions.c.track_id == bindparam("track"),
        decisions.c.category == bindparam("of"),
        decisions.c.key == bindparam("word"),
    )
    rows = [{"track": track, "of": of.value, "word": word} for track, of, word in keys]
    if rows:
        connection.execute(statement, rows)
