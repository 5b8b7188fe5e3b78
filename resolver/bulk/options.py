"""What may be said of a list: one table, from which the command line, HTTP and documents derive.

Reach for it to add an option. `BULK_OPTIONS` are those of the list itself; besides, a list takes
the options of a query that hold for all its rows (`QUERY_OPTIONS`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, Self, get_args

from resolver.bulk.questions import TAKEN, Roles, shown_columns
from resolver.errors import BadValue
from resolver.lists.form import Kind, Quoting, SaidForm
from resolver.model import OPTIONS, Query

Only = Literal["matched", "ambiguous", "unmatched"]

_ONLY_VERDICTS: Final[Mapping[str, str]] = {
    "matched": "match",
    "ambiguous": "ambiguous",
    "unmatched": "no_match",
}
"""The verdict of the rows that `only` keeps."""

MAX_TOP: Final = 20
"""Candidates that have columns at most."""


@dataclass(frozen=True, slots=True)
class BulkOption:
    """An option of a list.

    Args:
        name: Its name in a URL; on the command line with dashes.
        help: One sentence for people.
        metavar: What its value is, in a word; "" for a switch, which takes none.
        repeatable: Whether it may be given several times.
        choices: The only values that it takes, where they are few.
    """

    name: str
    help: str
    metavar: str = ""
    repeatable: bool = False
    choices: tuple[str, ...] = ()

    @property
    def is_switch(self) -> bool:
        """Whether it takes no value."""
        return not self.metavar


BULK_OPTIONS: Final = (
    BulkOption("column", "The column of names. [default: name]", "NAME"),
    BulkOption("type_column", "The column of their types.", "NAME"),
    BulkOption(
        "country_column",
        "The column of their countries: codes or names, several with | between.",
        "NAME",
    ),
    BulkOption(
        "property", "A property and the column that has it: state=COLUMN.", "NAME=COLUMN", True
    ),
    BulkOption("context_column", "The column of the texts around them.", "NAME"),
    BulkOption("as_of_column", "The column that says when the name was in use.", "NAME"),
    BulkOption(
        "id_column", "The column of IDs that are known: they are followed, not asked.", "NAME"
    ),
    BulkOption("top", f"How many candidates get columns, 1 to {MAX_TOP}. [default: 1]", "N"),
    BulkOption("only", "Leave out all rows but these.", "WHICH", choices=get_args(Only)),
    BulkOption(
        "format",
        "The form of the output. [default: by its name, else that of the input]",
        "FORM",
        choices=get_args(Kind),
    ),
    BulkOption("excel", "For a spreadsheet: a BOM, and an apostrophe before cells it would run."),
    BulkOption("delimiter", "What separates cells of the input. [default: found]", "CHARACTER"),
    BulkOption(
        "quoting",
        'How " is written within "…": double, backslash; none: it is a letter. [default: found]',
        "HOW",
        choices=get_args(Quoting),
    ),
    BulkOption("encoding", "Of the input. [default: found: UTF-8, UTF-16 by its BOM]", "NAME"),
    BulkOption("no_header", "The first row is one like the others; columns are 1, 2, …"),
    BulkOption("max_errors", "Stop when more rows than this have an error.", "N"),
)
"""Every option of a list, in the order in which documents show them."""

QUERY_OPTIONS: Final = tuple(
    option for option in OPTIONS if option.name not in ("text", "property", "limit", "context")
)
"""The options of a query that may be said of all rows."""

_TABLE: Final = {option.name: option for option in BULK_OPTIONS}
_OF_QUERY: Final = {option.name: option for option in QUERY_OPTIONS}


@dataclass(frozen=True, slots=True)
class BulkOptions:
    """What was said of a list. It checks itself when it is made.

    Args:
        roles: Which column is what; the name's is "" where nobody said it.
        asked: What every query carries; its text is of no account.
        said: How the input is written.
        top: How many candidates get columns.
        only: Which rows alone are kept.
        kind: The form of the output.
        excel: Whether the output is to be opened in a spreadsheet.
        max_errors: How many rows may have an error.

    Raises:
        BadValue: A value is wrong; its field says which.
    """

    roles: Roles = field(default_factory=lambda: Roles(""))
    asked: Query = field(default_factory=lambda: Query("any"))
    said: SaidForm = field(default_factory=SaidForm)
    top: int = 1
    only: Only | None = None
    kind: Kind | None = None
    excel: bool = False
    max_errors: int | None = None

    @property
    def only_verdict(self) -> str | None:
        """The verdict of the rows that are kept; None for all."""
        return None if self.only is None else _ONLY_VERDICTS[self.only]

    @classmethod
    def from_texts(cls, given: Mapping[str, Sequence[str]]) -> Self:
        """The options from texts, as command lines and URLs carry them.

        Args:
            given: By the option's name, its values; a switch has "true" or "false".

        Raises:
            InvalidInput: An option is unknown, given twice, or has a wrong value; names it.
        """
        one = {name: _one(name, values) for name, values in given.items() if values}
        said: dict[str, Any] = {
            name: one[name] for name in ("delimiter", "quoting", "encoding") if name in one
        }
        top = _number("top", one.get("top", "1"), 1, MAX_TOP)
        return cls(
            roles=_roles(one, given.get("property", ())),
            asked=_query(given, top),
            said=SaidForm(header=not _switch("no_header", one.get("no_header")), **said),
            top=top,
            only=one.get("only"),  # type: ignore[arg-type] # a choice, which `_one` has checked
            kind=one.get("format"),  # type: ignore[arg-type] # a choice, which `_one` has checked
            excel=_switch("excel", one.get("excel")),
            max_errors=_number("max_errors", one["max_errors"], 0, 10**12)
            if "max_errors" in one
            else None,
        )


def _one(name: str, values: Sequence[str]) -> str:
    """The value of an option; of one that may be repeated, the first."""
    option = _TABLE.get(name) or _OF_QUERY.get(name)
    if option is None:
        known = ", ".join([*_TABLE, *_OF_QUERY])
        raise BadValue(f"unknown option {name!r}", f"there are {known}", field=name)
    if len(values) > 1 and not option.repeatable:
        raise BadValue(f"{name} is given twice", "give it once", field=name)
    choices = option.choices if isinstance(option, BulkOption) else ()
    if choices and values[0] not in choices:
        remedy = f"use {' or '.join(choices)}"
        raise BadValue(f"{name} cannot be {values[0]!r}", remedy, field=name)
    return values[0]


def _roles(one: Mapping[str, str], properties: Sequence[str]) -> Roles:
    pairs = []
    for written in properties:
        name, sign, column = written.partition("=")
        if not (sign and name and column):
            what = f"property {written!r} has no name and column"
            raise BadValue(what, "write state=COLUMN", field="property")
        pairs.append((name.strip(), column.strip()))
    columns: dict[str, Any] = {
        role: one.get(f"{role}_column") for role in ("type", "country", "context", "as_of", "id")
    }
    return Roles(one.get("column", ""), properties=tuple(pairs), **columns)


def _query(given: Mapping[str, Sequence[str]], limit: int) -> Query:
    parsed: dict[str, Any] = {"limit": limit}
    for option in QUERY_OPTIONS:
        values = given.get(option.name, ())
        if values and option.repeatable:
            parsed[option.field] = tuple(option.parse(each) for each in values)
        elif values:
            parsed[option.field] = option.parse(values[0])
    return Query("any", **parsed)


def _number(name: str, written: str, low: int, high: int) -> int:
    if not written.isdecimal() or not low <= int(written) <= high:
        what = f"{name} {written!r} is not a number from {low:,} to {high:,}"
        raise BadValue(what, "give a whole number", field=name)
    return int(written)


def _switch(name: str, written: str | None) -> bool:
    if written not in (None, "", "true", "false", "1", "0"):
        raise BadValue(f"{name} cannot be {written!r}", "give true or false", field=name)
    return written in ("true", "1")


def chosen_roles(options: BulkOptions, columns: Sequence[str]) -> Roles:
    """The roles of a list's columns: those that were said, and those taken by their names.

    The only column of a list has the names, whatever it is called.

    Raises:
        BadValue: Nobody said which column has the names, and none is called so.
    """
    roles = options.roles
    if not roles.name:
        named = [each for each in columns if each.lower() == TAKEN[0]]
        if len(columns) != 1 and len(named) != 1:
            what = f"no column is called {TAKEN[0]}" if not named else f"two are called {TAKEN[0]}"
            remedy = f"say which column has the names; there are {shown_columns(columns)}"
            raise BadValue(what, remedy, field="column")
        roles = replace(roles, name=columns[0] if len(columns) == 1 else named[0])
    return roles.with_taken(columns, options.asked)
