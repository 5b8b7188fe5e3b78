"""Lists that come as columns: what data frames of all libraries share.

Reach for it to resolve another type of frame. `options_for` says what is asked, `row_of` makes a
row of its cells, `answering` what answers such rows, and `columns_from` what is added to them.

A cell is the text of a value (`text_of`), as it would stand in a CSV. What is added but not known
is missing (None), never "".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from types import NoneType
from typing import Any, Final, TypedDict

from resolver.bulk.answers import columns_of, is_number
from resolver.bulk.options import MAX_TOP, BulkOptions, chosen_roles
from resolver.bulk.questions import Questions, Roles
from resolver.bulk.stream import Answering
from resolver.engine import Resolver
from resolver.errors import BadValue
from resolver.lists.reading import Row
from resolver.lists.writing import Value
from resolver.model import Query
from resolver.text.words import load_words


class Asked(TypedDict, total=False):
    """What is asked beside names: of a column of each row, or said of all rows.

    Those of all rows are options of `Query`; the others are those of `resolver bulk`.
    """

    type_column: str
    country_column: str
    context_column: str
    as_of_column: str
    id_column: str
    properties: Mapping[str, str]
    """Property → the column that has it."""
    top: int
    type: str
    country: str | Sequence[str]
    context: str
    as_of: str
    accept: float
    review: float
    margin: float
    known: float
    type_strict: bool


def options_for(columns: Sequence[str], column: str | None, asked: Asked) -> BulkOptions:
    """What is asked of a frame with such columns.

    Args:
        columns: Those of the frame.
        column: The one that has the names, where that was said.
        asked: What else is asked.

    Raises:
        InvalidInput: A column is not there, is there twice or would be; or an option is wrong.
    """
    given: dict[str, Any] = {**asked}
    for name in given.keys() - Asked.__annotations__.keys():
        raise TypeError(f"resolve() has no argument {name!r}")
    top = given.pop("top", 1)
    if top not in range(1, MAX_TOP + 1):
        raise BadValue(f"top cannot be {top!r}", f"give a number from 1 to {MAX_TOP}", field="top")
    properties = tuple(dict(given.pop("properties", ())).items())
    one = {
        role: given.pop(f"{role}_column", None)
        for role in ("type", "country", "context", "as_of", "id")
    }
    roles = Roles(column or "", properties=properties, **one)
    options = BulkOptions(roles=roles, asked=Query("any", limit=top, **given), top=top)
    options = replace(options, roles=chosen_roles(options, columns))
    _check_columns(columns, options)
    return options


def asked_columns(options: BulkOptions) -> list[str]:
    """The columns whose cells are asked, each once."""
    return list(dict.fromkeys(options.roles.columns()))


def row_of(number: int, cells: Sequence[str]) -> Row:
    """A row, by its number from 1 and the cells of `asked_columns`."""
    return Row(number, number, list(cells), None, True, "")


def answering(resolver: Resolver, options: BulkOptions) -> Answering:
    """How rows are answered that have the cells of `asked_columns`; what is added is JSON."""
    columns = asked_columns(options)
    questions = Questions(columns, options.roles, options.asked, load_words(), "the frame")
    return Answering(resolver, questions, _encode, options.top)


def columns_from(added: Sequence[str], top: int) -> Iterator[tuple[str, bool, list[Value]]]:
    """The columns that are added, from what is added to each row.

    Each is its name, whether it holds numbers, and its values.
    """
    decoded = {text: json.loads(text) for text in set(added)}
    rows = [decoded[text] for text in added]
    for place, name in enumerate(columns_of(top)):
        yield name, is_number(name), [row[place] for row in rows]


def text_of(value: object) -> str:
    """A value as a person writes it; "" where it is missing.

    A number without a fraction has none (1944.0 is 1944), a moment is its day, what is true is
    `true`; a list is its texts with `|` between; bytes are UTF-8.
    """
    if isinstance(value, str):
        return value
    for types, write in _TEXTS:
        if isinstance(value, types):
            return write(value)
    return _text_of_array(value) if hasattr(value, "tolist") else str(value)


def _text_of_float(value: float) -> str:
    if value != value:  # NaN
        return ""
    return str(int(value)) if value.is_integer() else repr(value)


def _text_of_decimal(value: Decimal) -> str:
    return "" if value.is_nan() else format(value, "f")


def _text_of_array(value: Any) -> str:
    """Of what numpy has: an array, or one value of its types."""
    return text_of(value.tolist())


_TEXTS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...]] = (
    (NoneType, lambda _: ""),
    (bool, lambda value: str(value).lower()),
    (float, _text_of_float),
    (Decimal, _text_of_decimal),
    (datetime, lambda value: value.date().isoformat()),
    (date, date.isoformat),
    # What is not UTF-8 becomes what no query takes.
    (bytes, lambda value: value.decode("utf-8", "surrogateescape")),
    ((list, tuple), lambda value: "|".join(filter(None, map(text_of, value)))),
    (dict, partial(json.dumps, ensure_ascii=False, default=text_of)),
)
"""How values that are no texts are written; the first type that a value has."""


def _encode(values: Sequence[Value]) -> str:
    values = [None if value == "" else value for value in values]
    return json.dumps(values, ensure_ascii=False)


def _check_columns(columns: Sequence[str], options: BulkOptions) -> None:
    for name in asked_columns(options):
        if name not in columns:
            has = f"its columns are {', '.join(map(str, columns[:20]))}" if columns else None
            raise BadValue(f"the frame has no column {name}", has or "it has none", field=name)
        if columns.count(name) > 1:
            what = f"the frame has the column {name} twice"
            raise BadValue(what, "rename one of the two", field=name)
    for name in columns_of(options.top):
        if name in columns:
            what = f"the frame already has a column {name}"
            raise BadValue(what, "rename it, or leave it out", field=name)
