"""Why a verdict is what it is: in one of seven words."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Reason, Resolver
from resolver.model import REASONS
from tests.match.conftest import MakeResolver, person

PLACES: tuple[dict[str, Any], ...] = (
    *(
        {"id": f"springfield-{n}", "type": "place", "name": "Springfield", "prominence": n * 1000}
        for n in (1, 100)
    ),
    {"id": "paris-fr", "type": "place", "name": "Paris", "country": ["FR"]},
    {"id": "paris-us", "type": "place", "name": "Paris", "country": ["US"]},
    {"id": "munster", "type": "place", "name": "Munster", "country": ["IE"]},
    {"id": "muenster", "type": "place", "name": "Münster", "country": ["DE"]},
    {"id": "bavaria", "type": "place", "name": "Bavaria", "aliases": ["Bayern"]},
    {
        "id": "hilla",
        "type": "place",
        "name": "Hilla",
        "country": ["IQ"],
        "aliases": [{"text": "Babylon", "kind": "weak"}],
    },
    person("smith-1", "John Smith"),
    person("smith-2", "John Smith"),
    person("zahedi", "Mohammad Reza Zahedi"),
)
VERDICTS = {
    "sole_owner": "match",
    "clear_lead": "match",
    "twins": "ambiguous",
    "close_call": "ambiguous",
    "unlikely": "no_match",
    "nobody": "no_match",
}


def test_there_are_seven_words() -> None:
    assert tuple(REASONS) == get_args(Reason)
    assert [*VERDICTS, "reviewed"] == list(REASONS)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (Query("Bayern"), "sole_owner"),
        (Query("Bayern", accept=0.9999), "close_call"),  # over nobody
        (Query("Bayern", accept=0.9999, review=0.9999), "unlikely"),
        (Query("Bayern", as_of="2020"), "sole_owner"),
        (Query("Munster"), "sole_owner"),
        (Query("Munster", country=("IE",)), "sole_owner"),  # the other merely folds alike
        (Query("Babylon", country=("IQ",), accept=0.5), "clear_lead"),  # a weak alias owns nothing
        (Query("Paris", country=("FR",)), "clear_lead"),
        (Query("Paris"), "twins"),
        (Query("Springfield"), "twins"),  # which one is better known was not asked
        (Query("Smith, John"), "twins"),
        (Query("Paris", country=("FR",), accept=0.999), "close_call"),
        (Query("Mohamad Reza Zahedy"), "clear_lead"),
        (Query("Robert Zahn"), "unlikely"),
        (Query("!!!"), "nobody"),
    ],
)
def test_the_reason_says_why(make_resolver: MakeResolver, query: Query, reason: Reason) -> None:
    decision = make_resolver(*PLACES).resolve(query)
    assert (decision.reason, decision.verdict) == (reason, VERDICTS[reason])


@given(st.text(min_size=1, max_size=20).filter(lambda text: text.strip() and "\0" not in text))
def test_every_answer_has_a_reason_of_its_verdict(bundled: Resolver, text: str) -> None:
    decision = bundled.resolve(Query(text))
    assert VERDICTS[decision.reason] == decision.verdict
