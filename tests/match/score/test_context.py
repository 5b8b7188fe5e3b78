"""What a text around a name says of a candidate: of its facts, and of its countries."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.pipeline import rank
from resolver.match.retrieve.question import Question
from resolver.match.score.context import (
    TextContext,
    context_terms,
    given_context,
    given_context_terms,
)
from resolver.match.score.fields import nats_of_same
from resolver.match.score.weights import load_weights
from resolver.text.names import Name
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, evidence_names, near_names, person
from tests.match.score.test_facts import OWN, organization, own, table


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


SAID = own("same fact") + own("same fact per nat") * nats_of_same(1, 1)
FACT = pytest.approx(0.6 * SAID)
COUNTRY = pytest.approx(0.6 * (SAID - own("other country")))


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
    question = Question.of(Query("Jordan Karimi", context=context), load_words())
    found = given_context(question, load_words())
    assert found is not None
    assert [
        term.value for term in given_context_terms(question, found, record, table(), OWN)
    ] == values


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
    question = Question.of(Query("x", context="Lavras"), load_words())
    found = given_context(question, load_words())
    assert found is not None
    for length, count in ((490, 1), (500, 0)):
        record = {"properties": {"a": ["z" * length], "city": ["Lavras"]}}
        assert len(given_context_terms(question, found, record, table(), OWN)) == count
