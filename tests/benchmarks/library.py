"""A generated catalog of many tracks, kept from one run to the next."""

import sys
from pathlib import Path

from tagger_app.catalog.migrations import HEAD
from tagger_app.catalog.store import open_catalog
from tagger_app.inference.model_store import ModelStore
from tagger_app.paths import resources_folder
from tests.benchmarks.catalog_scale import fill

SCRATCH = Path(__file__).resolve().parents[2] / ".run" / "benchmark"


def library(tracks: int, folder: Path = SCRATCH) -> Path:
    """The catalog of so many tracks in a folder, heard by the usual model.

    One that was made for another model or by another version of the catalog is deleted, and made
    anew: of 100,000 tracks, that takes minutes and 600 MB.
    """
    model = ModelStore([resources_folder() / "models"]).default()
    path = folder / f"{tracks}-{model.digest[:8]}-{HEAD}.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{tracks}-*"):
            old.unlink()
        sys.stderr.write(f"making a catalog of {tracks:,} tracks in {folder}…\n")
        unfinished = path.with_suffix(".unfinished")
        with open_catalog(unfinished) as catalog:
            fill(catalog, tracks, model.card, model.digest)
        unfinished.rename(path)
    return path
