"""What is wrong with a query, in the person's language."""

from PySide6.QtCore import QCoreApplication

from tagger_app.core.query_hints import Hint
from tagger_app.ui import words


def told(hint: Hint) -> str:
    """What is wrong with a part of a query, and what would be right.

    The texts are declared in `core`, where `.ci/translate.py` finds them.
    """
    text = QCoreApplication.translate("Query", hint.advice.value)
    return text.format(**{name: words.plain(value) for name, value in hint.values.items()})
