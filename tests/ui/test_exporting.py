import csv
import json
import os
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tagger_app.pipeline.export import ExportKind
from tagger_app.ui.exporting import Wish
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.tracks import add_tracks


def shown(qtbot: QtBot, program: Program, count: int) -> list[int]:
    ids = add_tracks(program.catalog, count)
    program.window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(program.window.view.model.ids) == ids)
    return ids


@does("export-csv", "export-json", "export-m3u8", "export-html")
def test_the_view_is_exported(
    qtbot: QtBot, open_program: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = open_program()
    ids = shown(qtbot, program, 5)
    program.catalog.places.lose(ids[:1])
    asked = []

    def choose(_: object, caption: str, *__: object) -> tuple[str, str]:
        asked.append(caption)
        return str(tmp_path / "found"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    texts = {}
    for kind in ExportKind:
        program.window.commands[f"export-{kind.value}"].trigger()
        file = tmp_path / f"found.{kind.value}"
        left_out = " 1 track was left out: the file is missing." if kind is ExportKind.M3U8 else ""
        told = f"Wrote {4 if left_out else 5} tracks to {file.name}.{left_out}"
        qtbot.waitUntil(lambda told=told: program.window.message.text == told)  # type: ignore[misc]
        texts[kind] = file.read_text(encoding="utf-8")
    assert asked == ["Export 5 tracks"] * 4
    assert texts[ExportKind.M3U8].count("#EXTINF") == 4
    lines = list(csv.DictReader(texts[ExportKind.CSV].splitlines()))
    assert [line["title"] for line in lines] == [f"Title {number:04}" for number in range(5)]
    titles = [track["title"] for track in json.loads(texts[ExportKind.JSON])]
    assert titles[4] == "Title 0004"
    report = texts[ExportKind.HTML]
    assert "<h1>All tracks</h1>" in report
    assert re.search(r"<td>new</td><td[^>]*>4</td>", report)
    assert re.search(r"<td>missing</td><td[^>]*>1</td>", report)
    assert report.rstrip().endswith("</html>")


def test_a_playlist_can_go_with_its_folder(
    qtbot: QtBot, open_program: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = open_program()
    shown(qtbot, program, 2)
    file = tmp_path / "moving.m3u8"

    def choose(*arguments: str) -> tuple[str, str]:
        return str(file), next(one for one in arguments[-1].split(";;") if "relative" in one)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    program.window.commands["export-m3u8"].trigger()
    qtbot.waitUntil(file.exists)
    paths = [Path(line) for line in file.read_text().splitlines() if not line.startswith("#")]
    assert not any(path.is_absolute() for path in paths)
    found = [Path(os.path.normpath(tmp_path / path)) for path in paths]
    assert found == [Path("/music/album/0000.ogg"), Path("/music/album/0001.ogg")]


def test_several_selected_tracks_are_exported_alone(
    qtbot: QtBot, open_program: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = open_program()
    shown(qtbot, program, 5)
    table = program.window.view.table
    table.go_to_row(1)
    table.setSelectionMode(table.SelectionMode.MultiSelection)
    table.selectRow(3)
    file = tmp_path / "two.m3u8"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    program.window.commands["export-m3u8"].trigger()
    qtbot.waitUntil(file.exists)
    assert file.read_text().count("#EXTINF") == 2


def test_an_export_can_be_cancelled_and_spoils_nothing(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    program = open_program()
    shown(qtbot, program, 500)
    window = program.window
    file = tmp_path / "all.csv"
    file.write_text("what was here before")
    # Cancelled before the first page is read, which is the one moment a test can be sure of.
    window.exporting.write(Wish(tuple(window.view.model.ids), ExportKind.CSV, file, ""))
    window.finding.bar.cancelled.emit()
    qtbot.waitUntil(lambda: window.finding.bar.text == "")
    assert [path.name for path in tmp_path.glob("all*")] == ["all.csv"]
    assert file.read_text() == "what was here before"


def test_a_folder_that_cannot_be_written_is_told(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    program = open_program()
    shown(qtbot, program, 2)
    file = tmp_path / "nowhere" / "all.csv"
    program.window.exporting.write(Wish((1,), ExportKind.CSV, file, ""))
    qtbot.waitUntil(lambda: "cannot be written" in program.window.message.text)
