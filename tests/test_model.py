"""Records check themselves, normalise, and say what is wrong in their own kind of error."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from resolver import Query
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
from resolver.model import COUNTRIES, OPTIONS, Alias, Entity, parse_interval


@pytest.mark.parametrize(
    ("fields", "kind", "field"),
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
        ({"review": "high"}, BadValue, "review"),
        ({"margin": -0.1}, BadValue, "margin"),
        ({"type_strict": "yes"}, BadValue, "type_strict"),
        ({"context": "x" * 10_001}, TextTooLong, "context"),
        ({"properties": ["birth_date"]}, BadValue, "property"),
        ({"properties": {"birth_date": 1944}}, BadValue, "birth_date"),
    ],
)
def test_a_query_refuses_what_is_wrong_by_its_own_kind_of_error(
    fields: dict[str, Any], kind: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Query(**{"text": "Reza Zahedi", **fields})
    assert type(caught.value) is kind
    assert caught.value.field == field


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
    fields["property"] = fields.pop("properties")
    assert [option.name for option in OPTIONS] == [
        "property" if field.name == "properties" else field.name
        for field in dataclasses.fields(Query)
    ]
    for option in OPTIONS[1:]:
        assert fields[option.name] == option.default


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015-03-01", date(2015, 3, 1), date(2015, 3, 1)),
    ],
)
def test_a_date_is_an_interval_of_days(text: str, first: date, last: date) -> None:
    assert parse_interval(text) == (first, last)


@pytest.mark.parametrize("text", ["15", "2015-3", "2015/03", "2015-00", "٢٠١٥", "2015-03-01T00"])
def test_other_forms_are_no_dates(text: str) -> None:
    with pytest.raises(BadDate):
        parse_interval(text)


@pytest.mark.parametrize(
    ("entity", "kind", "field"),
    [
        ({"id": ""}, BadValue, "id"),
        ({"name": None}, BadValue, "name"),
        ({"id": "x" * 257}, TextTooLong, "id"),
        ({"id": "a\nb"}, UnreadableText, "id"),
        ({"nickname": "x"}, BadValue, "nickname"),
        ({"aliases": "Zahedi"}, BadValue, "aliases"),
        ({"aliases": [3]}, BadValue, "aliases"),
        ({"aliases": [{"text": "x", "kind": "pet"}]}, BadValue, "kind"),
        ({"aliases": [{"text": "x", "lang": "fa"}]}, BadValue, "lang"),
        (
            {"aliases": [{"text": "x", "valid_from": "2020", "valid_until": "2019"}]},
            BadDate,
            "valid_from",
        ),
        ({"country": ["XX"]}, UnknownCountry, "country"),
        ({"prominence": -1}, BadValue, "prominence"),
        ({"prominence": "many"}, BadValue, "prominence"),
        ({"prominence": True}, BadValue, "prominence"),
        ({"properties": [1]}, BadValue, "properties"),
    ],
)
def test_an_entity_refuses_what_is_wrong_and_names_the_key(
    entity: dict[str, Any], kind: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Entity.from_dict({"id": "a", "type": "person", "name": "A", **entity})
    assert type(caught.value) is kind
    assert caught.value.field == field


def test_an_entity_merges_aliases_of_the_same_text_and_keeps_the_first() -> None:
    entity = Entity(
        "a", "person", "A", (Alias("B", "en"), Alias("A"), Alias("B", "fa"), Alias("C"))
    )
    assert [(alias.text, alias.language) for alias in entity.aliases] == [("B", "en"), ("C", None)]


def test_an_entity_goes_to_the_wire_and_back_unchanged() -> None:
    wire = {
        "id": "https://example.org/a b",
        "type": "aircraft",
        "name": "A",
        "aliases": [
            "B",
            {"text": "C", "language": "fa", "kind": "former", "valid_until": "2015-03"},
        ],
        "country": ["IR", "IQ"],
        "prominence": 120000,
        "description": "",
        "properties": {"birth_date": ["1944"], "empty": []},
    }
    entity = Entity.from_dict(wire)
    assert Entity.from_dict(entity.to_dict()) == entity
    assert entity.description is None
    assert entity.property_values == (("birth_date", ("1944",)),)


def test_there_are_249_countries_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert "XK" in COUNTRIES
