"""One page tells all about a run."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tagger_app.core.errors import TaggerError
from tests.samples import write_piece
from training.__main__ import main
from training.reports.page import write_page
from training.reports.report import judged_run, run_report
from training.runs.folder import Run

PARTS = (
    *("What was trained on what", "Training", "Tags", "Confusion of genre classes", "Calibration"),
    *("Map of the recordings", "First-layer filters", "Retrieval and annotation"),
    "Hardest recordings",
)


def opened(page: str) -> ElementTree.Element:
    """The page as a tree; an error if it is not well-formed."""
    return ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own page


def words(tree: ElementTree.Element) -> str:
    return " ".join("".join(tree.itertext()).split())


def test_the_page_has_every_part_and_the_figures_that_were_measured(
    told: str, trained: Run
) -> None:
    tree = opened(told)
    assert [heading.text for heading in tree.iter("h2")] == list(PARTS)
    judgement = judged_run(trained, repeats=20).judgement
    said = words(tree)
    rows = ["".join(row.itertext()) for row in tree.iter("tr")]
    for tag in judgement.tags:
        figures = f"{tag.category}{tag.tag}{tag.known}{tag.positives}{tag.roc_auc}{tag.pr_auc}"
        assert any(row.startswith(figures) for row in rows)
    assert f"Accuracy {judgement.confusions[0].accuracy}" in said
    assert f"Expected calibration error {judgement.calibration_error:.3f}" in said
    assert f"{judgement.retrieval['pr_auc']:.3f}" in said
    assert "width 4" in said
    assert "train 36, val 12" in said
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}svg"))) == 9


def test_the_page_needs_nothing_but_itself(told: str) -> None:
    assert not re.search(r'(src|href)="(?!#|data:)', told)
    assert "@import" not in told
    assert "<script" not in told
    identifiers = re.findall(r'\bid="([^"]+)"', told)
    assert len(identifiers) == len(set(identifiers))
    assert "prefers-color-scheme: dark" in told
    assert "#0101" not in told


def test_titles_and_tags_stand_as_they_are(run: Run) -> None:
    validation = run.validation()
    worst = validation.scores.copy()
    worst[:, 2] = 1.0 - np.nan_to_num(validation.truth[:, 2])
    run.save_validation(replace(validation, scores=worst))
    told = words(opened(run_report(run, repeats=20)))
    assert "Piece <0> & more" in told
    assert "missed Calm" in told
    assert "given Calm" in told


def test_visualize_writes_the_report_anew(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "out/page.html"
    assert main(["visualize", str(run.folder), "-o", str(page), "--repeats", "20"]) == 0
    assert str(page) in capsys.readouterr().out
    assert opened(page.read_text(encoding="utf-8")).tag == "html"
    assert main(["visualize", str(tmp_path / "none")]) == 1
    assert "holds no run" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(TaggerError, match="cannot be written"):
        write_page(tmp_path / "file/page.html", "text")


def test_an_evaluation_has_a_page_too(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["path,labels_genre,title"]
    for number, genre in enumerate(["folk music", "ambient", "Folk", "Ambient"]):
        write_piece(tmp_path / f"{number}.flac", seed=number, seconds=1.5)
        rows.append(f"{number}.flac,{genre},Number {number}")
    manifest = tmp_path / "m.csv"
    manifest.write_text("\n".join(rows) + "\n")
    page = tmp_path / "page.html"
    arguments = ["evaluate", "--model", str(tiny_model), "--manifest", str(manifest)]
    assert main([*arguments, "--repeats", "20", "--report", str(page), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    told = words(opened(page.read_text(encoding="utf-8")))
    assert "tiny on m.csv" in told
    assert f"{figures['tags'][0]['roc_auc']['estimate']:.3f}" in told
    assert main([*arguments, "--model", str(tiny_model), "--report", str(page)]) == 1
    assert "one model" in capsys.readouterr().err
