"""A name that is to be decided is shown with what tells its candidates apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from resolver import Resolver
from resolver.web.pages.question import shown
from tests.journal.test_queue import asked


def test_candidates_are_those_of_now_the_likeliest_first(make_home: Callable[..., Path]) -> None:
    ben: dict[str, Any] = {"type": "person", "name": "Ben Stone"}
    home = make_home(
        {"id": "a/b", **ben, "country": ["US"]},
        {
            "id": "c",
            **ben,
            "description": "a sculptor",
            "aliases": [{"text": "Benny Stone", "kind": "nickname"}],
            "properties": {"birth_date": ["1944"]},
        },
        {"id": "d", "type": "place", "name": "Stoneham"},
    )
    with Resolver.open(home) as resolver:
        questions = [asked("Ben Stone", type="person"), asked("Benny Stone"), asked("Zzyzx Qqq")]
        twins, benny, nobody = shown(questions, resolver, resolver)
    assert [each.key for each in twins.candidates] == [1, 2]
    assert (twins.narrowed, twins.origin) == (["person"], "in a list")
    assert twins.said.words == "One of these two"
    by_id = {each.id: each for each in twins.candidates}
    assert (by_id["a/b"].alias, by_id["a/b"].what) == ("", "person, United States")
    assert [fact.value for fact in by_id["c"].facts] == ["1944"]
    assert by_id["c"].description == "a sculptor"
    assert by_id["a/b"].page == "/entity/a%2Fb"
    assert by_id["c"].why == "/why?q=Ben+Stone&id=c&type=person"
    found = benny.candidates[0]
    assert (found.id, found.alias, found.alias_words) == ("c", "Benny Stone", "nickname")
    assert nobody.said.words == "Nobody we know"
    assert nobody.candidates == []


def test_nothing_to_show_asks_nothing() -> None:
    assert shown([], None, None) == []  # type: ignore[arg-type] # neither is asked
