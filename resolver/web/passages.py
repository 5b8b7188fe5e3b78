"""The text in a body, with what is known beside it.

Reach for it to add what a client may say of a text. Offsets are code points, or UTF-16 units where
`offsets` says so: spans become code points here, and answers go back in `resolver.cache`.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from resolver.cache import AskedText
from resolver.errors import BadValue
from resolver.model import Option, Passage
from resolver.model.offsets import Utf16
from resolver.web.requests import EXPLAIN, check_once, json_object

OFFSETS: Final = Option(
    "offsets",
    "text",
    "What places in the text count: code points as Python does, or UTF-16 units as browsers do.",
    "code_points",
    choices=("code_points", "utf16"),
)
"""How a client counts."""

_FIELDS: Final = (*(field.name for field in fields(Passage)), EXPLAIN.name, OFFSETS.name)

_BODY_REMEDY: Final = 'send {"text": "A TEXT WITH NAMES"}'


def passage_from_body(body: bytes) -> AskedText:
    """The text in a body; null is what is not given.

    Raises:
        BadJson: The body is not a JSON object.
        InvalidInput: A field of it is unknown or wrong, or a span begins or ends inside a
            character of two UTF-16 units.
    """
    value = json_object(body, "the body", _BODY_REMEDY)
    check_once(value)
    for name in value:
        if name not in _FIELDS:
            raise BadValue(f"unknown field {name!r}", f"there are {', '.join(_FIELDS)}", field=name)
    given = {name: each for name, each in value.items() if each is not None or name == "text"}
    explain = EXPLAIN.check(given.pop("explain", EXPLAIN.default))
    utf16 = OFFSETS.check(given.pop("offsets", OFFSETS.default)) == "utf16"
    text, spans = given.get("text"), given.get("spans")
    if utf16 and isinstance(text, str) and isinstance(spans, list):
        units = Utf16(text)
        given["spans"] = [_in_code_points(n, each, units) for n, each in enumerate(spans)]
    return AskedText(Passage.from_dict(given), explain, utf16)


def _in_code_points(number: int, span: object, units: Utf16) -> object:
    """A span of UTF-16 units as one of code points; what is none is left for its own check."""
    if not isinstance(span, list) or len(span) not in (2, 3):
        return span
    places = span[:2]
    if any(type(each) is not int for each in places):
        return span
    start, end = places
    field = f"spans[{number}]"
    if not 0 <= start < end <= units.length:
        raise BadValue(
            f"{field} goes from {start} to {end}, in a text of {units.length:,} UTF-16 units",
            "count from 0, in UTF-16 units; the end is behind the last one",
            field=field,
        )
    return [*(_place(field, each, units) for each in places), *span[2:]]


def _place(field: str, unit: int, units: Utf16) -> int:
    place = units.place(unit)
    if place is None:
        raise BadValue(
            f"{field} has a place in the middle of a character: UTF-16 unit {unit} is the second "
            "half of a surrogate pair",
            f"say {unit - 1} or {unit + 1}",
            field=field,
        )
    return place
