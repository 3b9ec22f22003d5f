"""Where the program keeps its own files, and where its resources lie."""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "Tagger"


def resources_folder() -> Path:
    """The shipped resources: beside the packages in a checkout, in the bundle when frozen."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root / "resources"


@dataclass(frozen=True, slots=True)
class AppFolders:
    """The folders that belong to the program on this machine, for this person."""

    data: Path
    config: Path
    logs: Path

    @classmethod
    def of_this_user(cls) -> "AppFolders":
        """The folders that the platform's conventions name."""
        dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
        return cls(dirs.user_data_path, dirs.user_config_path, dirs.user_log_path)

    @property
    def catalog(self) -> Path:
        """The catalog file that is used when no other is named."""
        return self.data / "catalog.sqlite"

    @property
    def runtime(self) -> Path:
        """Where running programs of this person meet; it may have to be made, for them alone."""
        named = os.environ.get("XDG_RUNTIME_DIR")
        if named and Path(named).is_dir():
            return Path(named) / APP_NAME
        who = os.getuid() if sys.platform != "win32" else 0  # elsewhere the folder is personal
        return Path(tempfile.gettempdir()) / f"tagger-{who}"

    @property
    def models(self) -> Path:
        """Where a person's own models lie."""
        return self.data / "models"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"
