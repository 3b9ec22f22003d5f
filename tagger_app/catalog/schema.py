"""The tables of the catalog, as the newest migration leaves them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

from tagger_app.catalog.columns import CleanText, Moment, PathBytes, WideInteger

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _track_key(*, primary: bool = True) -> Column[int]:
    return Column(
        "track_id",
        Integer,
        ForeignKey("tracks.id", ondelete="CASCADE"),
        primary_key=primary,
        nullable=False,
    )


# The `_key` columns hold what texts are sorted by (see `columns.sort_key`), NULL where empty;
# `track_order` is the number in `track_number`, `year` the year in `date`. `offline`: the disk of a
# missing file is not there, so that nobody knows whether the file is. `promised`: see
# `core.track.AudioFacts`. `looked_at`: see `Decisions.look`. `failure_stage` is what failed: read,
# hear, write.
tracks = Table(
    "tracks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", PathBytes, nullable=False, unique=True),
    Column("folder", PathBytes, nullable=False, index=True),
    Column("device", WideInteger, nullable=False),
    Column("inode", WideInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("mtime_ns", WideInteger, nullable=False),
    Column("container", CleanText),
    Column("codec", CleanText),
    Column("sample_rate", Integer),
    Column("channels", Integer),
    Column("bit_rate", Integer),
    Column("duration", Float, index=True),
    Column("promised", Float),
    Column("fingerprint", String),
    Column("family", CleanText, nullable=False),
    Column("title", CleanText, nullable=False),
    Column("artist", CleanText, nullable=False),
    Column("album", CleanText, nullable=False),
    Column("album_artist", CleanText, nullable=False),
    Column("track_number", CleanText, nullable=False),
    Column("date", CleanText, nullable=False),
    Column("pictures", Integer, nullable=False),
    Column("title_key", String, index=True),
    Column("artist_key", String),
    Column("album_key", String),
    Column("track_order", Integer),
    Column("year", Integer, index=True),
    Column("genre_key", String),
    Column("mood_key", String),
    Column("instrument_key", String),
    Column("state", String, nullable=False, index=True),
    Column("failure_stage", String),
    Column("failure_reason", String),
    Column("failure_detail", CleanText),
    Column("attempts", Integer, nullable=False),
    Column("added_at", Moment, nullable=False, index=True),
    Column("heard_at", Moment),
    Column("looked_at", Moment),
    Column("missing_at", Moment),
    Column("offline", Boolean, nullable=False, server_default=text("0")),
    Index("ix_tracks_artist", "artist_key", "album_key", "folder", "track_order"),
    Index("ix_tracks_album", "album_key", "folder", "track_order"),
    Index("ix_tracks_fingerprint", "fingerprint", sqlite_where=text("fingerprint IS NOT NULL")),
)

# `key` is `core.vocabulary.tag_key` of the value: equal for all spellings of a tag.
tag_values = Table(
    "tag_values",
    metadata,
    _track_key(),
    Column("field", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("value", CleanText, nullable=False),
    Column("key", CleanText, nullable=False),
    Index("ix_tag_values_field_key", "field", "key", "track_id"),
    sqlite_with_rowid=False,
)

# Keys of words, with the key of the tag that they stand for where that is another one.
tag_words = Table(
    "tag_words",
    metadata,
    Column("category", String, primary_key=True),
    Column("key", CleanText, primary_key=True),
    Column("identity", CleanText, nullable=False),
    sqlite_with_rowid=False,
)

# `policy` is what the model's suggestions obey; not all do yet where `policy_holds` is false.
models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("version", CleanText, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("card", String, nullable=False),
    Column("policy", String, nullable=False),
    Column("policy_holds", Boolean, nullable=False),
    Column("added_at", Moment, nullable=False),
)

model_tags = Table(
    "model_tags",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("model_id", Integer, ForeignKey("models.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("category", String, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("key", CleanText, nullable=False),
    Index("ix_model_tags_model_id_position", "model_id", "position", unique=True),
)

# What lists are sorted and filtered by; the large arrays are next door, so that this stays small.
# `chunks` is the coverage, NULL for the whole track. `margin` is the smallest distance of a score
# to its threshold; `disagreement` the sum of suggested scores that the file's own tags contradict.
predictions = Table(
    "predictions",
    metadata,
    Column("model_id", Integer, ForeignKey("models.id", ondelete="CASCADE"), primary_key=True),
    _track_key(),
    Column("chunks", Integer),
    Column("heard_at", Moment, nullable=False),
    Column("scores", LargeBinary, nullable=False),
    Column("best_score", Float),
    Column("margin", Float),
    Column("disagreement", Float, nullable=False),
    Column("genre_key", String),
    Column("mood_key", String),
    Column("instrument_key", String),
    Index("ix_predictions_track_id", "track_id"),
    sqlite_with_rowid=False,
)

prediction_arrays = Table(
    "prediction_arrays",
    metadata,
    Column("model_id", Integer, ForeignKey("models.id", ondelete="CASCADE"), primary_key=True),
    _track_key(),
    Column("chunk_seconds", Float, nullable=False),
    Column("chunk_starts", LargeBinary, nullable=False),
    Column("chunk_scores", LargeBinary, nullable=False),
    Column("embedding", LargeBinary, nullable=False),
    Index("ix_prediction_arrays_track_id", "track_id"),
)

suggestions = Table(
    "suggestions",
    metadata,
    _track_key(),
    Column("tag_id", Integer, ForeignKey("model_tags.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Index("ix_suggestions_tag_id", "tag_id", "track_id"),
    sqlite_with_rowid=False,
)

# `settled`: a write has dealt with an accepted or added tag, whatever it became in the file.
decisions = Table(
    "decisions",
    metadata,
    _track_key(),
    Column("category", String, primary_key=True),
    Column("key", CleanText, primary_key=True),
    Column("tag", CleanText, nullable=False),
    Column("verdict", String, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("model_id", Integer, ForeignKey("models.id", ondelete="SET NULL")),
    Index("ix_decisions_category_key", "category", "key", "verdict", "track_id"),
    sqlite_with_rowid=False,
)

# What is to become of values that files have: `becomes` takes the place of `value`, which goes
# where that is empty. `settled`: a write has dealt with it.
edits = Table(
    "edits",
    metadata,
    _track_key(),
    Column("category", String, primary_key=True),
    Column("value", CleanText, primary_key=True),
    Column("becomes", CleanText, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("edited_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

writes = Table(
    "writes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("model_id", Integer, ForeignKey("models.id", ondelete="SET NULL")),
    Column("undoes", Integer, ForeignKey("writes.id")),
)

# `reverts` is the entry that this one takes back. A track with a history cannot be deleted.
write_entries = Table(
    "write_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("write_id", Integer, ForeignKey("writes.id"), nullable=False, index=True),
    Column("track_id", Integer, ForeignKey("tracks.id"), nullable=False, index=True),
    Column("path", PathBytes, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("identity_before", JSON, nullable=False),
    Column("identity_after", JSON(none_as_null=True)),
    Column("status", String, nullable=False, index=True),
    Column("failure_reason", String),
    Column("failure_detail", CleanText),
    Column("reverts", Integer, ForeignKey("write_entries.id"), index=True),
)

# What other programs changed in a file since this one last read or wrote it; empty lists where
# there was, or is, nothing. A row goes when a person has seen it, or with the next write; where a
# write is taken back, only with a field that is restored.
outside_changes = Table(
    "outside_changes",
    metadata,
    _track_key(),
    Column("field", String, primary_key=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("seen_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# Folders whose music belongs to the library; of those watched, none lies below another.
library_folders = Table(
    "library_folders",
    metadata,
    Column("path", PathBytes, primary_key=True),
    Column("added_at", Moment, nullable=False),
    Column("watched", Boolean, nullable=False, server_default=text("1")),
    sqlite_with_rowid=False,
)

# `key` is the name by which two names are compared.
saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("key", CleanText, nullable=False, unique=True),
    Column("query", CleanText, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("totals", JSON, nullable=False),
)

# Full text; its rowid is the track's id. Kept in step by `text_index.reindex` and not by triggers,
# as tags are rows of their own and the path is no text. A virtual table, so outside `metadata`.
track_search = Table(
    "track_search",
    MetaData(),
    Column("rowid", Integer, primary_key=True),
    Column("title", CleanText),
    Column("artist", CleanText),
    Column("album", CleanText),
    Column("path", CleanText),
    Column("tags", CleanText),
)
