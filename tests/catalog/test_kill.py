"""A process killed at any moment loses nothing that it had acknowledged."""

import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tagger_app.catalog.journal import EntryStatus
from tagger_app.catalog.store import open_catalog

ROUNDS = 6


def _fill_and_kill(path: Path, lines: int) -> list[str]:
    """What a filling process acknowledged until it was killed, after at least so many lines."""
    command = [sys.executable, "-m", "tests.catalog.filler", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.readlines()
    return [line for line in said if line.endswith("\n")]


@pytest.mark.skipif(sys.platform == "win32", reason="a kill leaves the pipe open there")
def test_no_acknowledged_commit_is_lost(path: Path) -> None:
    chance = random.Random(4)  # noqa: S311 (no secret)
    acknowledged: dict[str, set[int]] = defaultdict(set)
    for _ in range(ROUNDS):
        for line in _fill_and_kill(path, chance.randrange(1, 60)):
            what, *numbers = line.split()
            acknowledged[what].update(map(int, numbers))
        with open_catalog(path) as catalog:
            ids = sorted(acknowledged["tracks"])
            assert [track.id for track in catalog.tracks.pages(ids)] == ids
            assert acknowledged["heard"] <= set(catalog.predictions.many(1, ids))
            status = {
                entry.id: entry.status
                for write in catalog.journal.writes()
                for entry in catalog.journal.entries(write.id)
            }
            assert acknowledged["begun"] <= set(status)
            assert {status[entry] for entry in acknowledged["done"]} <= {EntryStatus.DONE}
            assert len(catalog.journal.unfinished()) <= ROUNDS
            assert catalog.problems() == []
            assert catalog.search.counts().total % 5 == 0
