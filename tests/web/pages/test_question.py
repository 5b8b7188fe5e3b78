"""A name that is to be decided is shown with what tells its candidates apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from resolver import Resolver
from resolver.model import REASONS
from resolver.web.pages.question import MAX_FACTS, WHYS, Fact, apart, shown
from tests.journal.test_queue import asked


def test_every_reason_is_said() -> None:
    assert set(WHYS) == set(REASONS)


def test_only_facts_that_differ_are_told() -> None:
    one: dict[str, Any] = {
        "country": ["IR"],
        "properties": {"birth_date": ["1944"], "gender": ["m"]},
    }
    other: dict[str, Any] = {
        "country": ["IR"],
        "description": "a sculptor",
        "properties": {"birth_date": ["1950", "1951"], "gender": ["m"]},
    }
    assert apart([one, other]) == [
        [Fact("Birth date", "1944")],
        [Fact("Description", "a sculptor"), Fact("Birth date", "1950, 1951")],
    ]
    assert [each.name for each in apart([one])[0]] == ["Country", "Birth date", "Gender"]
    assert apart([]) == []


def test_facts_are_few_and_short() -> None:
    many: dict[str, Any] = {"properties": {f"p{n}": ["x" * 500] for n in range(9)}}
    (facts,) = apart([many])
    assert len(facts) == MAX_FACTS
    assert len(facts[0].value) == 161


def test_candidates_are_those_of_now_the_likeliest_first(make_home: Callable[..., Path]) -> None:
    ben: dict[str, Any] = {"type": "person", "name": "Ben Stone"}
    home = make_home(
        {"id": "a/b", **ben, "country": ["US"]},
        {"id": "c", **ben, "aliases": ["Benny Stone"]},
        {"id": "d", "type": "place", "name": "Stoneham"},
    )
    with Resolver.open(home) as resolver:
        questions = [asked("Ben Stone", type="person"), asked("Benny Stone"), asked("Zzyzx Qqq")]
        twins, benny, nobody = shown(questions, resolver, resolver)
    assert [each.key for each in twins.candidates] == [1, 2]
    assert (twins.kind, twins.origin, twins.says) == ("Person", "in a list", WHYS["twins"])
    by_id = {each.id: each for each in twins.candidates}
    assert (by_id["a/b"].alias, by_id["a/b"].facts) == (None, [Fact("Country", "US")])
    assert by_id["a/b"].page == "/entity/a%2Fb"
    assert by_id["c"].why == "/why?q=Ben+Stone&id=c&type=person"
    found = benny.candidates[0]
    assert (found.id, found.alias, found.kind) == ("c", "Benny Stone", "Person")
    assert nobody.says == WHYS["nobody"]
    assert nobody.candidates == []


def test_nothing_to_show_asks_nothing() -> None:
    assert shown([], None, None) == []  # type: ignore[arg-type] # neither is asked
