"""Terms add up, and are returned as evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Evidence
from resolver.match.score.terms import PRIOR, SAME_PART, Term, total


def test_terms_are_evidence_as_it_is_returned() -> None:
    term = Term(SAME_PART, 1.5, "reza", "reza")
    assert isinstance(term, Evidence)
    assert term.to_dict() == {"name": "same part", "value": 1.5, "asked": "reza", "known": "reza"}


@given(st.lists(st.floats(-100, 100)))
def test_the_total_is_the_sum_of_the_values(values: list[float]) -> None:
    assert total(Term(PRIOR, value) for value in values) == pytest.approx(sum(values))
