"""The page that describes every route for programs, and the document beside it."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from resolver.access import add_key
from resolver.model import REASONS
from resolver.model.checks import TEXT_LIMIT
from resolver.web.openapi import document
from resolver.web.pages.docs import GROUPS, example
from resolver.web.route import Route
from resolver.web.routes import LIST_TYPES, OPENAPI, RESOLVE, ROUTES
from tests.web.conftest import MakeApp

FOR_PROGRAMS = [route for route in ROUTES if not route.is_page]
TRIED = [route for route in FOR_PROGRAMS if example(route)]


def test_each_route_for_programs_is_in_one_group_and_no_page_is() -> None:
    grouped = [route for _, routes in GROUPS for route in routes]
    assert sorted(each.endpoint for each in grouped) == sorted(
        each.endpoint for each in FOR_PROGRAMS
    )


def test_the_page_describes_every_route_and_its_parameters(client: FlaskClient) -> None:
    page = client.get("/docs").text
    paths = document()["paths"]
    anchors = []
    for route in FOR_PROGRAMS:
        name = f'<span class="method">{route.method}</span> <code>{route.path}</code></h3>'
        before, _, after = page.partition(name)
        section = after.partition("</section>")[0]
        anchors.append(before.rpartition('<h3 id="')[2].partition('"')[0])
        assert f"<p>{escape(route.summary, quote=False)}</p>" in section.replace("&#39;", "'")
        operation = paths.get(route.path, {}).get(route.method.lower(), {})
        for each in operation.get("parameters", ()):
            assert f"<dt><code>{each['name']}</code></dt>" in section
    assert len(set(anchors)) == len(FOR_PROGRAMS)
    assert all(page.count(f'href="#{each}"') == 1 for each in anchors)
    assert "/sign-in</code>" not in page


def test_the_form_asks_the_route_and_takes_as_much_as_it(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert f'<form action="{RESOLVE.path}" ' in page
    assert f'maxlength="{TEXT_LIMIT}"' in page
    assert f'<a href="{OPENAPI.path}">' in page
    assert all(f"<code>{word}</code>" in page for word in REASONS)


def test_the_page_says_how_a_list_is_sent(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert "field <code>file</code>" in page
    assert "-F file=@cities.csv" in page
    assert all(f"<code>{each}</code>" in page for each in LIST_TYPES)


def test_each_get_is_tried_and_each_post_of_json() -> None:
    untried = {route.endpoint for route in FOR_PROGRAMS if route.method in ("GET", "POST")}
    untried -= {route.endpoint for route in TRIED}
    assert untried == {"POST /v1/jobs", "POST /reconcile"}  # a file, and a form of queries


@pytest.mark.parametrize("route", TRIED, ids=lambda route: route.endpoint)
def test_an_example_is_a_request_that_the_route_understands(
    make_app: MakeApp, few_home: Path, route: Route
) -> None:
    tried = example(route)
    assert tried is not None
    client = make_app(few_home).test_client()
    secret = add_key(few_home, "ann", "admin", by="test")
    url = (tried["url"] or "").replace("{id}", "nato").replace("{job}", "x" * 22)
    body = None if tried["body"] is None else json.loads(tried["body"])
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.open(url, method=route.method, json=body, headers=headers)
    # Its IDs are for whoever tries it to fill in.
    is_to_fill = '"ID"' in (tried["body"] or "") or "{" in (tried["url"] or "")
    is_to_fill |= route.path in ("/v1/undo", *NEEDS_AN_ID)
    assert answer.status_code in ((200, 201, 400, 404) if is_to_fill else (200, 201)), answer.text


NEEDS_AN_ID = (
    "/reconcile/flyout/entity",
    "/reconcile/flyout/property",
    "/reconcile/preview",
    "/reconcile/view",
    "/reconcile/v1/preview",
    "/reconcile/v1/view",
)
"""Paths whose query string has to name an ID of the table."""
