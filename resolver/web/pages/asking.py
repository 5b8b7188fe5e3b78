"""What a URL of a page asks: a name, and what is known beside it, as people write it.

Fields of a form that were left empty are nothing; a country may be called by its name, and several
may stand in one field. What is wrong is said field by field, so that a form can show it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from resolver.errors import BadValue, InvalidInput
from resolver.explaining.naming import country_code
from resolver.model import Query
from resolver.web.pages.wording import sentences
from resolver.web.requests import PARAMETERS
from resolver.web.route import Route

OPTIONS: Final = ("type", "country", "as_of", "property", "context")
"""What may be known beside a name, in the order in which pages show it."""

_TEXT: Final = "q"

_TRACKER: Final = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id")
"""Parameters that mail programs and social networks hang on to a URL which somebody sends."""

_BETWEEN_COUNTRIES: Final = re.compile(r"[,;]")


class Given(NamedTuple):
    """One thing that is known beside a name, as a URL has it.

    Args:
        name: One of `OPTIONS`.
        value: What was written; of a country its code.
    """

    name: str
    value: str


class Asked(NamedTuple):
    """What a URL asks.

    Args:
        text: The name, as it was written; "" where none was.
        given: What is known beside it.
        query: The query that it makes; None where nothing was asked, or something is wrong.
        wrong: What is wrong, in a sentence, by the name of its field.
    """

    text: str
    given: Sequence[Given]
    query: Query | None
    wrong: Mapping[str, str]

    def values(self, name: str) -> list[str]:
        """What was given of an option."""
        return [each.value for each in self.given if each.name == name]

    def path(self, route: Route, **more: str) -> str:
        """The path of a page that asks the same, and more."""
        pairs = [(_TEXT, self.text), *more.items(), *self.given]
        return f"{route.path}?{urlencode(pairs)}"

    def without(self, place: int) -> Asked:
        """The same without one thing that is known, by its place."""
        return asked_of([(_TEXT, self.text), *self.given[:place], *self.given[place + 1 :]])


def asked_of(pairs: Iterable[tuple[str, str]]) -> Asked:
    """What the parameters of a URL ask.

    Raises:
        BadValue: One of them is unknown.
    """
    text, given, wrong = "", list[Given](), dict[str, str]()
    for name, written in pairs:
        value = written.strip()
        if name == _TEXT:
            text = value
        elif name in OPTIONS:
            given += [Given(name, each) for each in _parts(name, value)]
        elif _TRACKER.fullmatch(name) is None:
            raise BadValue(
                f"{name!r} in the address means nothing here", "look the name up anew", field=name
            )
    values = _checked(text, given, wrong)
    query = None
    if text and not wrong:
        try:
            query = Query(**values)
        except InvalidInput as error:  # what is wrong with several values together
            wrong[error.field if error.field in OPTIONS else _TEXT] = sentences(error)
    return Asked(text, given, query, wrong)


def _parts(name: str, value: str) -> list[str]:
    """The values in a field: none of an empty one, several of one with countries."""
    if name != "country":
        return [value] if value else []
    parts = [value] if country_code(value) != value else _BETWEEN_COUNTRIES.split(value)
    return [country_code(part.strip()) for part in parts if part.strip()]


def _checked(text: str, given: Sequence[Given], wrong: dict[str, str]) -> dict[str, Any]:
    """The values of a query by its fields; what is wrong with them is noted."""
    values: dict[str, Any] = {}
    for name, value in ((_TEXT, text), *given) if text else given:
        option = PARAMETERS[name]
        try:
            parsed = option.parse(value)
            option.check((parsed,) if option.repeatable else parsed)
        except InvalidInput as error:
            wrong[name] = sentences(error)
            continue
        if option.repeatable:
            values[option.field] = (*values.get(option.field, ()), parsed)
        elif option.field in values:
            wrong[name] = "It is given twice: give it once."
        else:
            values[option.field] = parsed
    return values
