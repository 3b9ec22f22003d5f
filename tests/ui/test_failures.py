"""What goes wrong below the window is told in the person's language."""

import importlib.util
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from tagger_app.audio.encode import write_audio
from tagger_app.catalog.backup import restore_backup
from tagger_app.catalog.store import open_catalog
from tagger_app.core.errors import FileError, Reason, TaggerError
from tagger_app.core.prediction import Coverage
from tagger_app.core.texts import Text
from tagger_app.core.track import Failure
from tagger_app.inference.model_store import ModelStore, load_model_file
from tagger_app.inference.session import open_session
from tagger_app.settings import Settings, read_settings, save_settings
from tagger_app.ui.failures import in_english, said
from tagger_app.ui.language import Language

ROOT = Path(__file__).resolve().parents[2]
UNCHANGED = {"CUDA", "CPU ({why})"}
"""What is written alike in both languages."""


def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / ".ci" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language = Language(qapp, "de")
    yield
    language.remove()


def test_every_text_below_the_window_has_its_german(german: None) -> None:
    del german
    texts = translate().below_texts(ROOT / "tagger_app")
    assert len(texts) > 100
    same = {text for text in texts if QCoreApplication.translate("Below", text) == text}
    assert same == UNCHANGED


def test_a_message_that_nobody_could_translate_is_found(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text(
        "class _OddError(CatalogError): ...\n"
        "class CatalogError(TaggerError): ...\n"
        "raise CatalogError('fine')\n"
    )
    assert translate().below_texts(tmp_path) == ["fine"]
    (tmp_path / "odd.py").write_text(
        "class _OddError(TaggerError): ...\nraise _OddError(f'{path} is odd')\n"
    )
    with pytest.raises(ValueError, match=r"odd\.py:2: the text is not a literal"):
        translate().below_texts(tmp_path)


def _no_catalog(folder: Path) -> object:
    (folder / "notes.txt").write_text("no database " * 100)
    return open_catalog(folder / "notes.txt")


def _catalog_in_a_file(folder: Path) -> object:
    (folder / "file").touch()
    return open_catalog(folder / "file" / "music.sqlite")


def _busy_catalog(folder: Path) -> object:
    with open_catalog(folder / "music.sqlite"):
        return open_catalog(folder / "music.sqlite")


def _damaged_settings(folder: Path) -> object:
    (folder / "settings.json").write_text("[1]")
    return read_settings(folder / "settings.json")


def _damaged_model(folder: Path) -> object:
    (folder / "odd.onnx").write_text("no network")
    return load_model_file(folder / "odd.onnx")


@pytest.mark.parametrize(
    ("do", "told"),
    [
        (_no_catalog, "Das ist kein Katalog"),
        (_catalog_in_a_file, "Der Ordner des Katalogs lässt sich nicht anlegen"),
        (_busy_catalog, "Ein anderer Tagger (Prozess "),
        (
            lambda folder: restore_backup(folder / "a", folder / "b"),
            "Diese Sicherung gibt es nicht",
        ),
        (_damaged_settings, "Die Einstellungen sind kein JSON-Objekt."),
        (lambda folder: save_settings(folder, Settings()), "lassen sich nicht speichern: "),
        (
            lambda _: Settings(volume=101),
            "Einstellung volume: „101“ ist ungültig. Erlaubt: 0 bis 100.",
        ),
        (lambda _: Coverage.parse("odd"), "Der Umfang „odd“ ist ungültig"),
        (_damaged_model, "ist nicht verwendbar: Sie ist beschädigt oder keine ONNX-Datei."),
        (
            lambda folder: ModelStore([folder]).find("ears"),
            "namens „ears“ gibt es nicht; vorhanden: keines.",
        ),
        (
            lambda folder: write_audio(folder / "a.xyz", np.zeros((1, 9), np.float32), 8000),
            "wird nicht unterstützt.",
        ),
    ],
)
def test_an_error_is_told_in_german(
    german: None, tmp_path: Path, do: Callable[[Path], object], told: str
) -> None:
    del german
    with pytest.raises(TaggerError) as caught:
        do(tmp_path)
    assert told in said(caught.value)
    assert told not in str(caught.value)


def test_an_error_of_another_process_is_told_in_german(german: None) -> None:
    del german
    error = TaggerError("Write {number} is not known, or is undone already.", number="7")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    assert str(again) == "Write 7 is not known, or is undone already."
    assert said(again) == "Schreibvorgang 7 ist unbekannt oder schon rückgängig gemacht."


def test_a_failure_of_a_file_names_it_and_keeps_what_is_known_in_english(german: None) -> None:
    del german
    path = Path.home() / "a.mp3"
    error = pickle.loads(pickle.dumps(FileError(path, Reason.DISK_FULL, "No {room} left.")))  # noqa: S301
    assert str(error) == f"{path}: No {{room}} left. [disk-full]"
    assert said(error).endswith("a.mp3: Auf dem Datenträger ist kein Platz mehr.")
    failure = Failure(error.reason, error.detail)
    assert in_english(failure) == "Auf Englisch: No {room} left."


def test_an_english_window_says_all_at_once(qapp: QApplication) -> None:
    del qapp
    assert in_english(Failure(Reason.DISK_FULL, "No room left.")) == ""
    assert said(Text("CPU ({why})", why=Text("as chosen"))) == "CPU (as chosen)"


def test_the_device_is_told_in_german(german: None, tiny_model: Path) -> None:
    del german
    assert said(open_session(tiny_model, "cpu").device_note) == "CPU (wie gewählt)"
