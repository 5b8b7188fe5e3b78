"""Terms add up, and are returned as evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Evidence
from resolver.match.score.terms import PRIOR, SAME_PART, Term, to_evidence, total


def test_terms_are_returned_as_evidence_in_their_order() -> None:
    terms = [Term(PRIOR, -2.0), Term(SAME_PART, 1.5, "reza", "reza")]
    assert to_evidence(terms) == (
        Evidence("prior", -2.0),
        Evidence("same part", 1.5, "reza", "reza"),
    )


@given(st.lists(st.floats(-100, 100)))
def test_the_total_is_the_sum_of_the_values(values: list[float]) -> None:
    assert total(Term(PRIOR, value) for value in values) == pytest.approx(sum(values))
