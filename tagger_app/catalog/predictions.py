"""What models said about tracks, and what they suggest under the person's policy."""

from collections.abc import Generator, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    distinct,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from tagger_app.catalog.columns import among, now
from tagger_app.catalog.database import Database
from tagger_app.catalog.prediction_rows import (
    RANKS,
    RegisteredModel,
    array_row,
    load_model,
    policy_text,
    prediction_of,
    ranks,
    replace_suggestions,
    score_row,
    scores_in,
)
from tagger_app.catalog.schema import (
    model_tags,
    models,
    prediction_arrays,
    predictions,
    suggestions,
    tracks,
)
from tagger_app.catalog.standing import refresh
from tagger_app.catalog.tracks import store_facts
from tagger_app.core.errors import CatalogError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.policy import Policy, ScoredTag, Suggestions, suggest
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.core.track import AudioFacts
from tagger_app.core.vocabulary import tag_key

QUARANTINE_AFTER = 2
_BATCH = 1_000
_PUT_SCORES = insert(predictions).prefix_with("OR REPLACE")
_PUT_ARRAYS = insert(prediction_arrays).prefix_with("OR REPLACE")


class Predictions:
    """Predictions of the catalog: one per model and track."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._models: dict[int, RegisteredModel] = {}

    def register(self, name: str, version: str, digest: str, card_json: str) -> int:
        """The id of a model file, told apart by its digest; made where it is not known yet.

        Raises:
            ModelError: the card is not valid.
        """
        card = ModelCard.from_json(card_json)
        with self._database.writing() as connection:
            known = connection.scalar(select(models.c.id).where(models.c.digest == digest))
            if known is not None:
                return int(known)
            row = {
                "name": name,
                "version": version,
                "digest": digest,
                "card": card_json,
                "policy": policy_text(Policy()),
                "policy_holds": True,
                "added_at": now(),
            }
            made = connection.execute(insert(models).values(**row))
            model_id = int(made.lastrowid)
            connection.execute(
                insert(model_tags),
                [
                    {
                        "model_id": model_id,
                        "position": position,
                        "category": tag.category.value,
                        "name": tag.name,
                        "key": tag_key(tag.name),
                    }
                    for position, tag in enumerate(card.tags)
                ],
            )
        return model_id

    def unheard(
        self,
        model_id: int,
        coverage: Coverage,
        ids: Sequence[int] | None = None,
        *,
        retry_failed: bool = False,
    ) -> list[int]:
        """The tracks that a model has not heard with at least this coverage.

        Missing files are left out, and so are those that could not be heard twice, unless
        `retry_failed`.

        Args:
            ids: the tracks to look among, whose order is kept; all of them, by path, if None.
        """
        enough: ColumnElement[bool] = predictions.c.chunks.is_(None)
        if coverage.chunks is not None:
            enough = or_(enough, predictions.c.chunks >= coverage.chunks)
        heard = and_(
            predictions.c.model_id == model_id, predictions.c.track_id == tracks.c.id, enough
        )
        statement = select(tracks.c.id).where(
            tracks.c.missing_at.is_(None), ~exists(select(predictions.c.track_id).where(heard))
        )
        if not retry_failed:
            statement = statement.where(tracks.c.attempts < QUARANTINE_AFTER)
        with self._database.reading() as connection:
            if ids is None:
                return list(connection.scalars(statement.order_by(tracks.c.path)))
            found = set(connection.scalars(statement.where(tracks.c.id.in_(among(ids)))))
        return [track_id for track_id in dict.fromkeys(ids) if track_id in found]

    def heard_by_others(self, model_id: int) -> int:
        """How many tracks other models have heard and this one has not; missing ones apart."""
        own = predictions.alias()
        known = select(own.c.track_id).where(
            own.c.model_id == model_id, own.c.track_id == predictions.c.track_id
        )
        there = select(tracks.c.id).where(
            tracks.c.id == predictions.c.track_id, tracks.c.missing_at.is_(None)
        )
        statement = select(func.count(distinct(predictions.c.track_id))).where(
            predictions.c.model_id != model_id, ~exists(known), exists(there)
        )
        with self._database.reading() as connection:
            return int(connection.scalar(statement) or 0)

    def store(
        self,
        model_id: int,
        track_id: int,
        prediction: Prediction,
        suggested: Suggestions,
        facts: AudioFacts,
    ) -> None:
        """Store what a model heard, in place of what it heard before, with the audio's facts.

        Raises:
            CatalogError: a score is not a number, or storing failed.
        """
        with self._database.writing() as connection:
            model = self._model(connection, model_id)
            key = {"model_id": model_id, "track_id": track_id}
            try:
                scores, arrays = score_row(model, prediction, suggested), array_row(prediction)
            except ValueError as error:
                raise CatalogError(
                    "{path}: the model “{name}” gave scores that are not numbers; they were not"
                    " stored. Use another model, or report this.",
                    path=self._database.path,
                    name=model.card.name,
                ) from error
            for statement, values in ((_PUT_SCORES, scores), (_PUT_ARRAYS, arrays)):
                connection.execute(statement, {**key, **values})
            replace_suggestions(connection, model, {track_id: suggested})
            store_facts(connection, track_id, facts)
            refresh(connection, [track_id])

    def obeys(self, model_id: int, policy: Policy) -> bool:
        """Whether a model's suggestions were all made under this policy: if not, `rescore`."""
        with self._database.reading() as connection:
            stored = connection.execute(
                select(models.c.policy, models.c.policy_holds).where(models.c.id == model_id)
            ).first()
        return stored is not None and stored.policy_holds and stored.policy == policy_text(policy)

    def rescore(self, model_id: int, policy: Policy) -> Generator[int, None, None]:
        """Rewrite a model's suggestions under another policy; nothing is heard anew.

        Yields the number of tracks done, batch by batch, each of them committed. Predictions that
        are stored from now on are ranked by this policy, too.
        """
        self._set_policy(model_id, policy, holds=False)
        done, last = 0, 0
        while True:
            with self._database.writing() as connection:
                model = self._model(connection, model_id)
                rows = connection.execute(
                    select(predictions.c.track_id, predictions.c.scores)
                    .where(predictions.c.model_id == model_id, predictions.c.track_id > last)
                    .order_by(predictions.c.track_id)
                    .limit(_BATCH)
                ).all()
                if rows:
                    scores = {row.track_id: scores_in(row.scores) for row in rows}
                    self._rescore(connection, model, scores)
            if not rows:
                break
            done, last = done + len(rows), rows[-1].track_id
            yield done
        self._set_policy(model_id, policy, holds=True)

    def _rescore(
        self, connection: Connection, model: RegisteredModel, scores: Mapping[int, Sequence[float]]
    ) -> None:
        suggested = {
            track_id: suggest(model.card, values, model.policy)
            for track_id, values in scores.items()
        }
        replace_suggestions(connection, model, suggested)
        told = [track_id for track_id, tags in suggested.items() if any(tags.values())]
        connection.execute(
            update(tracks).where(tracks.c.id.in_(among(told))).values(looked_at=None)
        )
        mine = predictions.c.model_id == model.id
        connection.execute(
            update(predictions)
            .where(mine, predictions.c.track_id == bindparam("which"))
            .values({name: bindparam(name) for name in RANKS}),
            [
                {"which": track_id, **ranks(model, scores[track_id], suggested[track_id])}
                for track_id in scores
            ],
        )
        refresh(connection, scores)

    def _set_policy(self, model_id: int, policy: Policy, *, holds: bool) -> None:
        values = {"policy": policy_text(policy), "policy_holds": holds}
        with self._database.writing() as connection:
            connection.execute(update(models).where(models.c.id == model_id).values(**values))
            self._models.pop(model_id, None)

    def forget(self, track_id: int) -> None:
        """Drop what all models said about a track, because its audio is another one now."""
        with self._database.writing() as connection:
            for table in (predictions, prediction_arrays, suggestions):
                connection.execute(delete(table).where(table.c.track_id == track_id))
            connection.execute(
                update(tracks)
                .where(tracks.c.id == track_id)
                .values(
                    container=None, fingerprint=None, duration=None, promised=None, heard_at=None
                )
            )
            refresh(connection, [track_id])

    def of(self, track_id: int, model_id: int | None = None) -> Prediction | None:
        """What a model (the last one that heard it, if None) said about a track."""
        if model_id is None:
            newest = (
                select(predictions.c.model_id)
                .where(predictions.c.track_id == track_id)
                .order_by(predictions.c.heard_at.desc())
            )
            with self._database.reading() as connection:
                model_id = connection.scalar(newest)
        return None if model_id is None else self.many(model_id, [track_id]).get(track_id)

    def many(self, model_id: int, ids: Sequence[int]) -> dict[int, Prediction]:
        """What a model said about these tracks; those it has not heard are left out."""
        arrays = prediction_arrays.c
        statement = (
            select(
                predictions.c.track_id,
                predictions.c.chunks,
                predictions.c.scores,
                arrays.chunk_seconds,
                arrays.chunk_starts,
                arrays.chunk_scores,
                arrays.embedding,
                models.c.name,
            )
            .join_from(
                predictions,
                prediction_arrays,
                and_(
                    arrays.model_id == predictions.c.model_id,
                    arrays.track_id == predictions.c.track_id,
                ),
            )
            .join(models, models.c.id == predictions.c.model_id)
            .where(predictions.c.model_id == model_id, predictions.c.track_id.in_(among(ids)))
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return {row.track_id: prediction_of(row) for row in rows}

    def suggested(self, model_id: int, ids: Sequence[int]) -> dict[int, Suggestions]:
        """A model's stored suggestions for these tracks, best first; {} for those without any."""
        statement = (
            select(
                suggestions.c.track_id,
                model_tags.c.category,
                model_tags.c.name,
                suggestions.c.score,
                suggestions.c.threshold,
            )
            .join_from(suggestions, model_tags)
            .where(model_tags.c.model_id == model_id, suggestions.c.track_id.in_(among(ids)))
            .order_by(suggestions.c.track_id, suggestions.c.score.desc(), model_tags.c.position)
        )
        found: dict[int, dict[Category, tuple[ScoredTag, ...]]] = {
            track_id: dict.fromkeys(TAG_CATEGORIES, ()) for track_id in ids
        }
        with self._database.reading() as connection:
            for track_id, name, tag, score, threshold in connection.execute(statement):
                category = Category(name)
                scored = ScoredTag(category, tag, score, threshold)
                found[track_id][category] = (*found[track_id].get(category, ()), scored)
        return dict(found)

    def _model(self, connection: Connection, model_id: int) -> RegisteredModel:
        if model_id not in self._models:
            self._models[model_id] = load_model(connection, model_id)
        return self._models[model_id]
