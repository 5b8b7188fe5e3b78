"""A decision survives being encoded, and bytes that are damaged or another writer's are none."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver
from resolver.cache.codec import decode, encode
from resolver.model.wire import Answer
from tests.cache.conftest import QUERIES

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["match", "\ud800", "no_match", [], {}, 10**400, -1, 2.0, "x" * 2000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def sealed(value: object) -> bytes:
    """Any JSON with a right checksum."""
    content = json.dumps(value).encode()
    return hashlib.blake2b(content, digest_size=8).digest() + content


def assert_well_formed(decision: Decision | None) -> None:
    """What was decoded encodes to what decodes to it, and can be rendered."""
    if decision is not None:
        assert decode(encode(decision)) == decision
        for explain in (False, True):
            assert Answer.of(decision, explain=explain).verdict == decision.verdict
        assert 0 <= decision.margin <= 1
        assert all(0 <= each.score <= 1 for each in decision.candidates)


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


def test_json_that_is_nested_too_deeply_is_no_decision() -> None:
    content = b"[" * 100_000
    assert decode(hashlib.blake2b(content, digest_size=8).digest() + content) is None


@given(JSON)
def test_any_json_with_a_right_checksum_is_no_decision(value: Any) -> None:
    assert_well_formed(decode(sealed(value)))


@given(st.data())
def test_a_decision_of_which_another_writer_changed_anything_is_none_or_whole(
    bundled: Resolver, data: st.DataObject
) -> None:
    wire = copy.deepcopy(_wire(bundled))
    at: Any = wire
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not at[key] or not isinstance(at[key], dict | list) or data.draw(st.booleans()):
            break
        at = at[key]
    change = data.draw(st.sampled_from(["replace", "remove", "add"]))
    if change == "remove":
        del at[key]
    elif change == "add" and isinstance(at, dict):
        at["further"] = data.draw(JSON)
    else:
        at[key] = data.draw(JSON)
    assert_well_formed(decode(sealed(wire)))


def _wire(resolver: Resolver) -> Any:
    return json.loads(encode(resolver.resolve(Query("Reza Zahidi")))[8:])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdict",), "maybe"),
        (("verdict",), ["match"]),
        (("reason",), "because"),
        (("reason",), None),
        (("margin",), float("nan")),
        (("margin",), True),
        (("index",), None),
        (("candidates",), []),
        (("candidates",), {}),
        (("candidates", 0, "id"), 7),
        (("candidates", 0, "name"), "\ud800"),
        (("candidates", 0, "score"), 1.5),
        (("candidates", 0, "score"), "0.9"),
        (("candidates", 0, "alias"), "Reza"),
        (("candidates", 0, "alias", "text"), ""),
        (("candidates", 0, "alias", "kind"), "never seen"),
        (("candidates", 0, "alias", "valid_from"), "soon"),
        (("candidates", 0, "evidence"), {}),
        (("candidates", 0, "evidence", 0, 1), float("inf")),
        (("candidates", 0, "evidence", 0, 2), ["reza"]),
    ],
)
def test_a_value_of_a_wrong_type_or_range_is_no_decision(
    bundled: Resolver, path: tuple[Any, ...], value: object
) -> None:
    wire = at = _wire(bundled)
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    assert decode(sealed(wire)) is None
