"""The current track's picture and sound, asked for beside the work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.flac import FLAC, Picture
from pytestqt.qtbot import QtBot

from tagger_app.catalog.store import Catalog
from tagger_app.core.policy import Policy
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Reviewer, ReviewTrack
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.listener import Listener
from tests.samples import write_piece

VOCABULARY = Vocabulary({})


@pytest.fixture
def reviews(catalog: Catalog, tmp_path: Path) -> list[ReviewTrack]:
    """Three tracks with pictures; that of the last is gone again since the scan."""
    folder = tmp_path / "music"
    folder.mkdir()
    for name in ("a", "b", "c"):
        file = FLAC(write_piece(folder / f"{name}.flac", 0, 1.0))
        picture = Picture()
        picture.type, picture.mime, picture.data = 3, "image/png", name.encode() * 9
        file.add_picture(picture)
        file.save()
    with Workbench(catalog, None, VOCABULARY, Settings()) as bench:
        for _ in scan(bench, [folder]):
            pass
    (folder / "c.flac").write_bytes(b"no music any more")
    ids = sorted(i for i, _ in catalog.tracks.identities([folder]).values())
    return Reviewer(catalog, None, None, Policy(), VOCABULARY).load(ids)


def begun(catalog: Catalog) -> JobRunner:
    @contextmanager
    def open_bench() -> Iterator[Workbench]:
        with Workbench(catalog, None, VOCABULARY, Settings()) as bench:
            yield bench

    return JobRunner(open_bench)


def test_the_picture_of_the_track_that_stays_current_is_found(
    catalog: Catalog, reviews: list[ReviewTrack], qtbot: QtBot
) -> None:
    asked: list[str] = []
    runner = begun(catalog)
    runner.started.connect(asked.append)
    listener = Listener(runner)
    found: list[bytes] = []
    listener.cover_found.connect(found.append)
    runner.begin()
    try:
        for review in reviews[:2]:  # as when a key is held down
            listener.listen(review)
        qtbot.waitUntil(lambda: found == [b"b" * 9])
        assert [name.split()[0] for name in asked] == ["glance", "look"]

        def looked(name: str, _: object) -> bool:
            return name.startswith("look")

        with qtbot.waitSignal(runner.ended, check_params_cb=looked):
            listener.listen(reviews[2])
        assert found == [b"b" * 9]
    finally:
        runner.stop()


def test_a_file_that_is_back_is_listened_to_though_it_stayed_current(
    catalog: Catalog, reviews: list[ReviewTrack], qtbot: QtBot
) -> None:
    runner = begun(catalog)
    listener = Listener(runner)
    asked: list[str] = []
    said: list[str] = []
    found: list[bytes] = []
    runner.started.connect(asked.append)
    listener.said.connect(said.append)
    listener.cover_found.connect(found.append)
    runner.begin()
    try:
        for state, why in (
            (TrackState.MISSING, "The file is missing."),
            (TrackState.OFFLINE, "The disk or folder of this file is not there now."),
        ):
            review = reviews[0]
            listener.listen(replace(review, track=replace(review.track, state=state)))
            assert said[-1] == why
        assert asked == [], "nobody looks for what is not there"
        listener.listen(reviews[0])
        qtbot.waitUntil(lambda: found == [b"a" * 9])
    finally:
        runner.stop()
