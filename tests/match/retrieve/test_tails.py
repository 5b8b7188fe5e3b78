"""A place behind a comma says which of those of one name is meant; anything else says nothing."""

from __future__ import annotations

import pytest

from resolver import Query, Resolver
from tests.match.conftest import MakeResolver, evidence_names


def city(number: int, name: str, admin1: str, code: str, country: str) -> dict[str, object]:
    return {
        "id": f"c{number}",
        "type": "place",
        "name": name,
        "country": [country],
        "properties": {"admin1": [admin1], "admin1_code": [code]},
    }


UNITS = [
    ("Illinois", "IL", "US"),
    ("Missouri", "MO", "US"),
    ("Texas", "TX", "US"),
    ("Georgia", "GA", "US"),
    ("Ontario", "ON", "CA"),
    ("Île-de-France", "IDF", "FR"),
]


@pytest.fixture
def resolver(make_resolver: MakeResolver) -> Resolver:
    springfields = [city(n, "Springfield", *unit) for n, unit in enumerate(UNITS[:4])]
    parises = [city(10 + n, "Paris", *unit) for n, unit in enumerate([UNITS[2], *UNITS[4:]])]
    others = [
        city(100 + 10 * n + m, f"{name} {unit[0]} {n}", *unit)
        for n, unit in enumerate(UNITS)
        for m, name in enumerate(("Wexcombe", "Tarvin", "Ormsley"))
    ]
    units = [
        {"id": f"{country}-{code}", "type": "place", "name": name, "country": [country]}
        for name, code, country in UNITS
    ]
    people = [
        {"id": "p1", "type": "person", "name": "Georgia Springfield", "country": ["US"]},
        {"id": "o1", "type": "organization", "name": "Paris, Texas", "country": ["DE"]},
    ]
    return make_resolver(*springfields, *parises, *others, *units, *people)


@pytest.mark.parametrize(
    ("text", "entity_id"),
    [
        ("Springfield, Illinois", "c0"),
        ("Springfield, IL", "c0"),
        ("Springfield, Missouri, USA", "c1"),
        ("Springfield , MO , United States", "c1"),
        ("Paris, Ontario, Canada", "c11"),
        ("Paris, ON", "c11"),
        ("Paris, France", "c12"),
        ("Paris, FR", "c12"),
        ("Paris, Ile-de-France", "c12"),
    ],
)
def test_what_stands_behind_the_comma_is_where_it_is(
    resolver: Resolver, text: str, entity_id: str
) -> None:
    decision = resolver.resolve(Query(text, type="place"))
    assert (decision.verdict, decision.candidates[0].id) == ("match", entity_id)
    assert "fact in name" in evidence_names(decision.candidates[0])


def test_it_is_a_candidate_among_others_and_does_not_decide(resolver: Resolver) -> None:
    whole = resolver.resolve(Query("Paris, Texas")).candidates[0]
    assert whole.id == "o1"  # whose name it is
    assert resolver.resolve(Query("Paris, Texas", type="place")).candidates[0].id == "c10"
    person = resolver.resolve(Query("Springfield, Georgia", type="person"))
    assert person.candidates[0].id == "p1"


@pytest.mark.parametrize(
    "text",
    ["Springfield", "Springfield,", "Springfield, Nowhere", "Springfield, a, b"],
)
def test_what_is_no_place_of_the_table_chooses_nobody(resolver: Resolver, text: str) -> None:
    assert resolver.resolve(Query(text, type="place")).verdict != "match"


def test_a_name_with_a_slip_is_found_by_it_too(resolver: Resolver) -> None:
    first, second = resolver.resolve(Query("Sprngfield, Illinois", type="place")).candidates[:2]
    assert first.id == "c0"
    assert first.score > 10 * second.score


def test_a_list_is_answered_as_single_questions_are(resolver: Resolver) -> None:
    texts = [
        "Springfield, IL",
        "Paris",
        "Paris, France",
        "Nobody, Texas",
        "Springfield, x, y, z, a",
    ]
    queries = [Query(text) for text in texts]
    many = resolver.resolve_block(queries)
    assert [each.to_dict() for each in many] == [
        resolver.resolve(query).to_dict() for query in queries
    ]


def test_a_unit_is_meant_by_its_bare_name_only_where_no_place_in_it_is(
    make_resolver: MakeResolver,
) -> None:
    def unit(entity_id: str, name: str, country: str) -> dict[str, object]:
        more = {"country": [country], "properties": {"unit_type": ["province"]}}
        aliases = [f"Ostān-e {name}"]
        return {"id": entity_id, "type": "place", "name": name, "aliases": aliases, **more}

    resolver = make_resolver(
        unit("IR-23", "Tehran", "IR"),
        unit("IQ-BB", "Babylon", "IQ"),
        unit("XX", "Basra", "IQ"),
        {
            "id": "city",
            "type": "place",
            "name": "Tehran",
            "country": ["IR"],
            "properties": {"admin1": ["Ostān-e Tehrān"]},
        },
        {"id": "elsewhere", "type": "place", "name": "Babylon", "country": ["IQ", "US"]},
    )
    first, second = resolver.resolve(Query("Tehran")).candidates
    assert (first.id, second.id) == ("city", "IR-23")
    assert first.score > 0.7
    assert "alias kind" in evidence_names(second)
    assert resolver.resolve(Query("Tehran, Iran")).candidates[0].id == "city"
    assert resolver.resolve(Query("Babylon")).reason == "twins"  # one is not in the other
    assert resolver.resolve(Query("Basra")).id == "XX"
