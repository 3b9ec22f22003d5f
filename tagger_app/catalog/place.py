"""Where a catalog lies: SQLite's locks cannot be trusted on a network."""

import os
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "9p", "davfs", "fuse.sshfs"}
    | {"fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "glusterfs", "lustre", "fuse.smbnetfs"}
)


def network_file_system(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The type of the network file system a path lies on; None if it is local or not known.

    Linux is asked; a Windows share is told by its name only, other systems not at all.
    """
    if str(path).startswith("\\\\"):
        return "share"
    try:
        lines = mounts.read_bytes().splitlines()
    except OSError:
        return None
    target = os.path.realpath(path)
    kind, longest = None, -1
    for line in lines:
        _, folder, name, *_ = line.split(b" ")
        mounted = os.fsdecode(folder.decode("unicode_escape").encode("latin-1"))
        inside = target == mounted or target.startswith(mounted.rstrip("/") + "/")
        if inside and len(mounted) >= longest:
            kind, longest = name.decode("ascii", "replace"), len(mounted)
    return kind if kind in _NETWORK else None
