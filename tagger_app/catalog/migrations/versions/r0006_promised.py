"""The length that a file which ends early says it has."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; what is in the catalog was heard when nobody looked."""
    op.add_column("tracks", sa.Column("promised", sa.Float()))
