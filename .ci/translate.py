# ruff: noqa: INP001, S603 (a script of its own, which starts the tools of this environment)
"""Bring the translations up to date with the program's texts: `make translations`.

New texts appear in `resources/translations/*.ts` as unfinished; Qt Linguist or an editor fills
them in, and a second run makes the `.qm` files that the program reads. Another folder can be named.
"""

import ast
import re
import subprocess
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tagger_app.core.query_hints import Advice
from tagger_app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
BIN = Path(sys.executable).parent
_OF_FILES = {"FileError", "QueryError"}
"""The window has a sentence for each `Reason` of the one, and for each `Advice` of the other."""
_PLACE = re.compile(r"{\w+}")


def declared_texts() -> dict[str, list[str]]:
    """Texts declared where no Qt is known, so that lupdate cannot find them, by their context."""
    return {
        "Settings": settings_texts(),
        "Query": [advice.value for advice in Advice],
        "Below": below_texts(ROOT / "tagger_app"),
    }


def below_texts(package: Path) -> list[str]:
    """What is said by `Text` and by errors, but those of the command line, which speaks English.

    Raises:
        ValueError: a text is not given as a literal, so that nobody can translate it.
    """
    sources = (path for path in sorted(package.rglob("*.py")) if path.parent.name != "cli")
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sources}
    saying = {"Text", "TaggerError"}
    classes = [n for tree in trees.values() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    for _ in classes:  # a class may stand before the one that it is made of
        saying |= {
            one.name
            for one in classes
            if one.name not in _OF_FILES
            and any(isinstance(base, ast.Name) and base.id in saying for base in one.bases)
        }
    texts: dict[str, None] = {}
    for path, tree in trees.items():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in saying:
                continue
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                texts[first.value] = None
            elif path.name != "errors.py":  # which passes on what it is given
                raise ValueError(f"{path}:{call.lineno}: the text is not a literal")
    return [text for text in texts if any(map(str.isalpha, _PLACE.sub("", text)))]


def settings_texts() -> list[str]:
    """What the preferences say."""
    texts: dict[str, None] = {}
    for one in fields(Settings):
        said = one.metadata["declared"]
        for text in (said.title, said.text, *said.choices.values()):
            texts[text] = None
    return [text for text in texts if any(map(str.isalpha, text)) or "%" in text]


def main(folder: Path) -> None:
    """Refresh every `.ts` file of a folder and what is made of it."""
    with tempfile.TemporaryDirectory() as place:
        declared = Path(place) / "declared.py"
        calls = (
            f"QCoreApplication.translate({context!r}, {text!r})\n"
            for context, texts in declared_texts().items()
            for text in texts
        )
        declared.write_text("".join(calls), encoding="utf-8")
        sources = sorted(map(str, (ROOT / "tagger_app").glob("ui/**/*.py")))
        for ts in sorted(folder.glob("*.ts")):
            command = [BIN / "pyside6-lupdate", *sources, declared, "-ts", ts]
            subprocess.run([*command, "-locations", "none", "-no-obsolete"], check=True)
            subprocess.run([BIN / "pyside6-lrelease", ts, "-qm", ts.with_suffix(".qm")], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else TRANSLATIONS)
