"""Other words for tags, by which a file agrees with a suggestion."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """No words are known until the program says which."""
    op.execute(
        """
        CREATE TABLE tag_words (
            category VARCHAR NOT NULL,
            "key" VARCHAR NOT NULL,
            identity VARCHAR NOT NULL,
            CONSTRAINT pk_tag_words PRIMARY KEY (category, "key")
        ) WITHOUT ROWID
        """
    )
