"""Everything the program knows about a library, in SQLite; SQLAlchemy and Alembic live here."""
