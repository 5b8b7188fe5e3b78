"""A query checks itself, normalises, and says what is wrong by a class of error of its own."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from resolver import Entity, Query
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
from resolver.model import OPTIONS


@pytest.mark.parametrize(
    ("fields", "error", "field"),
    [
        ({"text": ""}, EmptyText, "text"),
        ({"text": " \t"}, EmptyText, "text"),
        ({"text": "x" * 1001}, TextTooLong, "text"),
        ({"text": "a\0b"}, UnreadableText, "text"),
        ({"text": "bad \udcff byte"}, UnreadableText, "text"),
        ({"text": 7}, BadValue, "text"),
        ({"text": None}, BadValue, "text"),
        ({"type": "human"}, UnknownType, "type"),
        ({"type": 3}, UnknownType, "type"),
        ({"country": ("ZZ",)}, UnknownCountry, "country"),
        ({"country": "Iraq"}, UnknownCountry, "country"),
        ({"country": 7}, BadValue, "country"),
        ({"as_of": "2015-13"}, BadDate, "as_of"),
        ({"as_of": "2015-02-30"}, BadDate, "as_of"),
        ({"as_of": "0000"}, BadDate, "as_of"),
        ({"as_of": "yesterday"}, BadDate, "as_of"),
        ({"as_of": 2015}, BadDate, "as_of"),
        ({"limit": 0}, BadValue, "limit"),
        ({"limit": 201}, BadValue, "limit"),
        ({"limit": 2.5}, BadValue, "limit"),
        ({"limit": True}, BadValue, "limit"),
        ({"accept": 1.01}, BadValue, "accept"),
        ({"accept": float("nan")}, BadValue, "accept"),
        ({"limit": float("nan")}, BadValue, "limit"),
        ({"limit": 10**400}, BadValue, "limit"),
        ({"accept": 10**400}, BadValue, "accept"),
        ({"review": "high"}, BadValue, "review"),
        ({"margin": -0.1}, BadValue, "margin"),
        ({"known": 0}, BadValue, "known"),
        ({"known": 1}, BadValue, "known"),
        ({"known": 1.0}, BadValue, "known"),
        ({"known": -0.1}, BadValue, "known"),
        ({"known": float("nan")}, BadValue, "known"),
        ({"known": True}, BadValue, "known"),
        ({"type_strict": "yes"}, BadValue, "type_strict"),
        ({"context": "x" * 10_001}, TextTooLong, "context"),
        ({"properties": ["birth_date"]}, BadValue, "property"),
        ({"properties": {"birth_date": 1944}}, BadValue, "birth_date"),
    ],
)
def test_a_query_refuses_what_is_wrong_by_a_class_of_error_of_its_own(
    fields: dict[str, Any], error: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Query(**{"text": "Reza Zahedi", **fields})
    assert type(caught.value) is error
    assert caught.value.field == field


def test_a_share_of_known_ones_is_neither_0_nor_1() -> None:
    assert Query("x").known == 0.7
    assert Query("x", known=0.01).known == 0.01
    with pytest.raises(BadValue, match="above 0 and below 1"):
        Query("x", known=1)


def test_a_text_may_have_as_many_as_a_thousand_characters() -> None:
    assert len(Query("x" * 1000).text) == 1000


def test_a_query_is_hashable_and_equal_however_its_mappings_were_written() -> None:
    one = Query("x", country=("iq", "IR"), properties={"b": ("2",), "a": "1"})
    other = Query("x", country=("IR", "IQ"), properties=(("a", ("1",)), ("b", ("2",))))
    assert one == other
    assert hash(one) == hash(other)
    assert dataclasses.replace(one, limit=7).properties == one.properties


def test_a_query_from_the_wire_names_an_unknown_field() -> None:
    with pytest.raises(
        BadValue, match=r"unknown field 'kind' — the fields are text, type, country"
    ):
        Query.from_dict({"text": "x", "kind": "person"})


def test_every_option_of_the_table_is_a_field_with_the_same_default() -> None:
    fields = {field.name: field.default for field in dataclasses.fields(Query)}
    assert [option.field for option in OPTIONS] == list(fields)
    for option in OPTIONS[1:]:
        assert fields[option.field] == option.default


def test_the_properties_of_a_query_are_bounded_and_those_of_an_entity_more_freely() -> None:
    most = {f"p{number}": "x" * 1_000 for number in range(100)}
    assert len(Query("x", properties=most).property_values) == 100
    with pytest.raises(TextTooLong, match="p0 has 1,001 characters, more than 1,000"):
        Query("x", properties={"p0": "x" * 1_001})
    many = {"city": [str(number) for number in range(101)]}
    with pytest.raises(BadValue, match="property has 101 values, more than 100"):
        Query("x", properties=many)
    for allowed in (many, {"p0": "x" * 100_000}):
        assert Entity("e", "place", "x", properties=allowed).property_values
