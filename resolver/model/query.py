"""What is asked: a text, and what is known about who or what it means.

Reach for this module to add to what a query may carry: `OPTIONS` is the one table of it. Every
surface (Python, command line, HTTP, documents) takes its names, checks, defaults and
help from there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal, Self

from resolver.errors import BadValue
from resolver.model import checks
from resolver.model.checks import Properties, PropertiesLike
from resolver.model.dates import optional_date

ValueType = Literal["text", "type", "country", "property", "date", "integer", "number", "switch"]


@dataclass(frozen=True, slots=True)
class Option:
    """One field of a query, as every surface offers it.

    Args:
        name: Its name on the command line, in a URL and in errors.
        value_type: What type of value it takes.
        help: One sentence for people.
        default: Its value where it is not given.
        low: The least number allowed.
        high: The greatest number, or the greatest count of characters, allowed.
        open_range: Whether the least and the greatest number are not allowed themselves.
        repeatable: Whether a command line and a URL may give it several times.
        field: The field of `Query`, and the key of its JSON; the name where none is given.
        choices: The texts that it takes; () for any.
    """

    name: str
    value_type: ValueType
    help: str
    default: Any = None
    low: float = 0
    high: float = 1
    open_range: bool = False
    repeatable: bool = False
    field: str = ""
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "field", self.field or self.name)  # the option is frozen

    @property
    def range(self) -> str:
        """The numbers that are allowed, in words."""
        if self.open_range:
            return f"above {self.low:g} and below {self.high:g}"
        return f"from {self.low:g} to {self.high:g}"

    def check(self, value: object) -> Any:
        """The value in its normal form; raises `InvalidInput` naming the option."""
        return _CHECKS[self.value_type](self, value)

    def parse(self, written: str) -> Any:
        """The value from a text, as command lines and URLs carry it."""
        try:
            if self.value_type == "integer":
                return int(_digits(written))
            if self.value_type == "number":
                return float(_digits(written))
        except ValueError:
            raise _not_a_number(self, written) from None
        if self.value_type == "switch":
            if written not in ("true", "false", "1", "0"):
                raise _not_a_switch(self, written)
            return written in ("true", "1")
        if self.value_type == "property":
            name, sign, values = written.partition("=" if "=" in written else ":")
            if not sign or not name or not values:
                raise BadValue(
                    f"property {written!r} has no name and value",
                    "write birth_date=1944",
                    field=self.name,
                )
            return (name, (values,))
        return written


USUALLY_KNOWN: Final = 0.7
"""The share of questions whose entity is in the table, where nobody says another: scores are right
for it."""

OPTIONS: Final = (
    Option("text", "text", "The name as somebody wrote it.", high=checks.TEXT_LIMIT),
    Option("type", "type", f"What is meant: {', '.join(checks.TYPES)}."),
    Option(
        "country",
        "country",
        "ISO 3166-1 alpha-2 code of a country it belongs to.",
        (),
        repeatable=True,
    ),
    Option(
        "property",
        "property",
        "Any other property known, such as birth_date=1944.",
        (),
        repeatable=True,
        field="properties",
    ),
    Option(
        "context",
        "text",
        "Text around the name; what it names speaks for who has it: a country, a property, a date.",
        high=10_000,
    ),
    Option("as_of", "date", "When the name was in use: 2015, 2015-03 or 2015-03-01."),
    Option("limit", "integer", "How many candidates to return.", 5, 1, 200),
    Option("accept", "number", "Score from which the first candidate is a match.", 0.70),
    Option("review", "number", "Sum of scores from which the verdict is at least ambiguous.", 0.40),
    Option("margin", "number", "Lead over the second candidate that a match needs.", 0.15),
    Option(
        "known",
        "number",
        "Expected share of questions whose entity is in the table.",
        USUALLY_KNOWN,
        open_range=True,
    ),
    Option("type_strict", "switch", "Whether candidates of another type are left out.", True),
)
"""Every option of a query, in the order in which documents list them."""


@dataclass(frozen=True, slots=True)
class Query:
    """A name as somebody wrote it, with what is known of it. It checks itself when it is made.

    The defaults are those of `OPTIONS`.

    Args:
        text: The name as somebody wrote it, 1 to 1,000 characters.
        type: One of `TYPES`; keeps candidates of that type and of `other`.
        country: ISO 3166-1 alpha-2 codes; evidence, never a filter.
        properties: Any other properties known: name → texts of 1,000 characters at most, 100 texts
            together; evidence, never a filter.
        context: Text around the name, up to 10,000 characters: the countries, properties and dates
            that it names speak for the candidates that have them, and never against one; where that
            decides nothing, it is read as `Resolver.annotate` reads texts.
        as_of: Year, month or day at which the name was in use.
        limit: How many candidates to return, 1 to 200.
        accept: Score, 0 to 1, from which the first candidate is a match.
        review: Sum of scores, 0 to 1, from which the verdict is at least `ambiguous`.
        margin: Lead over the second candidate, 0 to 1, that a match needs.
        known: Expected share of questions whose entity is in the table, above 0 and below 1; it
            moves every score: of a list of customers, few are on a list of sanctions.
        type_strict: False makes `type` evidence instead of a filter.

    Raises:
        InvalidInput: A value is wrong; the error's class and `field` say which.
    """

    text: str
    type: str | None = None
    country: tuple[str, ...] = ()
    properties: PropertiesLike = ()
    context: str | None = None
    as_of: str | None = None
    limit: int = 5
    accept: float = 0.70
    review: float = 0.40
    margin: float = 0.15
    known: float = USUALLY_KNOWN
    type_strict: bool = True

    def __post_init__(self) -> None:
        for field, check, default in _FIELD_CHECKS:
            value = getattr(self, field)
            if value is default:
                continue
            checked = check(value)
            if checked is not value:
                object.__setattr__(self, field, checked)

    @property
    def property_values(self) -> Properties:
        """`properties` in their normal form."""
        return self.properties  # type: ignore[return-value] # normalised by __post_init__

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """A query from its wire form, a JSON object.

        Raises:
            InvalidInput: A key is unknown, `text` is missing, or a value is wrong.
        """
        if not isinstance(value, Mapping):
            raise BadValue("a query is not a JSON object", 'write {"text": "NAME"}')
        names = [option.field for option in OPTIONS]
        for key in value:
            if key not in names:
                raise BadValue(
                    f"unknown field {key!r}", f"the fields are {', '.join(names)}", field=str(key)
                )
        return cls(**{"text": None, **value})


_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def _digits(written: str) -> str:
    """A number as JSON and people write it; Python reads `1_0`, `٥` and `nan` as numbers too."""
    if _NUMBER.fullmatch(written) is None:
        raise ValueError
    return written


def _check_text(option: Option, value: object) -> str | None:
    if option.name == "text":
        return checks.text(option.name, value, limit=int(option.high))
    if option.choices:
        return checks.one_of(option.name, value, option.choices)
    return checks.optional_text(option.name, value, limit=int(option.high))


def _check_number(option: Option, value: object) -> float:
    whole = option.value_type == "integer"
    if whole and isinstance(value, float) and value.is_integer():  # 5.0 is 5 in JSON
        value = int(value)
    right = isinstance(value, int) if whole else isinstance(value, int | float)
    nan = isinstance(value, float) and math.isnan(value)
    if not right or isinstance(value, bool) or nan:
        raise _not_a_number(option, value)
    outside = not option.low <= value <= option.high  # type: ignore[operator] # a number by now
    if outside or (option.open_range and value in (option.low, option.high)):
        raise BadValue(
            f"{option.name} {str(value).removesuffix('.0')} is out of range",
            f"give a number {option.range}",
            field=option.name,
        )
    return value  # type: ignore[return-value] # a number by now


def _check_switch(option: Option, value: object) -> bool:
    if not isinstance(value, bool):
        raise _not_a_switch(option, value)
    return value


def _not_a_number(option: Option, value: object) -> BadValue:
    number = "whole number" if option.value_type == "integer" else "number"
    return BadValue(
        f"{option.name} {value!r} is not a {number}",
        f"give one {option.range}",
        field=option.name,
    )


def _not_a_switch(option: Option, value: object) -> BadValue:
    what = f"{option.name} cannot be {value!r}"
    return BadValue(what, "give true or false", field=option.name)


_CHECKS: Final[dict[ValueType, Callable[[Option, object], Any]]] = {
    "text": _check_text,
    "type": lambda option, value: checks.known_type(option.name, value),
    "country": lambda option, value: checks.countries(option.name, value) if value != () else (),
    "property": lambda option, value: checks.asked_properties(option.name, value),
    "date": lambda option, value: optional_date(option.name, value),
    "integer": _check_number,
    "number": _check_number,
    "switch": _check_switch,
}

_FIELD_CHECKS: Final = tuple(
    (each.name, option.check, each.default)
    for each, option in zip(fields(Query), OPTIONS, strict=True)
)
"""Each field of a query with its check, and the default, which needs none."""
