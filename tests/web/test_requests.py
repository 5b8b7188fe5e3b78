"""A request is read by the table of options, from a URL as from a body."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping

import pytest

from resolver import Query
from resolver.errors import BadJson, BadValue, EmptyText, TooManyQueries
from resolver.web.requests import (
    MAX_CHARACTERS,
    MAX_QUERIES,
    Batch,
    ResolveRequest,
    from_body,
    from_url,
)


def test_a_url_and_a_body_make_the_same_request() -> None:
    request = ResolveRequest(Query("Reza", country=("IR",), limit=2), explain=True)
    assert from_url(b"q=Reza&country=ir&limit=2&explain=1") == request
    body = b'{"text": "Reza", "country": ["IR"], "limit": 2.0, "type": null, "explain": true}'
    assert from_body(body) == Batch([request], {}, is_single=True)


def test_a_batch_has_errors_in_the_place_of_bad_queries() -> None:
    batch = from_body(b'{"queries": [7, {"text": "Reza"}, {"text": ""}, {"text": "Babil"}]}')
    assert batch.requests == [
        ResolveRequest(Query("Reza"), explain=False),
        ResolveRequest(Query("Babil"), explain=False),
    ]
    assert {place: type(error) for place, error in batch.errors.items()} == {
        0: BadValue,
        2: EmptyText,
    }
    assert batch.in_order([b"reza", b"babil"], lambda error: error.code.encode()) == [
        b"bad_value",
        b"reza",
        b"empty_text",
        b"babil",
    ]


def test_a_list_of_one_query_or_none_is_still_a_list() -> None:
    assert not from_body(b'{"queries": [{"text": "Reza"}]}').is_single
    assert from_body(b'{"queries": []}') == Batch([], {})


def test_a_batch_has_at_most_so_many_queries() -> None:
    body = '{"queries": [%s]}'
    whole = from_body((body % ",".join(["{}"] * MAX_QUERIES)).encode())
    assert len(whole.errors) == MAX_QUERIES
    with pytest.raises(TooManyQueries):
        from_body((body % ",".join(["{}"] * (MAX_QUERIES + 1))).encode())


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"limit": ' + b"9" * 5000 + b"}"])
def test_json_beyond_what_can_be_read_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(BadJson, match="JSON is nested too deeply or has a number too large"):
        from_body(body)


def test_long_urls_are_not_kept_and_the_short_ones_take_little_memory() -> None:
    tracemalloc.start()
    try:
        for number in range(300):
            from_url(b"q=%d&context=%s" % (number, b"x" * 10_000))
        long, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        for number in range(3_000):  # names of one letter, each a tuple of its own
            names = "".join(f"&property={letter}={number % 10}" for letter in "abcdefghijklmnopqr")
            from_url(f"q={number}{names}".encode())
        short, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert long < 100_000
    assert short < 12_000_000


def test_a_parameter_is_repeated_only_where_it_may_be() -> None:
    assert from_url(b"q=x&country=IR&country=IQ").query.country == ("IQ", "IR")
    with pytest.raises(BadValue, match="type is given twice"):
        from_url(b"q=x&type=person&type=place")


def batch_of(*queries: Mapping[str, object]) -> bytes:
    return json.dumps({"queries": queries}).encode()


def test_the_texts_of_a_batch_are_bounded_together() -> None:
    third = {"text": "x" * 1_000, "context": "y" * 5_000, "properties": {"a": ["z" * 1_000] * 4}}
    whole = from_body(batch_of(*[third] * (MAX_CHARACTERS // 10_000)))
    assert len(whole.requests) == MAX_CHARACTERS // 10_000
    what = "the texts of queries have 500,001 characters, more than 500,000"
    with pytest.raises(TooManyQueries, match=f"{what} — send several requests"):
        from_body(batch_of(*[third] * (MAX_CHARACTERS // 10_000), {"text": "x"}))


def test_a_batch_of_a_thousand_ordinary_queries_is_legal() -> None:
    query = {"text": "Mohammad Reza Zahedi", "type": "person", "country": ["IR"]}
    known = {"context": "of the Revolutionary Guards, " * 10, "properties": {"birth_date": "1944"}}
    assert len(from_body(batch_of(*[query | known] * MAX_QUERIES)).requests) == MAX_QUERIES


def test_a_key_that_is_given_twice_spoils_no_other_query_of_a_batch() -> None:
    queries = (
        '{"text": "a", "text": "b"}, {"text": "c"}, {"text": "d", "properties": {"e": 1, "e": 2}}'
    )
    batch = from_body(f'{{"queries": [{queries}]}}'.encode())
    assert [each.query.text for each in batch.requests] == ["c"]
    assert {place: error.what for place, error in batch.errors.items()} == {
        0: "the key 'text' is given twice",
        2: "the key 'e' is given twice",
    }
    with pytest.raises(BadValue, match="queries"):
        from_body(b'{"queries": [], "queries": []}')


def test_a_url_may_have_letters_as_they_are() -> None:
    assert from_url("q=بابل".encode()).query.text == "بابل"
