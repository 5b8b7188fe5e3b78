"""A long text finds the name in it, and what is around it does not contradict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from resolver import Query, Resolver
from resolver.text.names import countries_in, load_words

MakeHome = Callable[..., Path]


def organization(entity_id: str, name: str, city: str, country: str) -> dict[str, object]:
    more = {"country": [country], "properties": {"city": [city]}}
    return {"id": entity_id, "type": "organization", "name": name, **more}


@pytest.fixture
def resolver(make_home: MakeHome) -> Resolver:
    others = [organization(f"o{n}", f"Institute {n} of Things", "Paris", "FR") for n in range(40)]
    return Resolver.open(
        make_home(
            organization("ufla", "Universidade Federal de Lavras", "Lavras", "BR"),
            organization("lavras", "Federal University of Lavras", "Lavras", "BR"),
            organization("physics", "Department of Physics", "Oslo", "NO"),
            organization("andhra", "Andhra University", "Visakhapatnam", "IN"),
            organization("biotech", "Department of Biotechnology", "Delhi", "IN"),
            {"id": "ahmed", "type": "person", "name": "Ahmed Karimi"},
            *others,
        )
    )


def test_the_university_is_found_and_not_who_bears_the_department_s_name(
    resolver: Resolver,
) -> None:
    text = "Department of Physics, Federal University of Lavras, UFLA Campus, Lavras, Brazil"
    decision = resolver.resolve(Query(text, type="organization"))
    assert decision.candidates[0].id == "lavras"
    assert decision.candidates[0].score > 0.5


def test_a_unit_is_less_likely_meant_than_what_it_is_a_unit_of(resolver: Resolver) -> None:
    text = "Department of Biotechnology, Andhra University, Waltair, Andhra Pradesh, India"
    first, second = resolver.resolve(Query(text, type="organization")).candidates[:2]
    assert (first.id, second.id) == ("andhra", "biotech")
    assert "unit" in {term.name for term in second.evidence}
    assert "unit" not in {term.name for term in first.evidence}


def test_a_person_is_found_before_what_he_is(resolver: Resolver) -> None:
    decision = resolver.resolve(Query("Gen. Ahmed Karimi, commander of the army", type="person"))
    assert decision.candidates[0].id == "ahmed"
    assert decision.candidates[0].score > 0.5


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (" lavras brazil ", {"BR"}),
        (" madison wi usa ", {"US"}),
        (" papua new guinea ", {"PG"}),
        (" nowhere ", set()),
    ],
)
def test_countries_are_found_in_a_text(text: str, codes: set[str]) -> None:
    assert countries_in(text, load_words()) == codes
