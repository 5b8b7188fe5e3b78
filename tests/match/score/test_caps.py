"""What agrees says no more than so much; the excess is a term of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.match.score.caps import FACT_SHARE, NAME_CAP, cap_facts, cap_parts
from resolver.match.score.evidence import AGREEING_PARTS, EVIDENCE_NAMES
from resolver.match.score.terms import (
    PRIOR,
    SAME_FACT,
    SAME_NAME,
    SAME_PART,
    SIMILAR_FACT,
    Term,
    total,
)
from tests.match.conftest import MakeResolver, person

VALUES = st.lists(st.floats(0, 50), max_size=10)


@given(VALUES)
def test_parts_that_agree_say_one_name_and_a_little_at_most(values: list[float]) -> None:
    terms = [Term(SAME_PART, value) for value in values]
    assert total(terms + cap_parts(terms, 12.0)) == pytest.approx(
        min(total(terms), 12.0 + NAME_CAP)
    )


@given(VALUES)
def test_facts_that_agree_leave_some_to_the_name(values: list[float]) -> None:
    terms = [Term((SAME_FACT, SIMILAR_FACT)[n % 2], value) for n, value in enumerate(values)]
    assert total(terms + cap_facts(terms, 12.0)) == pytest.approx(
        min(total(terms), 12.0 * FACT_SHARE)
    )


def test_only_agreement_is_capped() -> None:
    assert SAME_PART in AGREEING_PARTS
    assert SAME_NAME not in AGREEING_PARTS
    for name in EVIDENCE_NAMES - AGREEING_PARTS:
        assert cap_parts([Term(name, 99.0)], 12.0) == []
    # What speaks against a candidate makes no room below the cap.
    terms = [Term(SAME_PART, 14.0), Term(SAME_PART, -5.0), Term(PRIOR, -9.0)]
    assert cap_parts(terms, 12.0) == [Term("cap", -1.0)]


def test_facts_cannot_make_up_for_a_name_and_nothing_reaches_one(
    make_resolver: MakeResolver,
) -> None:
    facts = {f"fact{n}": [str(n)] for n in range(20)}
    resolver = make_resolver(
        person("ann", "Ann Bee", country=["IR"], properties=facts), person("other", "Zed Qux")
    )
    sure = resolver.resolve(Query("Ann Bee", country=("IR",), properties=facts))
    assert 0.99 < sure.candidates[0].score < 1
    other = Query("Totally Different Ann", country=("IR",), properties=facts)
    assert resolver.resolve(other).verdict != "match"
