"""Files are answered whole and in part, as RFC 9110 says."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, Response

from resolver.errors import WrongRange
from resolver.web.files import FILE, SentFile, file_response

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def sent(tmp_path: Path) -> SentFile:
    path = tmp_path / "result.csv"
    path.write_bytes(CONTENT)
    return SentFile(path, "text/csv", "cities-resolved.csv")


def answer(sent: SentFile, method: str = "GET", **headers: str) -> tuple[Response, bytes, bool]:
    """The response, its body, and whether the server is to send the file itself."""
    head = {name.replace("_", "-"): value for name, value in headers.items()}
    with Flask("test").test_request_context(method=method, headers=head) as context:
        response = file_response(sent)
        body = b"".join(response.iter_encoded())
        response.close()
        return response, body, FILE in context.request.environ


def test_a_whole_file_has_its_name_its_type_and_a_tag(sent: SentFile) -> None:
    response, body, is_file = answer(sent)
    assert (response.status_code, body, is_file) == (200, CONTENT, True)
    assert response.headers["Content-Disposition"] == "attachment; filename=cities-resolved.csv"
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Length"] == str(len(CONTENT))
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"].startswith('"')


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-29", 10, 30),
        ("bytes=1000-", 1000, 1024),
        ("bytes=-24", 1000, 1024),
        ("bytes=1000-99999", 1000, 1024),
    ],
)
def test_a_range_of_it_is_answered(asked: str, start: int, stop: int, sent: SentFile) -> None:
    response, body, is_file = answer(sent, Range=asked)
    assert (response.status_code, body, is_file) == (206, CONTENT[start:stop], True)
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/1024"


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5-4", "bytes=1024-2000"])
def test_a_range_that_is_not_within_it_is_refused(asked: str, sent: SentFile) -> None:
    with pytest.raises(WrongRange, match="1,024 bytes"):
        answer(sent, Range=asked)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=x-", "nonsense"])
def test_what_is_not_one_range_of_bytes_is_answered_with_the_whole(
    asked: str, sent: SentFile
) -> None:
    response, body, _ = answer(sent, Range=asked)
    assert (response.status_code, body) == (200, CONTENT)


def test_a_range_of_what_was_there_before_gets_all_of_what_is_now(sent: SentFile) -> None:
    tag = answer(sent)[0].headers["ETag"]
    assert answer(sent, Range="bytes=0-9", If_Range=tag)[0].status_code == 206
    response, body, _ = answer(sent, Range="bytes=0-9", If_Range='"other"')
    assert (response.status_code, body) == (200, CONTENT)


def test_what_a_client_has_or_only_asks_about_is_not_sent(sent: SentFile) -> None:
    tag = answer(sent)[0].headers["ETag"]
    response, _, is_file = answer(sent, If_None_Match=tag)
    assert (response.status_code, is_file) == (304, False)
    response, _, is_file = answer(sent, "HEAD")
    assert (response.headers["Content-Length"], is_file) == ("1024", False)


def test_a_page_is_shown_and_not_saved(sent: SentFile) -> None:
    shown = sent._replace(media_type="text/html", is_shown=True)
    assert answer(shown)[0].headers["Content-Disposition"].startswith("inline")
