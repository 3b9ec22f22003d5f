"""A start that names a folder shows that folder, and tells what is new there."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tagger_app.ui.shelf import TO_REVIEW, Shelf
from tests.samples import write_piece
from tests.ui.conftest import Start


def test_the_folder_is_shown_and_what_is_new_there_is_told(
    qtbot: QtBot, open_program: Start, music: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_piece(other / "d.flac", 9, 4.0)
    window = open_program().window
    window.adding.add([music])
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 4 and not window.work.busy)
    window.sidebar.choose(TO_REVIEW)
    window.adding.start_with([other])
    qtbot.waitUntil(lambda: window.sidebar.shelf == Shelf(folder=other))
    qtbot.waitUntil(lambda: not window.work.busy and not window.view.busy)
    assert window.message.text == "1 file is new."
    assert len(window.view.model.ids) == 1
    window.adding.start_with([music])
    assert window.sidebar.shelf == Shelf(folder=music), "it is known already"
    qtbot.waitUntil(lambda: window.message.text == "Nothing has changed.")
