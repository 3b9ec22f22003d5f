"""Folders that are not watched any more, though their tracks stay."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Every library folder of before is watched."""
    op.execute("ALTER TABLE library_folders ADD COLUMN watched BOOLEAN DEFAULT 1 NOT NULL")
