"""What stands beside a name counts: kind, validity, type, facts, prominence."""

from __future__ import annotations

from typing import Any

import pytest

from resolver import Query
from resolver.index import Index
from resolver.match.retrieve.beside import ALIAS_KIND_PENALTIES, FACT_BONUS, PROMINENCE_RANGE
from resolver.match.retrieve.exact import find_exact
from resolver.match.retrieve.forms import search_lexical
from resolver.match.retrieve.prescore import prescored
from resolver.match.retrieve.question import Question
from resolver.model import ALIAS_KINDS
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, person

WORDS = load_words()


def prescores(query: Query, index: Index) -> dict[str, float]:
    """The prescore of each entity that the lexical arm brings, by its ID."""
    question = Question.of(query, WORDS)
    exact = [find_exact(question, index).forms]
    (found,) = prescored([question], index, search_lexical([question], index, exact))
    return dict(zip(index.ids(found.entities), found.prescores.tolist(), strict=True))


def test_a_weak_alias_costs_most_and_a_name_nothing() -> None:
    penalties = dict(zip(ALIAS_KINDS, ALIAS_KIND_PENALTIES, strict=True))
    assert penalties["name"] == penalties["native"] == 0
    assert penalties["weak"] == max(penalties.values())
    assert all(penalties[kind] > 0 for kind in ALIAS_KINDS if kind not in ("name", "native"))


def test_a_fact_that_agrees_adds_to_a_prescore_and_a_conflict_takes_from_it(
    small_index: Index,
) -> None:
    without = prescores(Query("Reza Karimi"), small_index)
    asked = prescores(Query("Reza Karimi", country=("IR",)), small_index)
    assert asked["karimi-ir"] - without["karimi-ir"] == pytest.approx(FACT_BONUS)
    assert asked["karimi-iq"] < without["karimi-iq"]
    assert asked["karimy"] == pytest.approx(without["karimy"])  # its country is not known


def test_an_alias_out_of_use_or_of_another_type_takes_from_a_prescore(small_index: Index) -> None:
    plain = prescores(Query("Twitter"), small_index)
    then = prescores(Query("Twitter", as_of="2020"), small_index)
    assert then["x"] == pytest.approx(plain["x"])
    assert prescores(Query("Twitter", as_of="2024"), small_index)["x"] < plain["x"]
    preferred = Query("Twitter", type="person", type_strict=False)
    assert prescores(preferred, small_index)["x"] < plain["x"]
    assert "x" not in prescores(Query("Twitter", type="person"), small_index)


def test_prominence_decides_only_where_all_else_is_equal() -> None:
    positive = [each for each in ALIAS_KIND_PENALTIES if each]
    assert min(positive) > PROMINENCE_RANGE
    assert PROMINENCE_RANGE < FACT_BONUS


def test_a_type_keeps_its_own_and_other_or_only_prefers(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        {"id": "p", "type": "person", "name": "Sadr"},
        {"id": "o", "type": "organization", "name": "Sadr"},
        {"id": "x", "type": "other", "name": "Sadr"},
        {"id": "aircraft", "type": "aircraft", "name": "Sadr"},
    )
    strict = resolver.resolve(Query("Sadr", type="person"))
    assert [c.id for c in strict.candidates] == ["p", "aircraft", "x"]
    loose = resolver.resolve(Query("Sadr", type="person", type_strict=False))
    assert {c.id for c in loose.candidates} == {"p", "o", "x", "aircraft"}
    assert loose.candidates[0].id == "p"


def test_what_agrees_is_found_among_many_that_do_not(make_resolver: MakeResolver) -> None:
    def alias(until: str | None) -> dict[str, Any]:
        return {"text": "Fort X", "kind": "former", "valid_until": until}

    ended = [person(f"a{n}", f"Name {n} Of", alias("2000")) for n in range(19)]
    still = person("still", "Nineteen Of", alias(None))
    places = [{"id": f"b{n}", "type": "place", "name": "Sadr"} for n in range(19)]
    near = [
        person(f"c{n}", f"Foo Bar{chr(97 + n // 26)}{chr(97 + n % 26)}", country=["US"])
        for n in range(400)
    ]
    french = person("french", "Foo Barzz", country=["FR"])
    resolver = make_resolver(*ended, still, *places, person("sadr", "Sadr"), *near, french)
    assert resolver.resolve(Query("Fort X", as_of="2020")).candidates[0].id == "still"
    loose = resolver.resolve(Query("Sadr", type="person", type_strict=False))
    assert loose.candidates[0].id == "sadr"
    assert resolver.resolve(Query("Foo Bar", country=("FR",))).candidates[0].id == "french"


def test_of_two_bearers_of_a_name_the_one_is_meant_whose_name_it_was_then(
    make_resolver: MakeResolver,
) -> None:
    def company(entity_id: str, name: str, *aliases: Any) -> dict[str, Any]:
        return person(entity_id, name, *aliases, type="organization")

    now = {"text": "Acme Holdings", "valid_from": "2015"}
    former = {
        "text": "Acme Holdings",
        "kind": "former",
        "valid_from": "1990",
        "valid_until": "2014",
    }
    resolver = make_resolver(company("new", "Acme Holdings", now), company("old", "Zeta", former))
    for as_of, expected in (("2020", "new"), ("2000", "old")):
        decision = resolver.resolve(Query("Acme Holdings", as_of=as_of))
        assert [each.id for each in decision.candidates] == [
            expected,
            *({"new", "old"} - {expected}),
        ]
        assert decision.verdict == "match"
