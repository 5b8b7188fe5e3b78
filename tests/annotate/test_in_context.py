"""A name that is asked with the text around it means whom the text means."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Any

import pytest

from resolver import Query, Resolver
from tests.annotate.conftest import TABLE, person
from tests.match.conftest import Decide, MakeResolver
from tests.worst import VALUES, facts_of, least_s

TWINS = (
    person("bill", "Bill Clinton", aliases=[{"text": "Clinton", "kind": "weak"}]),
    person("hillary", "Hillary Clinton", aliases=[{"text": "Clinton", "kind": "weak"}]),
)


def meant(resolver: Resolver, text: str, **more: Any) -> str:
    decision = resolver.resolve(Query(text, **more))
    return decision.id or decision.verdict


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("Austin", "Paris and Austin are in Texas.", "austin"),
        ("Paris", "He lives in Paris, Texas, near Austin.", "paris-texas"),
        ("Paris", "They drove from Texas.", "paris-texas"),
    ],
)
def test_a_name_means_whom_its_context_means(
    name: str, context: str, expected: str, small: Resolver
) -> None:
    assert meant(small, name) == "ambiguous"
    assert meant(small, name, context=context) == expected
    assert meant(small, name, context=context, type="place") == expected


def test_it_is_answered_as_the_name_below_the_text_is(small: Resolver) -> None:
    text = "He lives in Paris, Texas."
    decision = small.resolve(Query("Paris", context=text))
    below = f"{text}\n\nParis"
    (mention,) = small.annotate(below, spans=[(len(below) - 5, len(below))]).mentions
    assert decision == mention.decision
    assert "stands in it" in {each.name for each in decision.candidates[0].evidence}


def test_a_short_name_rests_on_the_fuller_one(make_resolver: MakeResolver) -> None:
    twins = make_resolver(*TWINS)
    assert meant(twins, "Clinton") == "ambiguous"
    assert meant(twins, "Clinton", context="Bill Clinton spoke. Then Clinton left.") == "bill"
    assert meant(twins, "Clinton", context="It was Hillary Clinton who spoke.") == "hillary"


def test_what_is_known_besides_counts_too(small: Resolver) -> None:
    context = "They spoke of Hilla and of Paris."
    assert meant(small, "Hilla", context=context, country=("YE",)) == "hilla-yemen"
    assert meant(small, "Hilla", context=context, country=("IQ",)) == "hilla"
    usual = small.resolve(Query("Paris", context="Paris, Texas"))
    rare = small.resolve(Query("Paris", context="Paris, Texas", known=0.1))
    assert rare.candidates[0].score < usual.candidates[0].score


def test_no_other_type_is_meant_than_asked(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(*TABLE, person("ms-paris", "Paris"))
    for entity_type in ("place", "person"):
        decision = resolver.resolve(
            Query("Paris", type=entity_type, context="He lives in Paris, Texas.")
        )
        assert {each.type for each in decision.candidates} == {entity_type}


def test_what_a_name_alone_decides_no_context_undoes(small: Resolver, decide: Decide) -> None:
    assert meant(small, "Austin, Texas", context="Minnesota") == "austin"
    assert meant(small, "Mohammad Reza Zahedi", context="A day in Iraq.") == "zahedi"
    reviewed = decide(TABLE, ("Hilla", {"means": "hilla-yemen"}))
    assert meant(reviewed, "Hilla", context="Hilla, Babil, Iraq") == "hilla-yemen"
    nobody = decide(TABLE, ("Hilla", {"nobody": True}))
    assert meant(nobody, "Hilla", context="Hilla, Babil, Iraq") == "no_match"


def test_a_name_that_nobody_bears_is_answered_as_before(small: Resolver) -> None:
    query = Query("Robert Zahn", context="Robert Zahn lives in Paris, Texas.")
    assert small.resolve(query).verdict == "no_match"


def test_many_are_answered_as_each_alone(small: Resolver) -> None:
    contexts = (None, "He lives in Paris, Texas.", "Babil", "Yemen")
    queries = [Query(name, context=each) for name in ("Paris", "Hilla") for each in contexts]
    alone = [small.resolve(query) for query in queries]
    assert small.resolve_block(queries) == alone
    assert [*small.resolve_many(queries)] == alone
    endless = chain.from_iterable(repeat(queries, 200))  # worked out in processes of their own
    assert [*small.resolve_many(endless)] == alone * 200


def test_the_text_near_the_name_is_read(small: Resolver) -> None:
    far = "They ate and slept. " * 200
    assert meant(small, "Paris", context=f"{far}He lives in Paris, Texas. {far}") == "paris-texas"
    assert meant(small, "Paris", context=f"Texas. {far} He lives in Paris.") != "paris-texas"


@pytest.mark.alone
def test_no_context_takes_more_than_50_ms(bundled: Resolver) -> None:
    for options in chain.from_iterable(map(facts_of, VALUES)):
        query = Query("Clinton", **options)
        took = least_s(lambda: bundled.resolve(query), 0.05)  # noqa: B023 - called at once
        assert took < 0.05, sorted(options)
