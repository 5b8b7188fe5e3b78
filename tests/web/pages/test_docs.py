"""The page for people, and the document beside it."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_the_page_needs_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert client.get("/").headers["Location"] == "/docs"
    assert "<script" not in page
    assert not [part for part in ("src=", "@import", "url(", 'href="http') if part in page]
    for path in client.get("/openapi.json").get_json()["paths"]:
        assert path in page
