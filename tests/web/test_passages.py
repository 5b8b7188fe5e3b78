"""The text in a body is checked field by field, and spans in UTF-16 units become code points."""

from __future__ import annotations

import json
from typing import Any

import pytest

from resolver.errors import InvalidInput, ResolverError
from resolver.model import Span
from resolver.web.passages import passage_from_body

TEXT = "🇮🇶 Hilla 🙂 بغداد"


def asked(**body: Any) -> Any:
    return passage_from_body(json.dumps(body).encode())


def test_what_is_not_given_has_its_default_and_null_is_not_given() -> None:
    plain = asked(text="Hilla")
    nothing = dict.fromkeys(
        ("spans", "types", "country", "as_of", "limit", "explain", "offsets"), None
    )
    assert plain == asked(text="Hilla", **nothing)
    assert (plain.explain, plain.utf16, plain.passage.spans, plain.passage.limit) == (
        False,
        False,
        None,
        5,
    )


def test_spans_in_utf16_units_are_the_same_as_in_code_points() -> None:
    points = asked(text=TEXT, spans=[[3, 8], [11, 16, "place"]])
    units = asked(text=TEXT, spans=[[5, 10], [14, 19, "place"]], offsets="utf16")
    assert points.passage == units.passage
    assert points.passage.spans == (Span(3, 8), Span(11, 16, "place"))
    assert (TEXT[3:8], TEXT[11:16]) == ("Hilla", "بغداد")


@pytest.mark.parametrize(
    ("spans", "wrong"),
    [
        ([[1, 4]], "spans[0] has a place in the middle of a character: UTF-16 unit 1 is the"),
        ([[5, 10], [5, 12]], "spans[1] has a place in the middle of a character: UTF-16 unit 12"),
        ([[5, 20]], "spans[0] goes from 5 to 20, in a text of 19 UTF-16 units"),
        ([[7, 7]], "spans[0] goes from 7 to 7"),
        ([[-2, 7]], "spans[0] goes from -2 to 7"),
        ([[5]], "spans[0] is not two numbers"),
        ([["5", 10]], "spans[0] has a place that is no number"),
        ([[True, 10]], "spans[0] has a place that is no number"),
        ([[5, 10, "city"]], "spans[0] 'city' is not"),
        ("5-10", "spans is not a list"),
    ],
)
def test_a_wrong_span_is_named(spans: Any, wrong: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        asked(text=TEXT, spans=spans, offsets="utf16")
    assert str(caught.value).startswith(wrong)
    assert caught.value.field == wrong.split()[0]


def test_an_unknown_field_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(InvalidInput, match=r"unknown field 'offset' — .*limit, explain, offsets"):
        asked(text="Hilla", offset="utf16")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_json"),
        (b"[]", "bad_json"),
        (b'{"text": "a", "text": "b"}', "bad_value"),
        (b'{"text": "a", "spans": [[0, 1, {"a": 1, "a": 2}]]}', "bad_value"),
        (b'{"text": "\xff"}', "bad_json"),
        (b'{"text": "a", "limit": NaN}', "bad_json"),
        (b'{"text": "\\ud83d"}', "unreadable_text"),
        (b"{}", "bad_value"),
        (b'{"text": null}', "bad_value"),
        (b'{"text": " "}', "empty_text"),
        (b'{"text": "a", "queries": []}', "bad_value"),
        (b'{"text": "a", "types": []}', "bad_value"),
        (b'{"text": "a", "types": {"place": 1}}', "bad_value"),
        (b'{"text": "a", "spans": {}}', "bad_value"),
        (b'{"text": "a", "country": "XX"}', "unknown_country"),
        (b'{"text": "a", "limit": 0}', "bad_value"),
        (b'{"text": "a", "explain": "yes"}', "bad_value"),
        (b'{"text": "a", "offsets": "bytes"}', "bad_value"),
        (b'{"text": "' + b"a" * 200_001 + b'"}', "text_too_long"),
        (b'{"text": "a b", "spans": [' + b"[0,1]," * 10_000 + b"[0,1]]}", "bad_value"),
    ],
)
def test_a_wrong_body_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(ResolverError) as caught:
        passage_from_body(body)
    assert caught.value.code == code
    assert caught.value.remedy
