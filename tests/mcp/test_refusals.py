"""The error that answers what is no message of the protocol."""

from __future__ import annotations

import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")

from mcp.types import PARSE_ERROR

from resolver.mcp.refusals import lacks_id, refusal


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ('{"id": 1}', 1),
        (b'{"id": "two"}', "two"),
        ('{"id": 1.5}', None),
        ('{"id": true}', None),
        (r'{"id": "\ud800"}', None),
        ("[1]", None),
        ("no JSON", None),
        (b"\xff", None),
        ("[" * 100_000, None),
    ],
)
def test_it_has_the_id_of_its_request_where_that_can_be_read(
    written: str | bytes, number: str | int | None
) -> None:
    error = refusal(written, PARSE_ERROR, "wrong")
    assert (error.id, error.error.code, error.error.message) == (number, PARSE_ERROR, "wrong")


@pytest.mark.parametrize("number", ["1.5", "{}", "[]", "null", "false"])
def test_a_request_lacks_an_id_that_json_rpc_knows(number: str) -> None:
    assert lacks_id(f'{{"method": "ping", "id": {number}}}')


@pytest.mark.parametrize(
    "written",
    [
        '{"method": "ping", "id": 1}',
        '{"method": "ping", "id": "a"}',
        '{"method": "x"}',
        '{"id": {}}',
    ],
)
def test_requests_notifications_and_answers_do_not(written: str) -> None:
    assert not lacks_id(written)
