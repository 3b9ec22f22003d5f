"""When a person looked at a track about which the model had nothing to suggest."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; nobody could say so before."""
    op.add_column("tracks", sa.Column("looked_at", sa.Float()))
