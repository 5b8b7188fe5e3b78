"""The rarer an agreement is in the table, the more it says, up to a limit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.match.score.fields import MAX_NATS, nats_of_level, nats_of_same, smoothed_share
from tests.match.score.test_facts import field

COUNTS = st.integers(1, 10**6)


@given(COUNTS, COUNTS, COUNTS)
def test_a_rarer_value_says_more_and_none_says_too_much(count: int, more: int, of: int) -> None:
    rare, common = nats_of_same(count, of + more), nats_of_same(count + more, of + more)
    assert 0 <= common <= rare <= MAX_NATS


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_share_is_never_nothing_and_nears_what_was_counted(count: int, more: int) -> None:
    assert 0 < smoothed_share(0, more) < 1
    near = smoothed_share(count * 10**6, (count + more) * 10**6)
    assert near == pytest.approx(count / (count + more), abs=1e-4)


def test_a_likeness_says_no_more_than_the_value_itself() -> None:
    entry = field("text", part=0.25)
    assert nats_of_level("part", entry, 1) == -math.log(0.25)
    assert nats_of_level("spelling", entry, 500) == nats_of_same(500, 1_000)
    assert nats_of_level("spelling", None, 1) == nats_of_same(1, 1)
