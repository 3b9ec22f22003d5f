"""One module per revision; Alembic reads them as files."""
