"""What an answer shows of candidates, and what each option did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from resolver import Resolver
from resolver.cache import CachedResolver, Caches, Gate, Lru
from resolver.model.wire import Answer
from resolver.telemetry import Metrics
from resolver.web.pages.answering import Chip, Found, chips, found
from resolver.web.pages.asking import Given, asked_of

ONE = {
    "id": "one",
    "type": "place",
    "name": "Springfield",
    "country": ["US"],
    "prominence": 150000,
    "properties": {"unit": ["Illinois"], "same": ["x"]},
    "aliases": [{"text": "Calhoun", "kind": "former", "valid_until": "1833", "language": "en"}],
}
TWO = {**ONE, "id": "two", "country": ["CA"], "prominence": 9, "aliases": []}
TWO = {**TWO, "properties": {"unit": ["Manitoba"], "same": ["x"]}}
HER = {"id": "her", "type": "person", "name": "Dusty Springfield", "country": ["GB"]}

Ask = Callable[..., Found]


AskOf = Callable[[Path], Ask]


@pytest.fixture
def ask_of() -> Iterator[AskOf]:
    """Make what asks a home."""
    opened: list[Resolver] = []

    def make(home: Path) -> Ask:
        opened.append(resolver := Resolver.open(home))
        metrics = Metrics()
        cached = CachedResolver(
            lambda: resolver,
            Caches(Lru(1 << 20, Answer.memory_bytes), None),
            gate=Gate(1, 10, metrics),
            metrics=metrics,
        )

        def ask(text: str, *given: tuple[str, str]) -> Found:
            asked = asked_of([("q", text), *given])
            assert asked.query is not None
            return found(asked, asked.query, resolver, cached, is_typed=False)

        return ask

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def ask(make_home: Callable[..., Path], ask_of: AskOf) -> Ask:
    return ask_of(make_home(ONE, TWO, HER))


def test_namesakes_show_the_facts_in_which_they_differ(ask: Ask) -> None:
    answer = ask("Springfield")
    assert answer.said.words == "One of these two"
    shown = {each.id: each for each in answer.candidates}
    assert shown["one"].what == "place, United States"
    assert {fact.name: fact.value for fact in shown["one"].facts} == {
        "unit": "Illinois",
        "prominence": "150,000",
    }
    assert shown["two"].facts[0].value == "Manitoba"


def test_the_alias_that_matched_is_shown_where_it_is_not_the_name(ask: Ask) -> None:
    (first, *_) = ask("Calhoun").candidates
    assert first.alias is not None
    assert (first.alias.text, first.alias.language) == ("Calhoun", "en")
    assert first.alias.words == "English, former name until 1833"
    assert ask("Springfield").candidates[0].alias is None


def test_each_candidate_leads_to_its_page_to_why_and_to_the_first(ask: Ask) -> None:
    first, second, *_ = ask("Springfield", ("country", "US")).candidates
    assert (first.path, first.beside) == ("/entity/one", "")
    assert first.why == "/why?q=Springfield&id=one&country=US"
    assert second.beside == f"/why?q=Springfield&id=one&beside={second.id}&country=US"


def test_an_option_says_what_it_did(ask: Ask) -> None:
    (country,) = ask("Springfield", ("country", "US")).chips
    assert country.what == "United States"
    assert " → " in country.effect or country.effect == "puts this one first"
    assert country.without == "/?q=Springfield"
    (kind,) = ask("Springfield", ("type", "place")).chips
    assert kind.effect.startswith("left out another")


def test_options_that_were_not_asked_have_no_effect() -> None:
    asked = asked_of([("q", "x"), ("as_of", "2015"), ("property", "birth_date=1944")])
    assert chips(asked) == [
        Chip("as of 2015", "", "/?q=x&property=birth_date%3D1944"),
        Chip("birth date: 1944", "", "/?q=x&as_of=2015"),
    ]


def test_a_long_context_is_cut() -> None:
    asked = asked_of([("q", "x"), ("context", "word " * 20)])
    assert chips(asked)[0].what == f"beside “{('word ' * 8).strip()}…”"


def test_what_is_wrong_is_a_chip_as_it_was_written() -> None:
    asked = asked_of([("q", "x"), ("property", "nothing")])
    assert asked.given == [Given("property", "nothing")]
    assert chips(asked)[0].what == "nothing"


def test_who_begins_so_is_named_where_nobody_is_meant(ask: Ask) -> None:
    answer = ask("Spr")
    assert answer.verdict == "no_match"
    assert {each.path for each in answer.begun} == {"/entity/one", "/entity/two", "/entity/her"}
    assert ask("Dusty Springfield").begun == []


def test_all_who_may_be_meant_are_shown(make_home: Callable[..., Path], ask_of: AskOf) -> None:
    names = [{"id": f"s{n}", "type": "place", "name": "Springfield"} for n in range(7)]
    answer = ask_of(make_home(*names))("Springfield")
    assert answer.said.words == "One of these seven"
    assert len(answer.candidates) == 7
