"""Entities and aliases check themselves, and go to the wire and back."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.errors import (
    BadDate,
    BadValue,
    InvalidInput,
    TextTooLong,
    UnknownCountry,
    UnreadableText,
)
from resolver.model import Alias, Entity


@pytest.mark.parametrize(
    ("entity", "error", "field"),
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
        ({"prominence": "nan"}, BadValue, "prominence"),
        ({"prominence": True}, BadValue, "prominence"),
        ({"prominence": (1 << 53) + 2}, BadValue, "prominence"),
        ({"prominence": 1 << 63}, BadValue, "prominence"),
        ({"prominence": 10**5_000}, BadValue, "prominence"),
        ({"prominence": "9" * 5_000}, BadValue, "prominence"),
        ({"properties": [1]}, BadValue, "properties"),
    ],
)
def test_an_entity_refuses_what_is_wrong_and_names_the_key(
    entity: dict[str, Any], error: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Entity.from_dict({"id": "a", "type": "person", "name": "A", **entity})
    assert type(caught.value) is error
    assert caught.value.field == field


def test_an_entity_merges_aliases_of_the_same_text_and_keeps_the_first() -> None:
    entity = Entity(
        "a", "person", "A", (Alias("B", "en"), Alias("A"), Alias("B", "fa"), Alias("C"))
    )
    assert [(alias.text, alias.language) for alias in entity.aliases] == [("B", "en"), ("C", None)]


def test_aliases_of_the_same_text_keep_their_dates_and_kinds() -> None:
    aliases = (
        Alias("B", kind="former", valid_from="1990", valid_until="1995"),
        Alias("B", kind="former", valid_from="2001", valid_until="2005"),
        Alias("A", valid_from="2010"),
    )
    entity = Entity("a", "person", "A", aliases)
    assert entity.aliases == (aliases[2], *aliases[:2])
    assert entity.names == entity.aliases
    assert Entity.from_dict(entity.to_dict()) == entity


def test_a_former_name_that_was_taken_again_does_not_end_the_present_one() -> None:
    former = Alias("A", kind="former", valid_until="1995")
    entity = Entity("a", "organization", "A", (former,))
    assert entity.names == (Alias("A"), former)


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
