"""Besides its name: the alias, type, prominence and facts of a candidate, and a text around it."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Alias, Query, Resolver
from resolver.index import Index
from resolver.index.segment import fact_code, named_facts
from resolver.match.pipeline import rank
from resolver.match.retrieve.question import Question
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.facts import (
    TextContext,
    alias_kind_terms,
    context_terms,
    entity_terms,
    fact_terms,
    given_context,
    given_context_terms,
    span_terms,
    validity_terms,
)
from resolver.match.score.terms import Term, WeightKey
from resolver.match.score.weights import load_weights
from resolver.model import ALIAS_KINDS
from resolver.text.names import Name, load_words, parts
from tests.match.conftest import MakeResolver, evidence_names, near_names, person

OWN = {key: float(number) for number, key in enumerate(WEIGHTS, 1)}
"""A value of its own for each weight, so that a value says which weight was used."""


def own(key: str) -> float:
    return OWN[WeightKey(key)]


def terms_of_facts(query: Query, record: dict[str, Any]) -> list[Term]:
    """The terms of the facts of a record, with the codes that an index has of them."""
    properties = tuple((key, tuple(values)) for key, values in record.get("properties", {}).items())
    facts = named_facts(tuple(record.get("country", ())), properties)
    codes = [fact_code(key, value) for key, values in facts for value in values]
    return fact_terms(Question.of(query), codes, record, OWN)


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
    terms = terms_of_facts(Query("x", country=asked), {"country": known})
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
    (term,) = terms_of_facts(query, {"properties": {"born": known}})
    assert term == Term(name, own(name), f"born={asked}", f"born={'|'.join(known)}")


def test_a_property_that_is_not_known_says_nothing() -> None:
    query = Query("x", country=("IR",), properties={"born": "1960"})
    assert terms_of_facts(query, {"properties": {"died": ["1960"]}}) == []
    assert terms_of_facts(query, {}) == []


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


FACT = pytest.approx(0.6 * own("same property"))
COUNTRY = pytest.approx(0.6 * (own("same country") - own("other country")))


@pytest.mark.parametrize(
    ("record", "values"),
    [
        ({"properties": {"city": ["Lavras"]}}, [FACT]),
        ({"properties": {"city": ["Oslo"]}}, []),  # silence says nothing
        ({"properties": {"birth_date": ["1960-05-01"]}}, [FACT]),  # its year stands there
        ({"properties": {"birth_date": ["1961-05-01"]}}, []),
        ({"properties": {"founded": ["1908-02-03"]}}, [FACT]),  # all of it stands there
        ({"properties": {"inhabitants": ["12345"]}}, []),  # a number, and no date
        ({"properties": {"code": ["MG"]}}, []),  # too short
        ({"properties": {"family": ["Karimi"]}}, []),  # it is in the name
        ({"country": ["BR", "IR"]}, [COUNTRY]),
        ({"country": ["NO"]}, []),  # another country says nothing
        ({"country": ["JO"]}, []),  # it is in the name
        ({"country": ["BR"], "properties": {"city": ["Lavras"]}}, [FACT, COUNTRY]),
        ({}, []),
    ],
)
def test_a_given_context_speaks_for_whose_facts_it_names_and_against_nobody(
    record: dict[str, Any], values: list[object]
) -> None:
    context = "Jordan Karimi (12.345, MG), born 1960 in Lavras, Brazil; since 1908-02-03 in Jordan"
    question = Question.of(Query("Jordan Karimi", context=context))
    found = given_context(question, load_words())
    assert found is not None
    assert [term.value for term in given_context_terms(question, found, record, OWN)] == values


def namesakes(make_resolver: MakeResolver) -> Resolver:
    return make_resolver(
        person("tehran", "Reza Karimi", country=["IR"], properties={"city": ["Tehran"]}),
        person("basra", "Reza Karimi", country=["IQ"], properties={"city": ["Basra"]}),
        person("young", "Ali Fadel", properties={"birth_date": ["1990-02-01"]}),
        person("old", "Ali Fadel", properties={"birth_date": ["1944"]}),
    )


@pytest.mark.parametrize(
    ("text", "context", "right"),
    [
        ("Reza Karimi", "He was arrested in Iraq last week.", "basra"),
        ("Reza Karimi", "a merchant of BASRA", "basra"),
        ("Reza Karimi", "a merchant of Tehran, Iran", "tehran"),
        ("Reza Karimi", "рынок в Тегеран", None),  # a city that is not told
        ("Ali Fadel", "born 1944", "old"),
        ("Ali Fadel", "born 1990-02-01", "young"),
        ("Ali Fadel", "born 1950 in Iraq", None),
    ],
)
def test_a_context_tells_namesakes_apart_by_a_country_a_city_or_a_year(
    make_resolver: MakeResolver, text: str, context: str, right: str | None
) -> None:
    resolver = namesakes(make_resolver)
    without = resolver.resolve(Query(text))
    decision = resolver.resolve(Query(text, context=context))
    assert without.verdict == "ambiguous"
    if right is None:
        assert (decision.verdict, decision.candidates) == (without.verdict, without.candidates)
    else:
        assert (decision.verdict, decision.id) == ("match", right)
        assert "given context" in evidence_names(decision.candidates[0])


def test_a_context_tells_one_of_many_namesakes(make_resolver: MakeResolver) -> None:
    bearers = [person(f"p{n}", "Li Wei", properties={"city": [f"Town{n}"]}) for n in range(12)]
    decision = make_resolver(*bearers).resolve(Query("Li Wei", context="the Li Wei of Town11"))
    assert decision.candidates[0].id == "p11"


@pytest.mark.parametrize(
    "context", ["Baghdad, Iraq, 1999", "Norway and Brazil", "not Tehran", "x " * 5_000, "1"]
)
@pytest.mark.parametrize("more", [{}, {"as_of": "2001"}, {"country": ("IQ",)}, {"review": 0.8}])
def test_a_context_never_turns_a_right_sole_owner_into_no_match(
    make_resolver: MakeResolver, context: str, more: dict[str, Any]
) -> None:
    birth = {"birth_date": ["1960"], "city": ["Tehran"]}
    resolver = make_resolver(
        person("owner", "Hassan Zahedi", country=["IR"], properties=birth),
        person("weak", "Ali", {"text": "Abu Zeinab", "kind": "weak"}, country=["IR"]),
        person("iraqi", "Hasan Zahidi", country=["IQ"], properties={"city": ["Baghdad"]}),
    )
    for text in ("Hassan Zahedi", "HASSAN  ZAHÉDI", "Hasan Zahedi", "Abu Zeinab"):
        without = resolver.resolve(Query(text, **more))
        decision = resolver.resolve(Query(text, context=context, **more))
        if without.verdict != "no_match":
            assert decision.verdict != "no_match"
    owned = resolver.resolve(Query("Hassan Zahedi", context=context))
    assert (owned.verdict, owned.id) == ("match", "owner")


@given(near_names(), st.sampled_from(["Tehran, Iran", "Iraq, 1960", "Norway", "a tanker"]))
def test_a_context_never_takes_an_answer_away(small_index: Index, text: str, context: str) -> None:
    weights, words = load_weights(), load_words()
    without, decision = (
        rank(Query(text, context=around), small_index, weights, words) for around in (None, context)
    )
    assert (decision.verdict == "no_match") <= (without.verdict == "no_match")


def test_facts_of_a_candidate_beyond_what_is_read_are_not_looked_for() -> None:
    question = Question.of(Query("x", context="Lavras"))
    found = given_context(question, load_words())
    assert found is not None
    for length, count in ((490, 1), (500, 0)):
        record = {"properties": {"a": ["z" * length], "city": ["Lavras"]}}
        assert len(given_context_terms(question, found, record, OWN)) == count
