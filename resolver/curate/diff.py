"""What changed from one source to another, by entity and alias. Reach for `differences` to know.

Both sides are written into a database that lasts as long as the comparison, so that memory does not
grow with them.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from resolver.curate.sides import opened_sides
from resolver.errors import DiskFull
from resolver.model import Additions, Entity, Record, RecordKind, Redirect

_SIDES: Final = ("before", "after")

_TABLES: Final = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + "".join(
    f"CREATE TABLE {side} (id TEXT, kind TEXT, said TEXT, PRIMARY KEY (id, kind)) WITHOUT ROWID;"
    for side in _SIDES
)

_DIFFERENT: Final = """
    SELECT before.id AS id, before.kind AS kind, before.said, after.said FROM before
    LEFT JOIN after ON after.id = before.id AND after.kind = before.kind
    WHERE after.said IS NOT before.said
    UNION ALL
    SELECT after.id, after.kind, NULL, after.said FROM after
    WHERE NOT EXISTS (
        SELECT 1 FROM before WHERE before.id = after.id AND before.kind = after.kind
    )
    ORDER BY id, kind
"""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field said, and what it says; a property is called `properties.NAME`."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that only one side has, or that the sides have otherwise.

    Args:
        kind: What sort of record it is.
        id: The ID that it is about.
        before: What the first side says, without the ID; None where it has no such record.
        after: What the second side says.
    """

    kind: RecordKind
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def change(self) -> Literal["added", "retired", "changed"]:
        """What became of the record."""
        if self.before is None:
            return "added"
        return "retired" if self.after is None else "changed"

    def fields(self) -> Iterator[FieldChange]:
        """The fields that say something else, in order of their names."""
        before, after = _flat(self.before or {}), _flat(self.after or {})
        for field in sorted(before.keys() | after.keys()):
            if before.get(field) != after.get(field):
                yield FieldChange(field, before.get(field), after.get(field))

    def aliases(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """The aliases that came, and those that went."""
        before, after = _aliases(self.before), _aliases(self.after)
        came = [alias for key, alias in after.items() if key not in before]
        went = [alias for key, alias in before.items() if key not in after]
        return came, went

    def to_dict(self) -> dict[str, Any]:
        """The difference as a JSON object."""
        head = {"change": self.change, "record": self.kind, "id": self.id}
        if self.before is None or self.after is None:
            return head | (self.before or self.after or {})
        came, went = self.aliases()
        return head | {
            "fields": {
                each.field: {"before": each.before, "after": each.after} for each in self.fields()
            },
            "aliases": {"added": came, "retired": went},
        }


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed, and how much did not.

    Args:
        unchanged: How many records both sides have alike.
        found: The differences, in order of ID; once, as long as the comparison lasts.
    """

    unchanged: int
    found: Iterator[Difference]


@contextmanager
def differences(before: str, after: str, home: Path, *, wait_s: float) -> Iterator[Differences]:
    """What changed from one source to another.

    Args:
        before: A path, the name of a pack, or that of a source in the home.
        after: Another.
        home: The home.
        wait_s: Seconds to wait for a writer of the home.

    Raises:
        BadSource: A side is none of these, or something in it is wrong.
        DiskFull: There is no space for the comparison.
        HomeError: The home is busy or damaged.
    """
    with _database() as database:
        with opened_sides([before, after], home, wait_s=wait_s) as packs:
            for side, pack in zip(_SIDES, packs, strict=True):
                _fill(database, side, pack.records())
        unchanged = "SELECT count(*) FROM before NATURAL JOIN after"
        (count,) = database.execute(unchanged).fetchone()
        yield Differences(count, map(_difference, database.execute(_DIFFERENT)))


@contextmanager
def _database() -> Iterator[sqlite3.Connection]:
    """A database that goes with the block."""
    with (
        tempfile.TemporaryDirectory(prefix="resolver-") as folder,
        closing(sqlite3.connect(Path(folder, "sides"))) as database,
    ):
        try:
            database.executescript(_TABLES)
            yield database
        except sqlite3.OperationalError as error:
            if "full" not in str(error):
                raise
            remedy = "set TMPDIR to a directory with more space"
            raise DiskFull("no space left for the comparison", remedy) from error


def _fill(database: sqlite3.Connection, side: str, records: Iterable[Record]) -> None:
    insert = f"INSERT INTO {side} VALUES (?, ?, ?)"  # noqa: S608 - one of `_SIDES`
    database.executemany(insert, map(_row, records))


def _row(record: Record) -> tuple[str, RecordKind, str]:
    kind, said = _said(record)
    return record.entity_id, kind, json.dumps(said, ensure_ascii=False)


def _said(record: Record) -> tuple[RecordKind, dict[str, Any]]:
    """What a record is, and what it says beside its ID."""
    if isinstance(record, Entity):
        said = record.to_dict()
        del said["id"]
        return "entity", said
    if isinstance(record, Additions):
        return "additions", {"aliases": [alias.to_dict() for alias in record.aliases]}
    if isinstance(record, Redirect):
        return "redirect", {"became": record.id}
    return "same_as", {"same_as": list(record.others)}


def _difference(row: tuple[str, RecordKind, str | None, str | None]) -> Difference:
    entity_id, kind, before, after = row
    read = [None if said is None else json.loads(said) for said in (before, after)]
    return Difference(kind, entity_id, *read)


def _flat(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record, each property by its name; aliases are none."""
    own = {key: value for key, value in said.items() if key not in ("aliases", "properties")}
    properties = said.get("properties", {})
    return own | {f"properties.{name}": values for name, values in properties.items()}


def _aliases(said: Mapping[str, Any] | None) -> dict[str, dict[str, str]]:
    """The aliases of a record, each under a text that tells it from others."""
    aliases = (said or {}).get("aliases", [])
    return {json.dumps(alias, sort_keys=True): alias for alias in aliases}
