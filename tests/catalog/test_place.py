from pathlib import Path

from tagger_app.catalog.place import network_file_system
from tagger_app.catalog.store import Catalog

_MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/my\\040music nfs4 rw 0 0
/dev/sdb1 /srv/my\\040music/local xfs rw 0 0
//server/share /srv/m cifs rw 0 0
"""


def test_network_file_systems_are_told_from_local_ones(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(_MOUNTS)

    def kind(path: str) -> str | None:
        return network_file_system(Path(path), mounts)

    assert kind("/srv/my music/catalog.sqlite") == "nfs4"
    assert kind("/srv/my music/local/catalog.sqlite") is None
    assert kind("/srv/m/catalog.sqlite") == "cifs"
    assert kind("/srv/music/catalog.sqlite") is None
    assert network_file_system(tmp_path, tmp_path / "none") is None


def test_a_local_catalog_needs_no_warning(catalog: Catalog) -> None:
    assert catalog.warning is None
