"""What the columns of a list seem to be. Reach for `guessed_roles` to propose their roles.

The guess is that of a table that is imported (`resolver.packs.columns`), but that a property counts
only where the table that answers has it, and nothing is taken for an ID of that table.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import NamedTuple

from resolver.errors import BadSource
from resolver.model import TYPES
from resolver.packs.columns import ColumnMap, guessed_map
from resolver.packs.columns.headers import read_header


class Guess(NamedTuple):
    """What a list seems to hold.

    Args:
        name: The column of names, if one seems to be.
        type: That of types.
        country: That of countries.
        properties: Pairs of a property of the table and its column.
        of_type: The type that all rows have by the header of the names, where no column says it.
    """

    name: str | None = None
    type: str | None = None
    country: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    of_type: str | None = None


def guessed_roles(path: Path, columns: Sequence[str], fields: Container[str]) -> Guess:
    """What the columns of a list with a header seem to be.

    Args:
        path: The list.
        columns: Its columns.
        fields: What the index knows of its properties, a dot before the name.

    Raises:
        BadSource: It cannot be read.
    """
    try:
        found = guessed_map(path)
    except BadSource:
        return Guess(columns[0] if len(columns) == 1 else None)
    return Guess(
        found.name[-1],  # of a first and a last name, which no query has apart, the last
        found.type,
        found.country,
        tuple(_properties(found, fields)),
        _said_type(found) if found.type is None else None,
    )


def has_header(cells: Sequence[str]) -> bool:
    """Whether a first row seems to have the names of columns: one of them says what it is."""
    return any(read_header(each).role for each in cells)


def _said_type(found: ColumnMap) -> str | None:
    """The type that the header of the names says; not what other columns speak for: a wrong guess
    would leave out whom a name means."""
    if len(found.name) > 1:
        return found.fixed_type
    word = read_header(found.name[0]).role.removeprefix("name of ")
    return word if word in TYPES else None


def _properties(found: ColumnMap, fields: Container[str]) -> list[tuple[str, str]]:
    known = [(name, columns) for name, columns in found.properties if f".{name}" in fields]
    return [(name, columns[0]) for name, columns in known]
