"""The document for programs is made from the tables, and describes what they say."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from resolver.model import OPTIONS
from resolver.web.openapi import document
from resolver.web.problems import MEDIA_TYPE
from resolver.web.route import MAX_BODY_BYTES
from resolver.web.routes import ROUTES


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_every_schema_that_is_named_is_there_and_conversely() -> None:
    whole = document()
    named = {each.removeprefix("#/components/schemas/") for each in references(whole)}
    assert named == set(whole["components"]["schemas"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_option_can_be_asked_by_either_method(method: str) -> None:
    operation = document()["paths"]["/v1/resolve"][method]
    if method == "get":
        names = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
        assert names == ["q", *(each.name for each in OPTIONS[1:]), "explain"]
    else:
        names = list(document()["components"]["schemas"]["Query"]["properties"])
        assert names == [*(each.field for each in OPTIONS), "explain"]


def test_every_route_says_what_may_go_wrong_as_a_problem() -> None:
    paths = document()["paths"]
    for route in ROUTES:
        if route.content and not route.is_page:
            responses = paths[route.path][route.method.lower()]["responses"]
            assert {str(route.status), "400", "405", "500"} <= set(responses)
            assert {str(error.status) for error in route.errors} <= set(responses)
            pages = {str(error.status) for error in route.errors_as_pages}
            for status, each in responses.items():
                if status >= "400":
                    page = ["text/html"] if status in pages else []
                    assert list(each["content"]) == [MEDIA_TYPE, *page]
            what = "A fault in the service itself; its log has the details."
            assert responses["500"]["description"] == what


def test_a_body_has_room_for_the_longest_batch() -> None:
    assert MAX_BODY_BYTES >= 1000 * 1000


def test_a_route_whose_things_move_says_where_they_are() -> None:
    responses = document()["paths"]["/v1/entities/{id}"]["get"]["responses"]
    assert "Location" in responses["308"]["headers"]
    others = [path for path, each in document()["paths"].items() if "308" in str(each)]
    assert others == ["/v1/entities/{id}"]


def test_the_examples_of_bodies_and_answers_are_what_their_schemas_say() -> None:
    schemas = document()["components"]["schemas"]
    shown = {name: each["examples"] for name, each in schemas.items() if "examples" in each}
    assert {"NewEntity", "EntityPatch", "Merge", "Split", "Undo", "Written", "Changes"} <= set(
        shown
    )
    for name, examples in shown.items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        for example in examples:
            jsonschema_rs.validate(whole, example)


def test_headers_that_routes_that_write_take_and_answer_are_there() -> None:
    paths = document()["paths"]

    def taken(path: str, method: str) -> set[str]:
        given = paths[path][method]["parameters"]
        return {each["name"] for each in given if each["in"] == "header"}

    assert taken("/v1/entities/{id}", "put") == {"If-Match", "If-None-Match"}
    for path, method in (
        ("/v1/entities/{id}", "patch"),
        ("/v1/entities/{id}", "delete"),
        ("/v1/entities/{id}/aliases", "post"),
        ("/v1/entities/{id}/aliases", "delete"),
        ("/v1/merges", "post"),
        ("/v1/splits", "post"),
    ):
        assert "If-Match" in taken(path, method)
    assert taken("/v1/entities", "post") == {"X-Resolver-Through", "Idempotency-Key"}
    assert {"ETag", "Location"} <= paths["/v1/entities"]["post"]["responses"]["201"][
        "headers"
    ].keys()
