"""An entity's record is put in the order in which people read it."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.explaining.entities import (
    Fact,
    Value,
    facts_of,
    names_of,
    other_ids_of,
    sources_of,
    web_address,
)


def record(**fields: Any) -> dict[str, Any]:
    return {"id": "x", "type": "place", "name": "X", "sources": [{"name": "s"}], **fields}


def test_names_stand_by_language_and_script_with_those_at_home_first() -> None:
    found = names_of(
        record(
            aliases=[
                {"text": "Constantinople", "language": "en", "kind": "former", "change": 3},
                {"text": "Stamboul"},
                {"text": "Bolis"},
                {"text": "Стамбул", "language": "ru", "valid_from": "1930"},
                {"text": "Stambul", "language": "ru"},
                {"text": "İstanbul", "language": "tr", "kind": "native"},
                {"text": "1453"},
                {"text": "伊斯坦布尔"},
            ]
        )
    )
    assert [each.heading for each in found] == [
        "Turkish",
        "English",
        "Russian",
        "Russian, in Latin letters",
        "Latin letters",
        "Chinese characters",
        "No letters",
    ]
    assert [[kind.words for kind in each.kinds] for each in found[:3]] == [
        ["in its own language"],
        ["former name"],
        [""],
    ]
    assert [each.text for each in found[4].kinds[0].names] == ["Bolis", "Stamboul"]
    english, russian = found[1].kinds[0].names[0], found[2].kinds[0].names[0]
    assert (english.is_edited, english.language, english.time) == (True, "en", "")
    assert (russian.is_edited, russian.language, russian.time) == (False, "ru", "since 1930")


def test_kinds_of_a_language_stand_in_the_order_of_how_much_they_say() -> None:
    aliases = [
        {"text": "b", "kind": "misspelling"},
        {"text": "c", "kind": "native"},
        {"text": "a", "kind": "acronym"},
        {"text": "d"},
    ]
    (found,) = names_of(record(aliases=aliases))
    assert [kind.words for kind in found.kinds] == [
        "in its own language",
        "",
        "acronym",
        "misspelling",
    ]


def test_facts_are_in_words_and_addresses_of_the_web_are_links() -> None:
    facts = facts_of(
        record(
            country=["FR", "IR"],
            prominence=120000,
            properties={"birth_date": ["1944"], "url": ["https://a.example/<b>", "not one"]},
        )
    )
    assert facts == [
        Fact("Countries", (Value("France"), Value("Iran"))),
        Fact("Birth date", (Value("1944"),)),
        Fact("Url", (Value("https://a.example/<b>", "https://a.example/<b>"), Value("not one"))),
        Fact("Prominence", (Value("120,000"),)),
    ]
    assert facts_of(record(country=["XK"]))[0].word == "Country"


def test_what_the_map_shows_is_no_fact_beside_it() -> None:
    assert facts_of(record(properties={"latitude": ["1"], "longitude": ["2"]})) == []
    assert facts_of(record(properties={"latitude": ["1"]})) == [Fact("Latitude", (Value("1"),))]


@pytest.mark.parametrize(
    ("text", "is_link"),
    [
        ("https://a.example/x?y=1#z", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT://a.example/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https:", False),
        ("https://[", False),
        ("see https://a.example", False),
        ("https://a.example/ x", False),
        ("https://a.example/\u202ex", False),
        ("", False),
    ],
)
def test_nothing_but_an_address_of_the_web_is_a_link(text: str, is_link: bool) -> None:
    assert web_address(text) == (text if is_link else None)


def test_sources_say_their_licence_and_who_is_to_be_named() -> None:
    known = {
        "name": "geo",
        "title": "GeoNames",
        "licence": "CC-BY-4.0",
        "attribution": "GeoNames",
        "origin": "https://www.geonames.org",
    }
    first, second = sources_of(record(sources=[known, {"name": "edits"}]))
    assert first == ("GeoNames", "CC-BY-4.0", "GeoNames", "https://www.geonames.org")
    assert second == ("edits", "", "", None)


def test_ids_that_lead_here_say_why() -> None:
    others = [{"id": "a", "by": "merge", "source": "edits"}, {"id": "b", "by": "x", "source": "s"}]
    assert other_ids_of(record(other_ids=others)) == [("a", "was merged into it"), ("b", "x")]
    assert other_ids_of(record()) == []
