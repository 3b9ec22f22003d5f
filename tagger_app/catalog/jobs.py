"""Long work and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update

from tagger_app.catalog.columns import now
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import jobs


class JobState(StrEnum):
    """How a job ended; `INTERRUPTED` is what the next start makes of one that was running."""

    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Job:
    """One run of long work; `totals` are counts by name."""

    id: int
    kind: str
    state: JobState
    started_at: datetime
    finished_at: datetime | None
    totals: Mapping[str, int]


class Jobs:
    """The jobs of the catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, kind: str) -> int:
        """Store that a job began and return its id."""
        row = {"kind": kind, "state": JobState.RUNNING.value, "started_at": now(), "totals": {}}
        with self._database.writing() as connection:
            return int(connection.execute(insert(jobs).values(**row)).lastrowid)

    def finish(self, job_id: int, state: JobState, totals: Mapping[str, int]) -> None:
        """Store how a job ended."""
        row = {"state": state.value, "finished_at": now(), "totals": dict(totals)}
        with self._database.writing() as connection:
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(**row))

    def interrupt(self) -> None:
        """Jobs that a former run of the program left running were interrupted."""
        running = jobs.c.state == JobState.RUNNING.value
        with self._database.writing() as connection:
            connection.execute(update(jobs).where(running).values(state=JobState.INTERRUPTED.value))

    def newest(self, count: int = 20) -> list[Job]:
        """The newest jobs, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(jobs).order_by(jobs.c.id.desc()).limit(count)).all()
        return [
            Job(row.id, row.kind, JobState(row.state), row.started_at, row.finished_at, row.totals)
            for row in rows
        ]
