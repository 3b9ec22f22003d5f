# ruff: noqa: INP001, S603 (a script of its own, which starts the tools of this environment)
"""Bring the translations up to date with the program's texts: `make translations`.

New texts appear in `resources/translations/*.ts` as unfinished; Qt Linguist or an editor fills
them in, and a second run makes the `.qm` files that the program reads. Another folder can be named.
"""

import subprocess
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tagger_app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
BIN = Path(sys.executable).parent


def settings_texts() -> list[str]:
    """What the preferences say: declared where no Qt is known, so lupdate cannot find them."""
    texts: dict[str, None] = {}
    for one in fields(Settings):
        said = one.metadata["declared"]
        for text in (said.title, said.text, *said.choices.values()):
            texts[text] = None
    return [text for text in texts if any(map(str.isalpha, text)) or "%" in text]


def main(folder: Path) -> None:
    """Refresh every `.ts` file of a folder and what is made of it."""
    with tempfile.TemporaryDirectory() as place:
        settings = Path(place) / "settings.py"
        calls = (f"QCoreApplication.translate('Settings', {text!r})\n" for text in settings_texts())
        settings.write_text("".join(calls), encoding="utf-8")
        sources = sorted(map(str, (ROOT / "tagger_app").glob("ui/**/*.py")))
        for ts in sorted(folder.glob("*.ts")):
            command = [BIN / "pyside6-lupdate", *sources, settings, "-ts", ts]
            subprocess.run([*command, "-locations", "none", "-no-obsolete"], check=True)
            subprocess.run([BIN / "pyside6-lrelease", ts, "-qm", ts.with_suffix(".qm")], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else TRANSLATIONS)
