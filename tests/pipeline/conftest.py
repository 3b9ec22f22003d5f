from collections.abc import Iterator
from pathlib import Path

import pytest

from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.inference.model_store import load_model_file
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings
from tests.samples import write_piece

VOCABULARY = Vocabulary.from_mapping({"genre": {"Hip-Hop": ["rap"]}, "mood": {}, "instrument": {}})
SETTINGS = Settings(device="cpu", coverage="chunks:2")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with open_catalog(tmp_path / "state" / "catalog.sqlite") as opened:
        yield opened


@pytest.fixture
def bench(catalog: Catalog, tiny_model: Path) -> Iterator[Workbench]:
    with Workbench(catalog, load_model_file(tiny_model), VOCABULARY, SETTINGS) as opened:
        yield opened


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    for seed, name in enumerate(("a.flac", "b.mp3", "c.ogg")):
        write_piece(folder / name, seed, 4.0)
    return folder
