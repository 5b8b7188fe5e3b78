"""Exact names: in their own letters or in Latin ones, and when one of them ends the search."""

from __future__ import annotations

import numpy as np
import pytest

from resolver import Query
from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.exact import ExactMatch, find_exact, sole_match
from resolver.match.retrieve.question import Question
from resolver.text.words import load_words
from tests.match.conftest import MakeIndex, MakeResolver, person

WORDS = load_words()


def exact_folds(text: str, index: Index) -> list[str]:
    """The folded names that are the asked one."""
    segment = index.segments[0]
    return [
        segment.form_fold[form] for form in find_exact(Question.of(Query(text), WORDS), index).forms
    ]


def sole(query: Query, index: Index) -> ExactMatch | None:
    question = Question.of(query, WORDS)
    return sole_match(question, find_exact(question, index))


@pytest.mark.parametrize(
    ("text", "folds"),
    [
        ("REZA  karimi", ["reza karimi"]),
        ("N.I.T.C.", ["nitc"]),
        ("москва", ["москва"]),
        ("Moskva", ["москва"]),  # once both are in Latin letters
        ("Reza Karimee", []),
        ("!!!", []),
    ],
)
def test_a_name_is_found_in_its_own_letters_or_else_in_latin_ones(
    small_index: Index, text: str, folds: list[str]
) -> None:
    assert exact_folds(text, small_index) == folds


def test_a_short_name_in_another_script_is_not_taken_for_the_same(make_index: MakeIndex) -> None:
    index = make_index(person("ali", "Али"), person("vladimir", "Владимир"))
    assert exact_folds("ali", index) == []
    assert exact_folds("vladimir", index) == ["владимир"]


@pytest.mark.parametrize(
    ("query", "owner"),
    [
        (Query("Mohammad Reza Zahedi"), "zahedi"),
        (Query("محمدرضا زاهدی"), "zahedi"),
        (Query("Twitter"), "x"),
        (Query("Moscow", type="place"), "moscow"),
        (Query("Moscow", type="person"), None),  # of another type
        (Query("Reza Karimi"), None),  # two own it
        (Query("Abu Zeinab"), None),  # a weak alias
        (Query("NITC"), "tankers"),
        (Query("nitc"), None),  # not asked as an acronym
        (Query("N.I.T.C."), None),  # nor in the very letters
        (Query("Mohammad Reza Zahedi", country=("IR",)), None),
        (Query("Mohammad Reza Zahedi", properties={"birth_date": "1944"}), None),
        (Query("Mohammad Reza Zahedi", as_of="2020"), None),
        (Query("Mohammad Reza Zahedy"), None),
    ],
)
def test_one_owner_by_an_alias_that_usually_means_it_ends_the_search(
    small_index: Index, query: Query, owner: str | None
) -> None:
    match = sole(query, small_index)
    found = None if match is None else match.segment.entity_id[match.entity]
    assert found == owner


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("EU", "union"),
        ("É.-U.", "states"),
        ("E. U.", None),  # as neither is written
        ("eu", None),  # not asked as an acronym
        ("Munster", "ireland"),
        ("MUNSTER", "ireland"),
        ("Münster", "germany"),
        ("Mu\u0308nster", "germany"),  # an accent of its own is the same letter
        ("Cork", None),  # two are written so
        ("Corķ", None),
    ],
)
def test_of_names_that_fold_alike_the_one_that_is_written_as_asked_is_meant(
    make_index: MakeIndex, text: str, owner: str | None
) -> None:
    index = make_index(
        person("union", "European Union", {"text": "EU", "kind": "acronym"}),
        person("states", "United States", {"text": "É.-U.", "kind": "acronym"}),
        person("ireland", "Munster"),
        person("germany", "Münster"),
        person("cork-1", "Cork"),
        person("cork-2", "Cork"),
        person("cork-3", "Čork"),
    )
    match = sole(Query(text), index)
    assert (match and match.segment.entity_id[match.entity]) == owner


def test_of_an_entitys_own_names_the_one_that_is_written_as_asked_is_shown(
    make_resolver: MakeResolver,
) -> None:
    us = [{"text": text, "kind": "acronym"} for text in ("U.S.", "US")]
    resolver = make_resolver(person("states", "United States", *us), person("us", "Ús"))
    for query in (Query("US"), Query("US", as_of="2020"), Query("us")):
        first = resolver.resolve(query).candidates[0]
        assert (first.id, first.alias.text) == ("states", "US")


def test_a_sole_match_is_a_set_of_one(small_index: Index) -> None:
    query = Query("Mohammad Reza Zahedi")
    match = sole(query, small_index)
    assert match is not None
    (found,) = find([Question.of(query, WORDS)], small_index)
    for candidates in (match.to_candidates(), found):
        assert small_index.ids(candidates.entities) == ["zahedi"]
        assert candidates.prescores.tolist() == [1]
        assert candidates.exact.tolist() == [True]
        assert np.isnan(candidates.cosines).all()


def test_spellings_of_one_owner_that_fold_to_one_name_are_that_name(
    make_resolver: MakeResolver,
) -> None:
    resolver = make_resolver(
        person("nato", "Nato", "NATO", "N.A.T.O."), person("college", "NATO Defence College")
    )
    assert [c.id for c in resolver.resolve(Query("nato")).candidates] == ["nato"]


def test_where_an_owner_of_the_name_has_all_facts_nobody_else_is_searched(
    make_resolver: MakeResolver,
) -> None:
    resolver = make_resolver(
        person("ir", "Reza Karimi", country=["IR"], properties={"birth_date": ["1960"]}),
        person("iq", "Reza Karimi", country=["IQ"]),
        person("near", "Reza Karimy", country=["IR"]),
    )
    for facts, expected in (
        ({"country": ("IR",)}, ["ir", "iq"]),
        ({"country": ("IR",), "properties": {"birth_date": ("1960",)}}, ["ir", "iq"]),
        ({"country": ("IR",), "properties": {"birth_date": ("1961",)}}, ["ir", "iq", "near"]),
        ({"country": ("LB",)}, ["ir", "iq", "near"]),
        ({}, ["ir", "iq", "near"]),
    ):
        found = [each.id for each in resolver.resolve(Query("Reza Karimi", **facts)).candidates]
        assert sorted(found) == sorted(expected), facts
    assert resolver.resolve(Query("Reza Karimi", country=("IR",))).id == "ir"


def test_weak_bearers_do_not_count_beside_one_that_a_name_usually_means(
    make_index: MakeIndex,
) -> None:
    def place(entity_id: str, name: str, *weak: str) -> dict[str, object]:
        aliases = [{"text": text, "kind": "weak"} for text in weak]
        return {"id": entity_id, "type": "place", "name": name, "aliases": aliases}

    index = make_index(
        place("city", "Tehran"),
        place("province", "Tehran Province", "Tehran"),
        place("village", "Tiran", "Tehran"),
        place("one", "Hilla District", "Hilla"),
        place("two", "Hilla Canton", "Hilla"),
    )
    match = sole(Query("Tehran"), index)
    assert match is not None
    assert index.segments[0].entity_id[match.entity] == "city"
    assert sole(Query("Hilla"), index) is None
