"""A list that nobody has started yet: its first rows, and what its columns are to be.

Reach for `looked_into` to show a list, and for `options_of` to read what somebody chose. A role is
a word: `name`, `type`, `country`, `context`, `as_of`, `id`, `property:NAME`, or "" for none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from resolver.bulk.guessing import Guess, guessed_roles
from resolver.bulk.questions import country_code
from resolver.engine import Resolver
from resolver.errors import BadValue
from resolver.jobs import Job
from resolver.lists.form import SaidForm
from resolver.lists.reader import Row
from resolver.lists.reading import open_list
from resolver.reconcile.properties import COUNTRY, named_property, properties_of
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import Named
from resolver.text.words import load_words

SHOWN_ROWS: Final = 8
"""Rows of a list that are shown before it is started."""

MAX_COLUMNS: Final = 80
"""Columns of which a role can be chosen; the fields of a form are bounded."""

_SHOWN_LETTERS: Final = 120
"""Letters of a cell that are shown."""

_MAX_PROPERTIES: Final = 60
"""Properties that can be chosen: those that most entities have."""

_PROPERTY: Final = "property:"

ROLES: Final[Mapping[str, str]] = {
    "name": "Name",
    "type": "Kind (person, place, …)",
    "country": "Country",
    "as_of": "Date of the name",
    "context": "Text around the name",
    "id": "ID of this table",
}
"""What a column may be beside a property, in words for people."""

_OPTIONS: Final = {role: f"{role}_column" for role in ROLES} | {"name": "column"}
"""The option of a list that names the column of a role."""


class Column(NamedTuple):
    """A column: its name, and its role as it was guessed or chosen."""

    name: str
    role: str


class Draft(NamedTuple):
    """A list as it is shown before it is started.

    Args:
        columns: Its columns, as many as have a role to choose.
        others: How many more there are.
        rows: Its first rows, as far as these columns.
        properties: What a column may be of the table's properties.
        of_type: The type of all rows.
        warnings: What is doubtful in how it is read.
        is_delimited: Whether it is text with delimiters, which a spreadsheet opens.
    """

    columns: Sequence[Column]
    others: int
    rows: Sequence[Row]
    properties: Sequence[Named]
    of_type: str
    warnings: Sequence[str]
    is_delimited: bool


def looked_into(path: Path, job: Job, resolver: Resolver, *, header: bool) -> Draft:
    """A list with the roles that its columns seem to have.

    Args:
        path: Where it lies.
        job: What it is to become.
        resolver: On the index that answers, for its properties.
        header: Whether its first row has the names of the columns.

    Raises:
        InvalidInput: It cannot be read.
    """
    with open_list(path, name=job.name, said=SaidForm(header=header)) as reader:
        rows = [_shown(row) for row in islice(reader.rows(), SHOWN_ROWS)]
        columns, warnings = reader.columns, reader.warnings
        is_delimited = reader.form.kind == "csv"
    guess = guessed_roles(path, columns, resolver.fields) if header else Guess(columns[0])
    roles = _roles_of(guess)
    return Draft(
        [Column(each, roles.get(each, "")) for each in columns[:MAX_COLUMNS]],
        max(len(columns) - MAX_COLUMNS, 0),
        rows,
        _properties(resolver, guess),
        "",
        warnings,
        is_delimited,
    )


def with_choices(draft: Draft, fields: Mapping[str, str]) -> Draft:
    """A list with the roles that somebody chose in its form."""
    chosen = [
        Column(each.name, fields.get(f"role_{place}", ""))
        for place, each in enumerate(draft.columns)
    ]
    return draft._replace(columns=chosen, of_type=fields.get("type", ""))


def options_of(draft: Draft, fields: Mapping[str, str]) -> dict[str, list[str]]:
    """The options of a list by what somebody chose in its form, as a job has them.

    Raises:
        BadValue: No column has the names, one without a name is chosen, two have a role that one
            may have, or the country is none.
    """
    found: dict[str, list[str]] = {}
    for place, column in enumerate(draft.columns, 1):
        if column.role and not column.name:
            what = f"column {place} is chosen, and the first row has no name for it"
            raise BadValue(what, "say that the first row is a row like the others", field="column")
        if column.role.startswith(_PROPERTY):
            pair = f"{column.role.removeprefix(_PROPERTY)}={column.name}"
            found.setdefault("property", []).append(pair)
        elif column.role in _OPTIONS:
            found.setdefault(_OPTIONS[column.role], []).append(column.name)
    for role, option in _OPTIONS.items():
        if len(found.get(option, ())) > 1:
            both = " and ".join(found[option])
            what = f"{both} are both chosen as: {ROLES[role]}"
            raise BadValue(what, "choose it for one of them", field=option)
    if "column" not in found:
        remedy = f"choose “{ROLES['name']}” for one of them"
        raise BadValue("no column is chosen that has the names", remedy, field="column")
    for role in ("type", "country"):  # a column that is called so would be taken without a word
        if any(each.name.lower() == role for each in draft.columns):
            found.setdefault(_OPTIONS[role], [""])
    return found | _of_all(fields)


def _of_all(fields: Mapping[str, str]) -> dict[str, list[str]]:
    """The options that hold for all rows."""
    country = fields.get("country", "").strip()
    given = {
        "type": fields.get("type", ""),
        "country": country and country_code(country, load_words()),
        "no_header": "" if fields.get("header", "yes") == "yes" else "true",
        "excel": "true" if fields.get("excel") else "",
    }
    return {name: [value] for name, value in given.items() if value}


def _roles_of(guess: Guess) -> dict[str, str]:
    single = {"name": guess.name, "type": guess.type, "country": guess.country}
    roles = {column: _PROPERTY + name for name, column in guess.properties}
    return roles | {column: role for role, column in single.items() if column is not None}


def _properties(resolver: Resolver, guess: Guess) -> list[Named]:
    """The properties that can be chosen, by name: those most had, and those that were guessed."""
    all_of_them = [each for each in properties_of(resolver, Scope("", "")) if each["id"] != COUNTRY]
    found = {each["id"]: each for each in all_of_them[:_MAX_PROPERTIES]}
    found |= {name: named_property(name) for name, _ in guess.properties}
    return sorted(found.values(), key=lambda each: each["name"])


def _shown(row: Row) -> Row:
    """A row with cells that are short enough to be shown."""
    return row._replace(cells=[_cut(cell) for cell in row.cells[:MAX_COLUMNS]])


def _cut(cell: str) -> str:
    return cell if len(cell) <= _SHOWN_LETTERS else cell[:_SHOWN_LETTERS] + "…"
