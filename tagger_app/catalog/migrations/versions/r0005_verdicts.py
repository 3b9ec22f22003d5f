"""Verdicts in the index of decisions: the decision itself need not be looked up."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the index anew."""
    op.execute("DROP INDEX ix_decisions_category_key")
    op.execute(
        'CREATE INDEX ix_decisions_category_key ON decisions (category, "key", verdict, track_id)'
    )
