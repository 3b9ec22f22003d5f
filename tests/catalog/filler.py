"""Fills a catalog until it is killed and says after each commit what is stored now."""

import sys
from itertools import count
from pathlib import Path

from tagger_app.catalog.journal import WriteKind
from tagger_app.catalog.store import open_catalog
from tests.catalog.samples import file, genre, hear, identity, register


def main(path: Path) -> None:
    catalog = open_catalog(path)
    model_id = register(catalog)
    start = catalog.search.counts().total
    for number in count(start // 5):
        names = [f"/m/{number}/{i}.mp3" for i in range(5)]
        ids = catalog.tracks.store([file(name, title="t" * 700) for name in names])
        print("tracks", *ids, flush=True)  # noqa: T201 (the acknowledgement)
        for track_id in ids[:3]:
            hear(catalog, model_id, track_id, 0.9)
            print("heard", track_id, flush=True)  # noqa: T201 (the acknowledgement)
        write_id = catalog.journal.start(WriteKind.WRITE)
        entry = catalog.journal.begin(
            write_id, ids[0], Path(names[0]), genre((), ("Rock",)), identity()
        )
        print("begun", entry, flush=True)  # noqa: T201 (the acknowledgement)
        catalog.journal.finish(entry, identity())
        print("done", entry, flush=True)  # noqa: T201 (the acknowledgement)


main(Path(sys.argv[1]))
