"""A text whose names are asked for checks itself, and says what is wrong and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from resolver.errors import (
    BadDate,
    BadValue,
    EmptyText,
    InvalidInput,
    TextTooLong,
    UnknownCountry,
    UnknownType,
    UnreadableText,
)
from resolver.model import Passage, Span
from resolver.model.passage import MAX_TEXT

TEXT = "Hilla in Babil"


@pytest.mark.parametrize(
    ("fields", "error", "field"),
    [
        ({"text": ""}, EmptyText, "text"),
        ({"text": " \n"}, EmptyText, "text"),
        ({"text": "x" * (MAX_TEXT + 1)}, TextTooLong, "text"),
        ({"text": "a\0b"}, UnreadableText, "text"),
        ({"text": 7}, BadValue, "text"),
        ({"text": None}, BadValue, "text"),
        ({"spans": "0-5"}, BadValue, "spans"),
        ({"spans": 7}, BadValue, "spans"),
        ({"spans": [7]}, BadValue, "spans[0]"),
        ({"spans": [(0, 5), (0,)]}, BadValue, "spans[1]"),
        ({"spans": [(0, 5, "place", 1)]}, BadValue, "spans[0]"),
        ({"spans": ["05"]}, BadValue, "spans[0]"),
        ({"spans": [("0", 5)]}, BadValue, "spans[0]"),
        ({"spans": [(0, 5.0)]}, BadValue, "spans[0]"),
        ({"spans": [(False, 5)]}, BadValue, "spans[0]"),
        ({"spans": [(5, 5)]}, BadValue, "spans[0]"),
        ({"spans": [(-1, 5)]}, BadValue, "spans[0]"),
        ({"spans": [(0, len(TEXT) + 1)]}, BadValue, "spans[0]"),
        ({"spans": [(5, 6)]}, EmptyText, "spans[0]"),
        ({"text": "x" * 2000, "spans": [(0, 1001)]}, TextTooLong, "spans[0]"),
        ({"spans": [(0, 5, "human")]}, UnknownType, "spans[0]"),
        ({"types": "place"}, BadValue, "types"),
        ({"types": 7}, BadValue, "types"),
        ({"types": []}, BadValue, "types"),
        ({"types": [None]}, BadValue, "types"),
        ({"types": ["place", ""]}, BadValue, "types"),
        ({"types": ["human"]}, UnknownType, "types"),
        ({"country": ["ZZ"]}, UnknownCountry, "country"),
        ({"as_of": "2015-13"}, BadDate, "as_of"),
        ({"limit": 0}, BadValue, "limit"),
        ({"limit": 201}, BadValue, "limit"),
        ({"limit": "5"}, BadValue, "limit"),
        ({"colour": "red"}, BadValue, "colour"),
    ],
)
def test_what_is_wrong_is_refused_with_its_field_and_a_remedy(
    fields: dict[str, Any], error: type[InvalidInput], field: str
) -> None:
    with pytest.raises(error) as caught:
        Passage.from_dict({"text": TEXT, **fields})
    assert caught.value.field == field
    assert caught.value.remedy


def test_a_passage_is_made_of_its_wire_form() -> None:
    wire = {
        "text": TEXT,
        "spans": [[0, 5], [9, 14, "place"]],
        "types": ["place", "place", "person"],
        "country": ["IQ"],
        "as_of": "2015-03",
        "limit": 3,
    }
    assert Passage.from_dict(wire) == Passage(
        TEXT, (Span(0, 5), Span(9, 14, "place")), ("place", "person"), ("IQ",), "2015-03", 3
    )


def test_what_is_left_out_is_not_known() -> None:
    passage = Passage.from_dict({"text": TEXT})
    assert (passage.spans, passage.types, passage.country, passage.as_of) == (None, None, (), None)
    assert Passage(TEXT, spans=()).spans == ()
    assert Passage(TEXT, spans=[(0, 5, None)]).spans == (Span(0, 5),)  # type: ignore[arg-type]  # as JSON has it


def test_a_text_is_kept_as_written_up_to_its_limit() -> None:
    assert Passage(f" {TEXT}\n").text == f" {TEXT}\n"
    assert len(Passage("x" * MAX_TEXT).text) == MAX_TEXT


def test_a_text_that_is_not_given_is_missing() -> None:
    with pytest.raises(BadValue, match="text is missing — give the text"):
        Passage.from_dict({"limit": 3})


def test_places_of_spans_may_be_whole_numbers_of_any_kind() -> None:
    passage = Passage.from_dict({"text": "Iraq", "spans": [(np.int64(0), np.uint8(4))]})
    assert passage.spans == ((0, 4, None),)
    assert {type(place) for place in passage.spans[0][:2]} == {int}
