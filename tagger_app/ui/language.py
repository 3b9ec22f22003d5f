"""The language of the window: the desktop's where there is a translation, or a chosen one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from tagger_app.paths import resources_folder

SOURCE = "en"
"""The language of the texts in the program."""


def translations_folder() -> Path:
    """Where the shipped translations lie, each as a `.ts` file and what was made of it."""
    return resources_folder() / "translations"


def languages() -> list[str]:
    """The codes of the languages that can be chosen."""
    made = translations_folder().glob("tagger_*.qm")
    return sorted({SOURCE, *(path.stem.removeprefix("tagger_") for path in made)})


def language_of(chosen: str, wanted: Sequence[str]) -> str:
    """The language to use.

    Args:
        chosen: a code out of `languages`, or "system".
        wanted: what the desktop's person reads, best first, such as "de-AT".
    """
    there = languages()
    codes = [chosen] if chosen != "system" else [name.split("-")[0] for name in wanted]
    return next((code for code in codes if code in there), SOURCE)


class Language:
    """Texts and numbers of one language, put into a program.

    Args:
        chosen: as in `language_of`.
    """

    def __init__(self, app: QCoreApplication, chosen: str) -> None:
        self._app = app
        self._before = QLocale()
        system = QLocale.system()
        self.code = language_of(chosen, system.uiLanguages())
        # The system's own locale knows the region, and how its person wants numbers to look.
        same = system.name().split("_")[0] == self.code
        QLocale.setDefault(system if same else QLocale(self.code))
        self._translators: list[QTranslator] = []
        for name, folder in (
            ("qtbase", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
            ("tagger", translations_folder()),
        ):
            translator = QTranslator(app)
            if translator.load(f"{name}_{self.code}", str(folder)):
                app.installTranslator(translator)
                self._translators.append(translator)

    def remove(self) -> None:
        """Give the program its own texts back."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators.clear()
        QLocale.setDefault(self._before)
