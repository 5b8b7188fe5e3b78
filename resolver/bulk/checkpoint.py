"""What a run needs to go on after it was killed, in one file beside its output.

Reach for it to change what a resumed run knows. The file is a database (SQLite), so that a block is
in it whole or not at all, and so that the questions of a list of any length need no memory: it
counts the rows of every question that was not a match. One process has it at a time, until that
ends.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from resolver.errors import BadValue, DiskFull, OutputBusy, OutputStarted

_SCHEMA: Final = """
CREATE TABLE run (stamp TEXT NOT NULL);
CREATE TABLE block (
    rows INTEGER NOT NULL, bytes INTEGER NOT NULL, tally TEXT NOT NULL, is_last INTEGER NOT NULL
);
CREATE TABLE question (
    key BLOB PRIMARY KEY, verdict TEXT NOT NULL, text TEXT NOT NULL, type TEXT NOT NULL,
    country TEXT NOT NULL, first INTEGER NOT NULL, rows INTEGER NOT NULL, extra TEXT
) WITHOUT ROWID;
"""

_COUNT: Final = """
INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET rows = rows + excluded.rows, extra = COALESCE(extra, excluded.extra)
"""

_PRIVATE: Final = 0o600


class Block(NamedTuple):
    """How far a run is.

    Args:
        rows: Rows of the input that are done.
        bytes: How long their text is.
        tally: What was counted of them.
        is_last: Whether no row is left.
    """

    rows: int
    bytes: int
    tally: Mapping[str, Any]
    is_last: bool = False


class AskedQuestion(NamedTuple):
    """A question that was not a match, and the rows that ask it.

    Args:
        key: What tells it from others.
        verdict: As it was decided.
        text: The name.
        type: That was asked, or "".
        country: That was asked, codes with spaces between.
        first: Number of the first row that asks it.
        rows: How many do.
        extra: What else is to be known of the decision.
    """

    key: str
    verdict: str
    text: str
    type: str
    country: str
    first: int
    rows: int
    extra: str | None


class NameCount(NamedTuple):
    """A name, and how many rows ask it."""

    text: str
    rows: int


class Checkpoint:
    """The file. Use `Checkpoint.open`."""

    def __init__(self, path: Path, database: sqlite3.Connection, *, is_resumed: bool) -> None:
        self.path = path
        self.is_resumed = is_resumed
        """Whether another run had begun."""
        self._database = database
        self.block: Block | None = self._read_block()
        """How far the run was that left the file; None where there was none."""

    @classmethod
    def open(cls, path: Path, stamp: Mapping[str, Any], *, resume: bool, target: object) -> Self:
        """The file of a run, made where there is none.

        Args:
            path: Where it is.
            stamp: What the output depends on, by what to call it; a resumed run has the same.
            resume: Whether to go on from a file that is there.
            target: What to call the output in errors.

        Raises:
            OutputBusy: Another process has it.
            OutputStarted: It is there, and is not to be gone on from.
            BadValue: It is of a run with another stamp; says what differs.
            DiskFull: There is no space for it.
        """
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, _PRIVATE))
        database = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            with _translated(path, target):
                database.execute("PRAGMA locking_mode = EXCLUSIVE")
                database.execute("PRAGMA synchronous = FULL")
                database.execute("BEGIN EXCLUSIVE")
                before = _stamp_of(database)
                if before is None:
                    _begin(database, stamp)
                elif not resume:
                    raise _started(target)
                else:
                    _refuse_other(before, stamp, target)
                database.execute("COMMIT")
                return cls(path, database, is_resumed=before is not None)
        except BaseException:
            database.close()
            raise

    def commit(self, block: Block, questions: Iterable[AskedQuestion]) -> None:
        """Note, as a whole, that so many rows are done, and what they asked."""
        with _translated(self.path, self.path):
            self._database.execute("BEGIN")
            self._database.executemany(_COUNT, (_row(each) for each in questions))
            self._database.execute("DELETE FROM block")
            values = (block.rows, block.bytes, json.dumps(block.tally), block.is_last)
            self._database.execute("INSERT INTO block VALUES (?, ?, ?, ?)", values)
            self._database.execute("COMMIT")
        self.block = block

    def most_frequent(self, verdict: str, count: int) -> list[NameCount]:
        """The names that most rows ask of those with a verdict, the most frequent first."""
        rows = self._database.execute(
            "SELECT text, SUM(rows) AS total FROM question WHERE verdict = ?"
            " GROUP BY text ORDER BY total DESC, MIN(first) LIMIT ?",
            (verdict, count),
        )
        return [NameCount(*row) for row in rows]

    def questions(self, verdict: str) -> Iterator[AskedQuestion]:
        """Those with a verdict, the most frequent first."""
        rows = self._database.execute(
            "SELECT hex(key), verdict, text, type, country, first, rows, extra FROM question"
            " WHERE verdict = ? ORDER BY rows DESC, first",
            (verdict,),
        )
        return (AskedQuestion(*row) for row in rows)

    def close(self) -> None:
        """Let go of the file; another process may have it."""
        self._database.close()

    def remove(self) -> None:
        """Remove the file: the output is complete, or nothing of it can be gone on from."""
        self.path.unlink(missing_ok=True)
        self.close()
        # SQLite removes its journal, but for one of a killed process that needed no rollback.
        self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)

    def _read_block(self) -> Block | None:
        row = self._database.execute("SELECT rows, bytes, tally, is_last FROM block").fetchone()
        return None if row is None else Block(row[0], row[1], json.loads(row[2]), bool(row[3]))


def _row(question: AskedQuestion) -> tuple[Any, ...]:
    return (blake2b(question.key.encode(), digest_size=16).digest(), *question[1:])


def _stamp_of(database: sqlite3.Connection) -> dict[str, Any] | None:
    there = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'run'").fetchone()
    row = there and database.execute("SELECT stamp FROM run").fetchone()
    return None if row is None else json.loads(row[0])


def _begin(database: sqlite3.Connection, stamp: Mapping[str, Any]) -> None:
    for statement in filter(str.strip, _SCHEMA.split(";")):
        database.execute(statement)
    database.execute("INSERT INTO run VALUES (?)", (json.dumps(stamp),))


def _started(target: object) -> OutputStarted:
    what = f"a run that was stopped has left its part of {target}"
    return OutputStarted(
        what, f"add --resume to go on, or remove {target}.part and {target}.state.part"
    )


def _refuse_other(before: Mapping[str, Any], stamp: Mapping[str, Any], target: object) -> None:
    """Refuse to go on where the output would be another one; says all that differs."""
    now = json.loads(json.dumps(stamp))
    other = [name for name in now if before.get(name) != now[name]]
    if other:
        differs = " and ".join(_difference(name, before.get(name), now[name]) for name in other)
        raise BadValue(
            f"cannot go on with {target}: other than before {differs}",
            f"make it as it was, or remove {target}.part and {target}.state.part to begin anew",
        )


def _difference(name: str, before: object, now: object) -> str:
    """What differs; digests are named alone."""
    if name.startswith("the ") and not name.startswith("the column"):
        return f"is {name}"
    shown = ["not given" if each is None else each for each in (before, now)]
    return f"is {name} ({shown[0]}, now {shown[1]})"


@contextmanager
def _translated(path: Path, target: object) -> Iterator[None]:
    """Turns what SQLite says of the file into errors of ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise OutputBusy(
                f"another process is writing {target}", "wait for it to end, or write elsewhere"
            ) from None
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise DiskFull(
                f"no space left while writing {path}", "free some space, then add --resume"
            ) from error
        raise
    except sqlite3.DatabaseError as error:
        raise BadValue(
            f"{path} is not what a run has left there", f"remove it and {target}.part"
        ) from error
