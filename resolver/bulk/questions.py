"""A row → what it asks. Reach for it to change what a column of a list may mean.

`Roles` says which column is what, `Questions` makes queries of the cells of rows. Two rows with the
same key ask the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from resolver.errors import BadSource, InvalidInput
from resolver.model import COUNTRIES, Query
from resolver.text.fold import fold, latin
from resolver.text.words import Words

TAKEN: Final = ("name", "type", "country")
"""Columns that are taken for what they are called, where nothing else was said."""

_SHOWN_COLUMNS: Final = 20
_SHOWN_LETTERS: Final = 300
"""Of the columns that an error names."""

_BETWEEN: Final = "\x1f"
"""Between the cells of a key: no text that can be asked has it."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is what, each by its name.

    Args:
        name: The names that are asked.
        type: Their types; "" where no column has them, whatever it is called.
        country: Their countries: codes or names, several with `|` between; "" as of `type`.
        properties: Pairs of a property and its column; several values with `|` between.
        context: The texts around them.
        as_of: When they were in use.
        id: IDs that the list has already.
        assumed: Columns that nobody named: what cannot be read in them is left out.
    """

    name: str
    type: str | None = None
    country: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    context: str | None = None
    as_of: str | None = None
    id: str | None = None
    assumed: frozenset[str] = frozenset()

    def columns(self) -> list[str]:
        """The columns that have a role."""
        one = (self.name, self.type, self.country, self.context, self.as_of, self.id)
        return [each for each in (*one, *(column for _, column in self.properties)) if each]

    def with_taken(self, columns: Sequence[str], asked: Query) -> Roles:
        """These roles, and those of columns that are called `type` and `country`.

        They are of the names in the column `name`, so nothing is taken beside another one, and
        nothing that was said of all rows.
        """
        if self.name.lower() != TAKEN[0]:
            return self
        given: dict[str, Any] = {}
        for role, is_said in (("type", asked.type), ("country", asked.country)):
            named = [each for each in columns if each.lower() == role]
            is_free = len(named) == 1 and named[0] not in self.columns()
            if is_free and getattr(self, role) is None and not is_said:
                given[role] = named[0]
        return replace(self, **given, assumed=frozenset(given)) if given else self


class Questions:
    """What rows ask.

    Args:
        columns: Of the list, in order.
        roles: Which of them is what.
        asked: What every query carries besides.
        words: What `load_words` returned: it knows the names of countries.
        where: What to call the list in errors.

    Raises:
        BadSource: A column is not there, or is there twice.
    """

    def __init__(
        self, columns: Sequence[str], roles: Roles, asked: Query, words: Words, where: str
    ) -> None:
        self._asked = asked
        self._words = words
        self._assumed = roles.assumed
        self._name = _place(columns, roles.name, where)
        self._id = None if not roles.id else _place(columns, roles.id, where)
        self._single = [
            (field, _place(columns, column, where))
            for field, column in (
                ("type", roles.type),
                ("country", roles.country),
                ("context", roles.context),
                ("as_of", roles.as_of),
            )
            if column
        ]
        self._properties = [
            (name, _place(columns, column, where)) for name, column in roles.properties
        ]
        others = [place for _, place in (*self._single, *self._properties)]
        self._others = others if self._id is None else [*others, self._id]

    def key(self, cells: Sequence[str]) -> str | None:
        """What a row asks, as one text; None where it asks nothing."""
        name = self.name_of(cells)
        if not self._others:
            return name or None
        if not name and not self.id_of(cells):
            return None
        return _BETWEEN.join([name, *(cells[place].strip() for place in self._others)])

    def name_of(self, cells: Sequence[str]) -> str:
        """The name in a row, whether that can be asked or not."""
        return cells[self._name].strip()

    def id_of(self, cells: Sequence[str]) -> str:
        """The ID that a row has already, or ""."""
        return "" if self._id is None else cells[self._id].strip()

    def query(self, cells: Sequence[str]) -> Query:
        """The query of a row that has a name.

        Raises:
            InvalidInput: A cell cannot be asked; the error's `field` says which.
        """
        given: dict[str, Any] = {"text": self.name_of(cells)}
        for field, place in self._single:
            cell = cells[place].strip()
            if cell:
                given[field] = self._value(field, cell)
        if self._properties:
            found = {name: _listed(cells[place]) for name, place in self._properties}
            given["properties"] = {name: values for name, values in found.items() if values}
        try:
            return replace(self._asked, **given)
        except InvalidInput as error:
            if error.field not in self._assumed:
                raise
        return self._without_wrong(given)

    def _without_wrong(self, given: dict[str, Any]) -> Query:
        """The query without the fields that cannot be read and nobody named; raises as `query`."""
        for field in self._assumed & given.keys():
            try:
                replace(self._asked, **{field: given[field]})
            except InvalidInput:
                del given[field]
        return replace(self._asked, **given)

    def _value(self, field: str, cell: str) -> Any:
        """What a cell says of a query."""
        if field == "country":
            return tuple([country_code(each, self._words) for each in _listed(cell)])
        return cell.lower() if field == "type" else cell


def country_code(written: str, words: Words) -> str:
    """The code of a country that is written by its name; what is no name stays."""
    if written.upper() in COUNTRIES:
        return written
    folded = (latin(fold(written) or "") or "").split()
    for phrase in words.countries.get(folded[0], ()) if folded else ():
        if phrase.rest == folded[1:]:
            return phrase.stands_for
    return written


def unknown_properties(roles: Roles, fields: Container[str]) -> Iterator[str]:
    """What to warn of: properties for which there is a column, and that no entity has.

    Args:
        roles: Of the columns.
        fields: What the index knows of its properties, a dot before the name.
    """
    for name, column in roles.properties:
        if f".{name}" not in fields:
            yield f"no entity of the table has the property {name}, which column {column} is for"


def _listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that may hold several."""
    return tuple(value.strip() for value in cell.split("|") if value.strip())


def shown_columns(columns: Sequence[str]) -> str:
    """What columns are called, for an error: the first of them, of bounded length."""
    text = ", ".join(columns[:_SHOWN_COLUMNS])
    cut = len(columns) > _SHOWN_COLUMNS or len(text) > _SHOWN_LETTERS
    return text[:_SHOWN_LETTERS] + (", …" if cut else "")


def _place(columns: Sequence[str], name: str, where: str) -> int:
    """Where a column stands, from 0."""
    if columns.count(name) > 1:
        raise BadSource(where, f"the column {name} is there twice", "rename one of the two", line=1)
    if name not in columns:
        what = f"there is no column {name}"
        raise BadSource(where, what, f"there are {shown_columns(columns)}", line=1)
    return columns.index(name)
