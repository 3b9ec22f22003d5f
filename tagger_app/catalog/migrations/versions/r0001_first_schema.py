"""The first schema."""

from alembic import op

revision = "0001"
down_revision = None

# The text is frozen: what has been shipped once is changed by later revisions only.

_STATEMENTS = (
    "PRAGMA application_id = 0x54616772",
    """
    CREATE TABLE tracks (
        id INTEGER NOT NULL,
        path BLOB NOT NULL,
        folder BLOB NOT NULL,
        device VARCHAR NOT NULL,
        inode VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        mtime_ns VARCHAR NOT NULL,
        container VARCHAR,
        codec VARCHAR,
        sample_rate INTEGER,
        channels INTEGER,
        bit_rate INTEGER,
        duration FLOAT,
        fingerprint VARCHAR,
        family VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        artist VARCHAR NOT NULL,
        album VARCHAR NOT NULL,
        album_artist VARCHAR NOT NULL,
        track_number VARCHAR NOT NULL,
        date VARCHAR NOT NULL,
        pictures INTEGER NOT NULL,
        title_key VARCHAR,
        artist_key VARCHAR,
        album_key VARCHAR,
        track_order INTEGER,
        genre_key VARCHAR,
        mood_key VARCHAR,
        instrument_key VARCHAR,
        state VARCHAR NOT NULL,
        failure_stage VARCHAR,
        failure_reason VARCHAR,
        failure_detail VARCHAR,
        attempts INTEGER NOT NULL,
        added_at FLOAT NOT NULL,
        heard_at FLOAT,
        missing_at FLOAT,
        CONSTRAINT pk_tracks PRIMARY KEY (id),
        CONSTRAINT uq_tracks_path UNIQUE (path)
    )
    """,
    "CREATE INDEX ix_tracks_added_at ON tracks (added_at)",
    "CREATE INDEX ix_tracks_album ON tracks (album_key, folder, track_order)",
    "CREATE INDEX ix_tracks_artist ON tracks (artist_key, album_key, folder, track_order)",
    "CREATE INDEX ix_tracks_duration ON tracks (duration)",
    "CREATE INDEX ix_tracks_fingerprint ON tracks (fingerprint) WHERE fingerprint IS NOT NULL",
    "CREATE INDEX ix_tracks_folder ON tracks (folder)",
    "CREATE INDEX ix_tracks_state ON tracks (state)",
    "CREATE INDEX ix_tracks_title_key ON tracks (title_key)",
    """
    CREATE TABLE tag_values (
        track_id INTEGER NOT NULL,
        field VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        value VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        CONSTRAINT pk_tag_values PRIMARY KEY (track_id, field, position),
        CONSTRAINT fk_tag_values_track_id FOREIGN KEY(track_id)
            REFERENCES tracks (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    'CREATE INDEX ix_tag_values_field_key ON tag_values (field, "key", track_id)',
    """
    CREATE TABLE models (
        id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        digest VARCHAR NOT NULL,
        card VARCHAR NOT NULL,
        policy VARCHAR NOT NULL,
        policy_holds BOOLEAN NOT NULL,
        added_at FLOAT NOT NULL,
        CONSTRAINT pk_models PRIMARY KEY (id),
        CONSTRAINT uq_models_digest UNIQUE (digest)
    )
    """,
    """
    CREATE TABLE model_tags (
        id INTEGER NOT NULL,
        model_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        category VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        CONSTRAINT pk_model_tags PRIMARY KEY (id),
        CONSTRAINT fk_model_tags_model_id FOREIGN KEY(model_id)
            REFERENCES models (id) ON DELETE CASCADE
    )
    """,
    "CREATE UNIQUE INDEX ix_model_tags_model_id_position ON model_tags (model_id, position)",
    """
    CREATE TABLE predictions (
        model_id INTEGER NOT NULL,
        track_id INTEGER NOT NULL,
        chunks INTEGER,
        heard_at FLOAT NOT NULL,
        scores BLOB NOT NULL,
        best_score FLOAT,
        margin FLOAT,
        disagreement FLOAT NOT NULL,
        genre_key VARCHAR,
        mood_key VARCHAR,
        instrument_key VARCHAR,
        CONSTRAINT pk_predictions PRIMARY KEY (model_id, track_id),
        CONSTRAINT fk_predictions_model_id FOREIGN KEY(model_id)
            REFERENCES models (id) ON DELETE CASCADE,
        CONSTRAINT fk_predictions_track_id FOREIGN KEY(track_id)
            REFERENCES tracks (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ix_predictions_track_id ON predictions (track_id)",
    """
    CREATE TABLE prediction_arrays (
        model_id INTEGER NOT NULL,
        track_id INTEGER NOT NULL,
        chunk_seconds FLOAT NOT NULL,
        chunk_starts BLOB NOT NULL,
        chunk_scores BLOB NOT NULL,
        embedding BLOB NOT NULL,
        CONSTRAINT pk_prediction_arrays PRIMARY KEY (model_id, track_id),
        CONSTRAINT fk_prediction_arrays_model_id FOREIGN KEY(model_id)
            REFERENCES models (id) ON DELETE CASCADE,
        CONSTRAINT fk_prediction_arrays_track_id FOREIGN KEY(track_id)
            REFERENCES tracks (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_prediction_arrays_track_id ON prediction_arrays (track_id)",
    """
    CREATE TABLE suggestions (
        track_id INTEGER NOT NULL,
        tag_id INTEGER NOT NULL,
        score FLOAT NOT NULL,
        threshold FLOAT NOT NULL,
        CONSTRAINT pk_suggestions PRIMARY KEY (track_id, tag_id),
        CONSTRAINT fk_suggestions_track_id FOREIGN KEY(track_id)
            REFERENCES tracks (id) ON DELETE CASCADE,
        CONSTRAINT fk_suggestions_tag_id FOREIGN KEY(tag_id)
            REFERENCES model_tags (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ix_suggestions_tag_id ON suggestions (tag_id, track_id)",
    """
    CREATE TABLE decisions (
        track_id INTEGER NOT NULL,
        category VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        tag VARCHAR NOT NULL,
        verdict VARCHAR NOT NULL,
        settled BOOLEAN NOT NULL,
        decided_at FLOAT NOT NULL,
        model_id INTEGER,
        CONSTRAINT pk_decisions PRIMARY KEY (track_id, category, "key"),
        CONSTRAINT fk_decisions_track_id FOREIGN KEY(track_id)
            REFERENCES tracks (id) ON DELETE CASCADE,
        CONSTRAINT fk_decisions_model_id FOREIGN KEY(model_id)
            REFERENCES models (id) ON DELETE SET NULL
    ) WITHOUT ROWID
    """,
    'CREATE INDEX ix_decisions_category_key ON decisions (category, "key", track_id)',
    """
    CREATE TABLE writes (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        made_at FLOAT NOT NULL,
        model_id INTEGER,
        undoes INTEGER,
        CONSTRAINT pk_writes PRIMARY KEY (id),
        CONSTRAINT fk_writes_model_id FOREIGN KEY(model_id)
            REFERENCES models (id) ON DELETE SET NULL,
        CONSTRAINT fk_writes_undoes FOREIGN KEY(undoes)
            REFERENCES writes (id)
    )
    """,
    """
    CREATE TABLE write_entries (
        id INTEGER NOT NULL,
        write_id INTEGER NOT NULL,
        track_id INTEGER NOT NULL,
        path BLOB NOT NULL,
        changes JSON NOT NULL,
        identity_before JSON NOT NULL,
        identity_after JSON,
        status VARCHAR NOT NULL,
        failure_reason VARCHAR,
        failure_detail VARCHAR,
        reverts INTEGER,
        CONSTRAINT pk_write_entries PRIMARY KEY (id),
        CONSTRAINT fk_write_entries_write_id FOREIGN KEY(write_id)
            REFERENCES writes (id),
        CONSTRAINT fk_write_entries_track_id FOREIGN KEY(track_id)
            REFERENCES tracks (id),
        CONSTRAINT fk_write_entries_reverts FOREIGN KEY(reverts)
            REFERENCES write_entries (id)
    )
    """,
    "CREATE INDEX ix_write_entries_reverts ON write_entries (reverts)",
    "CREATE INDEX ix_write_entries_status ON write_entries (status)",
    "CREATE INDEX ix_write_entries_track_id ON write_entries (track_id)",
    "CREATE INDEX ix_write_entries_write_id ON write_entries (write_id)",
    """
    CREATE TABLE jobs (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        started_at FLOAT NOT NULL,
        finished_at FLOAT,
        totals JSON NOT NULL,
        CONSTRAINT pk_jobs PRIMARY KEY (id)
    )
    """,
    """
    CREATE VIRTUAL TABLE track_search USING fts5(
        title, artist, album, path, tags,
        tokenize = "unicode61 remove_diacritics 2",
        prefix = '2 3'
    )
    """,
)


def upgrade() -> None:
    """Make every table."""
    for statement in _STATEMENTS:
        op.execute(statement)
