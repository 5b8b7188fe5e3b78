"""The review that applies to a question is the narrowest of which something holds."""

from __future__ import annotations

from typing import Any

import pytest

from resolver import Query, Resolver
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.ruling import ruling_of
from resolver.text.words import load_words
from tests.match.conftest import SMALL, Decide


def ruling(resolver: Resolver, text: str, **asked: Any) -> tuple[str | None, bool, set[str]] | None:
    """The ruling about a question, by IDs."""
    index = resolver._index
    found = ruling_of(Question.of(Query(text, **asked), load_words()), index)
    if found is None:
        return None
    means = None if found.means is None else index.record(found.means)["id"]
    return means, found.nobody, {index.record(number)["id"] for number in found.excluded}


def test_a_review_of_type_and_countries_goes_before_one_of_less(decide: Decide) -> None:
    resolver = decide(
        SMALL,
        ("Reza Karimi", {"means": "karimi-ir", "type": "person", "country": ("IQ", "IR")}),
        ("Reza Karimi", {"means": "karimi-iq", "type": "person"}),
        ("Reza Karimi", {"means": "karimy", "country": ("IQ", "IR")}),
        ("Reza Karimi", {"nobody": True}),
    )
    both = ("IR", "IQ")
    assert ruling(resolver, "REZA KARIMI", type="person", country=both) == (
        "karimi-ir",
        False,
        set(),
    )
    assert ruling(resolver, "Reza Karimi", type="person") == ("karimi-iq", False, set())
    assert ruling(resolver, "Reza Karimi", type="person", country=("IR",)) == (
        "karimi-iq", False, set()
    )  # fmt: skip
    assert ruling(resolver, "Reza Karimi", country=both) == ("karimy", False, set())
    assert ruling(resolver, "Reza Karimi") == (None, True, set())
    assert ruling(resolver, "Karimi") is None


def test_a_review_of_which_nothing_holds_is_passed_over(decide: Decide) -> None:
    resolver = decide(
        SMALL,
        ("Twitter", {"means": "x"}),
        ("Sadr", {"excludes": ("sadr-44",)}),
    )
    assert ruling(resolver, "Twitter", type="person") is None  # the entity is an organization
    assert ruling(resolver, "Twitter", type="person", type_strict=False) == ("x", False, set())
    assert ruling(resolver, "Sadr") == (None, False, {"sadr-44"})


@pytest.mark.parametrize("text", ["$", "محمدرضا زاهدی"])
def test_texts_of_any_letters_are_decided(decide: Decide, text: str) -> None:
    resolver = decide(SMALL, (text, {"means": "fadel"}))
    assert ruling(resolver, text) == ("fadel", False, set())


def test_there_is_no_ruling_where_nobody_decided_anything(bundled: Resolver) -> None:
    question = Question.of(Query("Reza Zahedi"), load_words())
    assert ruling_of(question, bundled._index) is None
