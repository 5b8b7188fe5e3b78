"""Every route is a row of the table, and takes the methods of its rows."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resolver.errors import BodyCut, BodyTooLarge, WrongMediaType
from resolver.web.edit_routes import REMOVE_ALIAS, RETIRE_ENTITY
from resolver.web.openapi import document
from resolver.web.problems import MEDIA_TYPE
from resolver.web.route import MAX_BODY_BYTES
from resolver.web.routes import ENTITY, ROUTES, body_limit, path_label, route_of


def test_every_route_refuses_other_methods_and_takes_head_and_options(
    app: Flask, client: FlaskClient
) -> None:
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<path:id>", "nato").replace("<job>", "A" * 22)
        path = path.replace("<int:number>", "7")
        query = "?q=x" if path == "/v1/resolve" else ""
        methods = rule.methods or set()
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"}:
            others = set(app.url_map.bind("localhost").allowed_methods(path))
            if method not in others:
                response = client.open(path, method=method)
                assert (response.status_code, response.content_type) == (405, MEDIA_TYPE)
                assert set(response.headers["Allow"].split(", ")) == others
        if "GET" in methods:
            got, head = client.get(path + query), client.head(path + query)
            assert (head.status_code, head.data) == (got.status_code, b"")
        options = client.options(path)
        assert (options.status_code, options.data) == (200, b"")
        assert "OPTIONS" in options.headers["Allow"]


def test_every_rule_of_the_app_is_a_row_of_the_table_and_conversely(app: Flask) -> None:
    rules = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    rows = [(route.method, route.path) for route in ROUTES]
    assert sorted(rules) == sorted(rows)


def test_every_operation_of_the_document_is_a_row_of_the_table_and_conversely() -> None:
    described = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
    }
    assert described == {
        (route.method, route.path) for route in ROUTES if route.content and not route.is_page
    }


def test_a_request_is_of_the_row_that_takes_its_method() -> None:
    assert route_of("HEAD", "/v1/entities/a/b") is ENTITY
    assert route_of("GET", "/v1/entities/a/aliases") is ENTITY  # an ID may end so
    assert route_of("DELETE", "/v1/entities/a/aliases") is REMOVE_ALIAS
    assert route_of("DELETE", "/v1/entities/aliases") is RETIRE_ENTITY
    assert route_of("PATCH", "/v1/resolve") is None
    assert body_limit("PATCH", "/v1/entities/a/b") == MAX_BODY_BYTES
    assert body_limit("GET", "/v1/entities/a/b") == 0


def test_a_route_that_takes_a_body_documents_what_its_limits_refuse() -> None:
    for route in (each for each in ROUTES if not each.is_page):
        refusals = {BodyTooLarge, BodyCut, WrongMediaType} & set(route.errors)
        assert bool(refusals) == (route.body is not None or route.takes_list)
        assert len(refusals) in (0, 3)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "/"),
        ("/v1/resolve", "/v1/resolve"),
        ("/v1/resolve/", "none"),
        ("/v1/entities/nato", "/v1/entities/{id}"),
        ("/v1/entities/a/b", "/v1/entities/{id}"),
        ("/v1/entities", "/v1/entities"),
        ("/v1/entities/", "/v1/entities/{id}"),
        ("/v1/entities/a/b/aliases", "/v1/entities/{id}/aliases"),
        ("/v1/jobs", "/v1/jobs"),
        ("/v1/jobs/", "/v1/jobs/{job}"),
        ("/v1/jobs/secret", "/v1/jobs/{job}"),
        ("/v1/jobs/secret/result", "/v1/jobs/{job}/result"),
        ("/v1/jobs/secret/other", "none"),
        ("/nothing", "none"),
    ],
)
def test_a_path_is_counted_under_its_row(path: str, label: str) -> None:
    assert path_label(path) == label
