"""A long text finds the name in it, and what is around it does not contradict."""

from __future__ import annotations

import pytest

from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.prescore import CandidateSet
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.spans import MAX_SPANS, with_spans
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, evidence_names

WORDS = load_words()


def organization(entity_id: str, name: str, city: str, country: str) -> dict[str, object]:
    more = {"country": [country], "properties": {"city": [city]}}
    return {"id": entity_id, "type": "organization", "name": name, **more}


@pytest.fixture
def resolver(make_resolver: MakeResolver) -> Resolver:
    others = [organization(f"o{n}", f"Institute {n} of Things", "Paris", "FR") for n in range(40)]
    return make_resolver(
        organization("ufla", "Universidade Federal de Lavras", "Lavras", "BR"),
        organization("lavras", "Federal University of Lavras", "Lavras", "BR"),
        organization("physics", "Department of Physics", "Oslo", "NO"),
        organization("andhra", "Andhra University", "Visakhapatnam", "IN"),
        organization("biotech", "Department of Biotechnology", "Delhi", "IN"),
        {"id": "ahmed", "type": "person", "name": "Ahmed Karimi"},
        *others,
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
    assert "unit" in evidence_names(second)
    assert "unit" not in evidence_names(first)


def test_a_person_is_found_before_what_he_is(resolver: Resolver) -> None:
    decision = resolver.resolve(Query("Gen. Ahmed Karimi, commander of the army", type="person"))
    assert decision.candidates[0].id == "ahmed"
    assert decision.candidates[0].score > 0.5


def spans_of(query: Query, index: Index) -> CandidateSet:
    question = Question.of(query, WORDS)
    (candidates,) = with_spans([question], find([question], index), index)
    return candidates


@pytest.mark.parametrize(
    "query",
    [
        Query("Reza Karimi"),
        Query("Karimi, Reza"),  # two short parts are one name
        Query("Karimi, Reza", type="person"),
        Query("Department of Physics, Federal University, Moscow, Russia", type="place"),
    ],
)
def test_one_name_is_not_taken_apart(small_index: Index, query: Query) -> None:
    assert spans_of(query, small_index).spans is None


def test_the_name_itself_in_a_long_text_is_found_whole(small_index: Index) -> None:
    candidates = spans_of(Query("National Iranian Tanker Company"), small_index)
    assert candidates.spans is None
    assert small_index.ids(candidates.entities) == ["tankers"]


def test_each_candidate_comes_with_the_part_that_brought_it(small_index: Index) -> None:
    text = "Legal Office, National Iranian Tanker Company, Tehran, Iran"
    candidates = spans_of(Query(text, type="organization"), small_index)
    assert candidates.spans is not None
    assert len(candidates.spans.questions) == len(candidates)
    assert len(set(candidates.entities.tolist())) == len(candidates)
    assert small_index.ids(candidates.entities)[0] == "tankers"
    assert candidates.spans.questions[0].form == "national iranian tanker company"
    assert candidates.spans.text.startswith(" legal office national iranian ")
    assert not candidates.exact.any()


def test_a_text_of_many_parts_is_asked_by_the_first_of_them(small_index: Index) -> None:
    text = ", ".join(f"Name {number} Other" for number in range(20))
    candidates = spans_of(Query(text), small_index)
    assert candidates.spans is not None
    assert len({question.form for question in candidates.spans.questions}) <= MAX_SPANS + 1
