"""An answer survives being encoded, and bytes that are damaged or another writer's are none."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.cache.codec import decode, encode
from resolver.model.wire import Answer, render
from tests.cache.conftest import QUERIES

KEY = "resolver:0f"


@given(QUERIES, st.booleans())
def test_an_answer_survives_being_encoded(bundled: Resolver, query: Query, explain: bool) -> None:
    answer = Answer.of(bundled.resolve(query), explain=explain)
    assert decode(KEY, encode(KEY, answer)) == answer


@given(QUERIES, st.integers(0), st.integers(1, 255))
def test_damaged_bytes_are_no_answer(bundled: Resolver, query: Query, at: int, change: int) -> None:
    whole = encode(KEY, Answer.of(bundled.resolve(query), explain=False))
    at %= len(whole)
    assert decode(KEY, whole[:at]) is None
    assert decode(KEY, whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :]) is None


def test_an_answer_under_another_key_is_none(bundled: Resolver) -> None:
    whole = encode(KEY, Answer.of(bundled.resolve(Query("Zahedy")), explain=False))
    assert decode(KEY + "0", whole) is None


@pytest.mark.parametrize("content", [b"", b"m", b"m{}", b"[]", b'{"candidates": []}', b"\xff"])
def test_bytes_with_a_checksum_of_their_own_are_no_answer(content: bytes) -> None:
    assert decode(KEY, hashlib.blake2b(content, digest_size=8).digest() + content) is None
    assert decode(KEY, content) is None


def test_an_answer_about_a_text_survives_too() -> None:
    answer = Answer("text", render({"mentions": []}))
    assert decode(KEY, encode(KEY, answer)) == answer
