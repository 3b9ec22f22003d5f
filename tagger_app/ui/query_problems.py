"""What is wrong with a query, in the person's language."""

from PySide6.QtCore import QCoreApplication

from tagger_app.core.query_hints import Advice, Hint
from tagger_app.ui import words
from tagger_app.ui.query_names import field_called


def in_words_of(hint: Hint) -> Hint:
    """The hint of one who knows a field by its name in the person's language, such as `jahr:`."""
    if "written" not in hint.values:  # the field is known
        return hint
    given = hint.values["field"]
    field = field_called(given)
    if field is None:
        return hint
    right = field + hint.values["written"].removeprefix(given)
    return Hint(Advice.OTHER_FIELD, {"field": given, "right": right})


def told(hint: Hint) -> str:
    """What is wrong with a part of a query, and what would be right.

    The texts are declared in `core`, where `.ci/translate.py` finds them.
    """
    text = QCoreApplication.translate("Query", hint.advice.value)
    return text.format(**{name: words.plain(value) for name, value in hint.values.items()})
