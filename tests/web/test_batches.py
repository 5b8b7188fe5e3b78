"""Batches as clients send them; how they are answered is in `api/test_reconcile`."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, request

from resolver.errors import BadJson, UnreadableText
from resolver.web.batches import batch_fields

CASES: dict[str, tuple[bytes, str]] = {
    "a form": (b"queries=%7B%22a%22%3A1%7D&x=2", "application/x-www-form-urlencoded"),
    "not encoded": (b'queries={"a":1}', "application/x-www-form-urlencoded"),
    "not declared": (b'queries={"a":1}', ""),
    "JSON": (b'{"queries":{"a":1},"x":2}', "application/json"),
    "JSON alone": (b' {"a":1}', "text/plain"),
    "in parts": (
        b'--b\r\nContent-Disposition: form-data; name="queries"\r\n\r\n{"a":1}\r\n--b--\r\n',
        "multipart/form-data; boundary=b",
    ),
    "a file": (
        b'--b\r\nContent-Disposition: form-data; name="queries"; filename="q.json"\r\n'
        b'Content-Type: application/json\r\n\r\n{"a":1}\r\n--b--\r\n',
        "multipart/form-data; boundary=b",
    ),
}


def fields(body: bytes, content_type: str, query_string: str = "") -> dict[str, Any]:
    app = Flask("test")
    with app.test_request_context(
        f"/reconcile?{query_string}", method="POST", data=body, content_type=content_type
    ):
        return batch_fields(request, body)


@pytest.mark.parametrize("case", CASES)
def test_a_batch_is_found_in(case: str) -> None:
    assert fields(*CASES[case]) == {"queries": {"a": 1}}


def test_percent_signs_are_read_once() -> None:
    assert fields(b'queries={"a%25":"+"}', "") == {"queries": {"a%25": "+"}}
    assert fields(b"queries=%7B%22a%2525%22%3A%22+%22%7D", "") == {"queries": {"a%25": " "}}


def test_a_batch_may_stand_in_the_url() -> None:
    assert fields(b"", "", "queries=%7B%7D") == {"queries": {}}


def test_columns_are_a_batch_of_their_own() -> None:
    assert fields(b'extend={"ids":[]}', "") == {"extend": {"ids": []}}


@pytest.mark.parametrize("body", [b"", b"queries", b"{", b'{"queries": [1]}'])
def test_what_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(BadJson):
        fields(body, "")


def test_a_form_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(UnreadableText):
        fields(b"queries=\xfe", "")


@pytest.mark.parametrize("body", [b"extend={", b'{"extend": [1]}', b"extend=[]"])
def test_a_wrong_question_for_columns_says_how_one_looks(body: bytes) -> None:
    with pytest.raises(BadJson) as caught:
        fields(body, "")
    assert str(caught.value.remedy).startswith('send extend={"ids"')
