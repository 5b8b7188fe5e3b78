"""The page for people, and the document beside it."""

from __future__ import annotations

from html import escape

from flask.testing import FlaskClient

from resolver.model.checks import TEXT_LIMIT
from resolver.web.routes import LIST_TYPES, OPENAPI, RESOLVE, ROUTES


def test_the_page_needs_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert client.get("/").headers["Location"] == "/docs"
    assert "<script" not in page
    assert not [part for part in ("src=", "@import", "url(", 'href="http') if part in page]


def test_the_page_describes_every_route_of_the_table(client: FlaskClient) -> None:
    page = client.get("/docs").text
    for route in ROUTES:
        name = f'<span class="method">{route.method}</span> <code>{route.path}</code>'
        assert f"<h2>{name}</h2><p>{escape(route.summary)}</p>" in page


def test_the_form_asks_the_route_and_takes_as_much_as_it(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert f'<form action="{RESOLVE.path}">' in page
    assert f'maxlength="{TEXT_LIMIT}"' in page
    assert f'<a href="{OPENAPI.path}">' in page


def test_the_page_says_how_a_list_is_sent(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert "field\n<code>file</code>" in page
    assert "-F file=@cities.csv" in page
    assert all(f"<code>{each}</code>" in page for each in LIST_TYPES)
