"""A text whose names are asked for, and what is known beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral
from typing import Any, Final, NamedTuple, Self

from resolver.errors import BadValue
from resolver.model import checks
from resolver.model.checks import TYPES
from resolver.model.dates import optional_date
from resolver.model.query import OPTIONS

MAX_TEXT: Final = 200_000
"""Characters of a text at most."""

MAX_SPANS: Final = 10_000
"""Spans of a text at most; so many misspelt names take half a minute at 300,000 entities."""

_FIELDS: Final = ("text", "spans", "types", "country", "as_of", "limit")
_SPAN_REMEDY: Final = 'write [[303, 317]] or [[303, 317, "place"]]: where it begins and ends'
_LIMIT: Final = next(each for each in OPTIONS if each.name == "limit")


class Span(NamedTuple):
    """Where a name stands in a text.

    Args:
        start: Where it begins, in code points.
        end: Where it ends.
        type: Of what type it is, one of `TYPES`, where that is known.
    """

    start: int
    end: int
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, checked when it is made.

    Args:
        text: 1 to 200,000 characters, kept as written.
        spans: Where its names stand, each in (start, end) or (start, end, type), 10,000 at most;
            None to find them.
        types: The types that may be meant; None for all.
        country: Codes of countries (ISO 3166-1 alpha-2) that it is about.
        as_of: When it was written: 2015, 2015-03 or 2015-03-01.
        limit: How many candidates of each name to return, 1 to 200.

    Raises:
        InvalidInput: A value is wrong; says which.
    """

    text: str
    spans: tuple[Span, ...] | None = None
    types: tuple[str, ...] | None = None
    country: tuple[str, ...] = ()
    as_of: str | None = None
    limit: int = _LIMIT.default

    def __post_init__(self) -> None:
        put = object.__setattr__  # the class is frozen
        put(self, "text", checks.text("text", self.text, limit=MAX_TEXT))
        put(self, "types", _types(self.types))
        put(self, "spans", None if self.spans is None else _spans(self.spans, self.text))
        put(self, "country", checks.countries("country", self.country))
        put(self, "as_of", optional_date("as_of", self.as_of))
        put(self, "limit", _LIMIT.check(self.limit))

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """A passage from its wire form.

        Raises:
            InvalidInput: A value is wrong, a field is unknown, or `text` is missing.
        """
        for key in value:
            if key not in _FIELDS:
                raise BadValue(
                    f"unknown field {key!r}", f"there are {', '.join(_FIELDS)}", field=key
                )
        if "text" not in value:
            raise BadValue("text is missing", "give the text with names in it", field="text")
        return cls(**value)


def _types(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise BadValue("types is not a list", 'write ["place"]', field="types")
    found = [checks.known_type("types", each) for each in value]
    kept = tuple(dict.fromkeys(each for each in found if each is not None))
    if not found:
        raise BadValue("types is empty", "leave it out for all types", field="types")
    if None in found:
        raise BadValue(
            f"types[{found.index(None)}] is empty", f"use some of {', '.join(TYPES)}", field="types"
        )
    return kept


def _spans(value: object, text: str) -> tuple[Span, ...]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise BadValue("spans is not a list", _SPAN_REMEDY, field="spans")
    spans = list(value)
    if len(spans) > MAX_SPANS:
        raise BadValue(
            f"spans are {len(spans):,}, more than {MAX_SPANS:,}",
            "send the text in parts",
            field="spans",
        )
    return tuple([_span(number, each, text) for number, each in enumerate(spans)])


def _span(number: int, value: object, text: str) -> Span:
    field = f"spans[{number}]"
    if not isinstance(value, list | tuple) or len(value) not in (2, 3):
        raise BadValue(
            f"{field} is not two numbers, or these and a type", _SPAN_REMEDY, field=field
        )
    start, end, *of_type = value
    for place in (start, end):
        if isinstance(place, bool) or not isinstance(place, Integral):
            raise BadValue(f"{field} has a place that is no number", _SPAN_REMEDY, field=field)
    if not 0 <= start < end <= len(text):
        raise BadValue(
            f"{field} goes from {start} to {end}, in a text of {len(text):,} characters",
            "count from 0, in code points; the end is behind the last one",
            field=field,
        )
    checks.text(field, text[start:end])
    return Span(int(start), int(end), checks.known_type(field, of_type[0]) if of_type else None)
