"""The history of the catalog's schema, an Alembic script folder.

A frozen program must carry this folder as source files beside the package.
"""

from pathlib import Path

HEAD = "0008"
APPLICATION_ID = 0x54616772  # "Tagr" in the file's header tells a catalog from other databases
FOLDER = Path(__file__).parent
