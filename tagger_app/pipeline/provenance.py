"""What a file can tell about where its tags come from."""

import json
from datetime import date

from tagger_app import __version__
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.prediction import Prediction
from tagger_app.core.track import Tags
from tagger_app.core.vocabulary import Vocabulary

_FIELD = "provenance"
_DIGITS = 3


def with_provenance(
    change: ChangeSet,
    tags: Tags,
    card: ModelCard,
    prediction: Prediction,
    vocabulary: Vocabulary,
    today: date,
) -> ChangeSet:
    """The change, and a record of the model's part in it, in place of an older record.

    Without a new tag that the model knows, the change stays as it is: a person alone made it.

    Args:
        tags: the file's tags now.
    """
    scores = _scores(change, card, prediction, vocabulary)
    if not scores:
        return change
    record = {
        "app": f"Tagger {__version__}",
        "model": card.name,
        "version": card.version,
        "date": today.isoformat(),
        "scores": scores,
    }
    text = json.dumps(record, ensure_ascii=False)
    return ChangeSet((*change.changes, FieldChange(_FIELD, tags.get(_FIELD, ()), (text,))))


def _scores(
    change: ChangeSet, card: ModelCard, prediction: Prediction, vocabulary: Vocabulary
) -> dict[str, float]:
    """The scores of the new tags, under their names in the file."""
    scores: dict[str, float] = {}
    for one in change.changes:
        category = Category(one.field)
        had = {vocabulary.identity(category, value) for value in one.before}
        rated: dict[str, float] = {}
        for index, tag in card.tags_of(category):
            # A person's word for one tag can be the name of another.
            identity = vocabulary.identity(category, vocabulary.in_files(category, tag.name))
            rated[identity] = max(prediction.scores[index], rated.get(identity, 0.0))
        for value in one.after:
            identity = vocabulary.identity(category, value)
            if identity in rated and identity not in had:
                scores[value] = round(rated[identity], _DIGITS)
    return scores
