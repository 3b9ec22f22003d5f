from collections.abc import Iterator
from pathlib import Path

import pytest

from tagger_app.catalog.store import Catalog, open_catalog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library" / "catalog.sqlite"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with open_catalog(path) as opened:
        yield opened
        assert opened.problems() == []
