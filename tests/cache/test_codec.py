"""A decision survives being encoded, and damaged bytes are no decision."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.cache.codec import decode, encode
from tests.cache.conftest import QUERIES


@given(QUERIES)
def test_a_decision_survives_being_encoded(bundled: Resolver, query: Query) -> None:
    decision = bundled.resolve(query)
    assert decode(encode(decision)) == decision


@given(QUERIES, st.integers(0), st.integers(1, 255))
def test_damaged_bytes_are_no_decision(
    bundled: Resolver, query: Query, at: int, change: int
) -> None:
    whole = encode(bundled.resolve(query))
    at %= len(whole)
    assert decode(whole[:at]) is None
    assert decode(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :]) is None


@pytest.mark.parametrize("content", [b"[]", b"{}", b"7", b'{"candidates": []}', b"\xff"])
def test_intact_bytes_of_something_else_are_no_decision(content: bytes) -> None:
    assert decode(hashlib.blake2b(content, digest_size=8).digest() + content) is None
