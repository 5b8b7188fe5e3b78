"""What is known of a job: reach for it to read or change what a job says of itself.

A job is one list that is resolved in the background. `Job` is the record that lies in its folder as
JSON; it changes only by being replaced as a whole, by whoever holds the job's lock. `Progress` is
how far the work on it is; the process that works writes it, and whoever likes reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple, Self

from resolver.errors import InvalidInput, ResolverError

State = Literal["queued", "running", "done", "failed"]

ENDED: Final = frozenset(("done", "failed"))
"""The states that nothing changes any more."""


class Failure(NamedTuple):
    """Why a job has failed: an error as a record.

    Args:
        code: The error's word.
        status: Its HTTP status.
        what: What is wrong.
        remedy: What to do about it.
        field: The option or column that is meant.
    """

    code: str
    status: int
    what: str
    remedy: str | None = None
    field: str | None = None

    @classmethod
    def of(cls, error: ResolverError) -> Self:
        """The record of an error."""
        field = error.field if isinstance(error, InvalidInput) else None
        return cls(error.code, error.status, error.what, error.remedy, field)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its folder has it. Times are seconds since 1970.

    Args:
        name: What the list was called by who sent it.
        ending: How the names of its list end, of those endings that say a form: `.csv.gz`.
        options: The options of the list, as texts.
        created: When it was taken.
        state: What has become of it.
        started: When work on it first began.
        finished: When it ended.
        index: The fingerprint of the index that answers it.
        version: The version of the resolver that answers it.
        deaths: How often its process died since it last got on.
        rows: The rows that were done when its process last died.
        note: What it waits for, where that is not its turn.
        failure: Why it has failed.
        owner: The name of the key that sent it, if one did; it is nobody else's then.
        id: Its ID, which such a job has in its record, for its owner to find it.
        keeps_list: Whether its list stays once it is done, to be resolved again.
    """

    name: str
    ending: str
    options: Mapping[str, Sequence[str]]
    created: float
    state: State = "queued"
    started: float | None = None
    finished: float | None = None
    index: str | None = None
    version: str | None = None
    deaths: int = 0
    rows: int = 0
    note: str | None = None
    failure: Failure | None = None
    owner: str | None = None
    id: str | None = None
    keeps_list: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether it is done or has failed."""
        return self.state in ENDED

    def owned_by(self, owner: str, job_id: str) -> Self:
        """The job as that of a key."""
        return replace(self, owner=owner, id=job_id)

    def begun(self, now: float) -> Self:
        """The job once somebody works on it."""
        return replace(self, state="running", started=self.started or now, note=None)

    def answered_by(self, index: str, version: str) -> Self:
        """The job once it is known which index and which version of the resolver answer it."""
        return replace(self, index=index, version=version, rows=0)

    def waiting(self, note: str) -> Self:
        """The job where it cannot go on yet."""
        return replace(self, state="queued", note=note)

    def done(self, now: float) -> Self:
        """The job once its result is there."""
        return replace(self, state="done", finished=now)

    def failed(self, now: float, error: ResolverError) -> Self:
        """The job where it will have no result."""
        return replace(self, state="failed", finished=now, failure=Failure.of(error))

    def died(self, rows: int) -> Self:
        """The job once more after its process has died, with so many rows done."""
        deaths = 1 if rows > self.rows else self.deaths + 1
        return replace(self, deaths=deaths, rows=rows)

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON values."""
        record = asdict(self)
        record["failure"] = self.failure._asdict() if self.failure else None
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """The job of a record."""
        failure = record["failure"]
        return cls(**{**record, "failure": Failure(**failure) if failure else None})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a job is.

    Args:
        rows: The rows that are done.
        verdicts: How many of them have each verdict.
        blank: How many of them have no name.
        unasked: How many of them have a name that could not be asked.
        errors: How many of them have an error.
        share: The share of the list that is done, 0 to 1, where it is known.
        rows_per_s: How many are done in a second, since the work was last begun.
        seconds_left: How long it takes, at that rate.
        warnings: What is doubtful in how the list is read.
    """

    rows: int = 0
    verdicts: Mapping[str, int] = field(default_factory=dict)
    blank: int = 0
    unasked: int = 0
    errors: int = 0
    share: float | None = None
    rows_per_s: float | None = None
    seconds_left: float | None = None
    warnings: Sequence[str] = ()
