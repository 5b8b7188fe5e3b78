"""Besides its name: the alias, type, prominence and facts of a candidate, and a text around it."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import pytest

from resolver import Alias, Query
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.facts import (
    TextContext,
    alias_kind_terms,
    context_terms,
    entity_terms,
    fact_terms,
    span_terms,
    validity_terms,
)
from resolver.match.score.terms import Term, WeightKey
from resolver.model import ALIAS_KINDS
from resolver.text.names import Name, load_words, parts
from tests.match.conftest import MakeResolver, evidence_names, person

OWN = {key: float(number) for number, key in enumerate(WEIGHTS, 1)}
"""A value of its own for each weight, so that a value says which weight was used."""


def own(key: str) -> float:
    return OWN[WeightKey(key)]


@pytest.mark.parametrize("kind", ALIAS_KINDS)
def test_the_kind_of_an_alias_counts_unless_it_is_a_name_or_native(kind: str) -> None:
    key = {"weak": "weak alias", "acronym": "acronym alias"}.get(kind, "other alias kind")
    expected = [] if kind in ("name", "native") else [Term("alias kind", own(key), None, kind)]
    assert alias_kind_terms(kind, OWN) == expected


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "as_of", "in_use"),
    [
        (None, None, "1999", True),
        ("1999", "2005", "1999-01-01", True),
        ("1999-06", None, "1999", True),  # a part of the year
        ("1999-06", None, "1999-05-31", False),
        (None, "2005", "2005-12-31", True),
        (None, "2005-03", "2005-04", False),
        (None, "2005-03", "2005", True),
    ],
)
def test_an_alias_counts_less_at_a_time_when_it_was_not_in_use(
    valid_from: str | None, valid_until: str | None, as_of: str, in_use: bool
) -> None:
    alias = Alias("X", valid_from=valid_from, valid_until=valid_until)
    terms = validity_terms(alias, as_of, OWN)
    dates = f"{valid_from or ''}/{valid_until or ''}"
    expected = [Term("outside validity", own("outside validity"), as_of, dates)]
    assert terms == ([] if in_use else expected)


@pytest.mark.parametrize(("rank", "share"), [(0.0, -0.5), (0.5, 0.0), (1.0, 0.5)])
def test_prominence_counts_from_the_least_to_the_most_prominent(rank: float, share: float) -> None:
    (term,) = entity_terms(Query("x"), "person", rank, OWN)
    assert term == Term("prominence", own("prominence") * share)


@pytest.mark.parametrize(
    ("asked", "known", "differs"),
    [
        ("person", "person", False),
        ("person", "other", True),
        ("person", "robot", True),
        ("other", "robot", False),
        (None, "person", False),
    ],
)
def test_a_type_counts_where_another_was_asked(
    asked: str | None, known: str, differs: bool
) -> None:
    expected = [Term("other type", own("other type"), asked, known)] if differs else []
    assert entity_terms(Query("x", type=asked), known, math.nan, OWN) == expected


@pytest.mark.parametrize(
    ("asked", "known", "name"),
    [
        (("IR",), ["IR"], "same country"),
        (("IQ", "IR"), ["LB", "IQ"], "same country"),
        (("IR",), ["IQ"], "other country"),
        (("IR",), [], None),
        ((), ["IR"], None),
    ],
)
def test_countries_agree_if_one_of_them_does(
    asked: tuple[str, ...], known: list[str], name: str | None
) -> None:
    terms = fact_terms(Query("x", country=asked), {"country": known}, OWN)
    expected = [] if name is None else [Term(name, own(name), " ".join(asked), " ".join(known))]
    assert terms == expected


@pytest.mark.parametrize(
    ("asked", "known", "name"),
    [
        ("1960-05-01", ["1960-05-01"], "same property"),
        ("1960-05", ["1960-05-01"], "same property"),  # all that both of them say
        ("1960", ["1960-05-01"], "same year"),  # no more of it is known
        ("1960-05-01", ["1960-06-02"], "same year"),
        ("1960-05-01", ["1961-05-01"], "other property"),
        ("1960", ["1961", "1960"], "same property"),
        ("Tehran", ["TEHRAN", "Qom"], "same property"),
        ("Tehran", ["Qom"], "other property"),
        ("1960 Street", ["1960"], "other property"),
        ("$", ["$"], "same property"),
        ("$", ["€"], "other property"),
    ],
)
def test_properties_agree_if_a_value_does_and_dates_by_what_both_say(
    asked: str, known: list[str], name: str
) -> None:
    query = Query("x", properties={"born": asked})
    (term,) = fact_terms(query, {"properties": {"born": known}}, OWN)
    assert term == Term(name, own(name), f"born={asked}", f"born={'|'.join(known)}")


def test_a_property_that_is_not_known_says_nothing() -> None:
    query = Query("x", country=("IR",), properties={"born": "1960"})
    assert fact_terms(query, {"properties": {"died": ["1960"]}}, OWN) == []
    assert fact_terms(query, {}, OWN) == []


def organization(text: str) -> Name:
    return parts(text, "organization", load_words())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("molot works", ["span"]),
        ("department of physics", ["span", "unit"]),
    ],
)
def test_a_part_of_a_text_may_be_a_unit_of_something(text: str, names: list[str]) -> None:
    terms = span_terms(organization(text), defaultdict(lambda: 4.0), 10.0, OWN)
    assert [term.name for term in terms] == names


@pytest.mark.parametrize(("text", "short"), [("molot", 6.0), ("molot tula", 2.0), ("a b c", 0.0)])
def test_a_part_of_a_text_says_less_the_more_it_lacks_to_single_out_a_name(
    text: str, short: float
) -> None:
    name = Name(words=tuple(text.split()), roles=())
    (term,) = span_terms(name, defaultdict(lambda: 4.0), 10.0, OWN)
    assert term.value == own("span per nat") * short


@pytest.mark.parametrize(
    ("record", "keys"),
    [
        ({"properties": {"city": ["Lavras"]}}, ["context agrees"]),
        ({"properties": {"city": ["Oslo"]}}, ["context silent"]),
        ({"properties": {"city": ["Oslo", "LAVRAS"]}}, ["context agrees"]),
        ({"properties": {"street": ["University"]}}, ["context silent"]),  # it is in the name
        ({"properties": {"founded": ["1908"], "code": ["MG"]}}, []),  # a number, and too short
        ({"country": ["BR"]}, ["context same country"]),
        ({"country": ["NO"]}, ["context other country"]),
        ({}, []),
    ],
)
def test_a_text_speaks_for_whose_facts_stand_in_it(record: dict[str, Any], keys: list[str]) -> None:
    context = TextContext(" federal university lavras mg brazil ", frozenset(["BR"]))
    name = Name(("federal", "university"), ("word", "word"))
    terms = context_terms(name, context, record, OWN)
    assert [term.value for term in terms] == [own(key) for key in keys]
    assert {term.name for term in terms} <= {"context"}


def test_a_text_without_a_country_does_not_speak_of_one() -> None:
    context = TextContext(" federal university ", frozenset())
    assert context_terms(organization("federal"), context, {"country": ["BR"]}, OWN) == []


def test_at_equal_text_a_name_beats_a_weak_alias(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        person("a", "Babil", {"text": "Babylon", "kind": "weak"}), person("b", "Babylon")
    )
    decision = resolver.resolve(Query("Babylon"))
    assert decision.id == "b"
    assert [c.id for c in decision.candidates] == ["b", "a"]


def test_an_alias_that_was_not_in_use_then_counts_less(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        person(
            "old", "Kaliningrad", {"text": "Fort X", "kind": "former", "valid_until": "1946-07"}
        ),
        person("new", "Zelenograd", {"text": "Fort X", "kind": "former", "valid_from": "1950"}),
    )
    for year, first in (("1930", "old"), ("1946", "old"), ("1960-05", "new")):
        decision = resolver.resolve(Query("Fort X", as_of=year))
        assert decision.id == first, year
    alias = decision.candidates[0].alias
    assert (alias.kind, alias.valid_from, alias.valid_until) == ("former", "1950", None)


def test_a_prominent_entity_comes_first_where_all_else_is_equal(
    make_resolver: MakeResolver,
) -> None:
    resolver = make_resolver(
        {"id": "small", "type": "place", "name": "Paris", "prominence": 25_000},
        {"id": "unknown", "type": "place", "name": "Paris"},
        {"id": "large", "type": "place", "name": "Paris", "prominence": 2_000_000},
    )
    assert [c.id for c in resolver.resolve(Query("Paris")).candidates] == [
        "large",
        "unknown",
        "small",
    ]


def test_a_type_that_is_not_listed_is_treated_as_other(make_resolver: MakeResolver) -> None:
    resolver = make_resolver({"id": "r", "type": "robot", "name": "Robbie"})
    (candidate,) = resolver.resolve(Query("Robbie", type="other")).candidates
    assert candidate.type == "robot"
    assert "other type" not in evidence_names(candidate)
