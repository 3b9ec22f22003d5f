"""What a person wants to become of tags that files have."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table; files could only be added to before."""
    op.execute(
        """
        CREATE TABLE edits (
            track_id INTEGER NOT NULL,
            category VARCHAR NOT NULL,
            value VARCHAR NOT NULL,
            becomes VARCHAR NOT NULL,
            settled BOOLEAN NOT NULL,
            edited_at FLOAT NOT NULL,
            CONSTRAINT pk_edits PRIMARY KEY (track_id, category, value),
            CONSTRAINT fk_edits_track_id FOREIGN KEY(track_id)
                REFERENCES tracks (id) ON DELETE CASCADE
        ) WITHOUT ROWID
        """
    )
