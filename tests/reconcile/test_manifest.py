"""What a service says of itself."""

from __future__ import annotations

from typing import Any

import jsonschema_rs

from resolver.engine import Resolver
from resolver.reconcile.manifest import About, manifest
from resolver.reconcile.scope import Scope
from tests.reconcile.answer_schemas import MANIFEST

SCOPE = Scope("https://a.example/names", "https://a.example/names/reconcile/types/place")


def urls_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            url for key, each in value.items() for url in urls_of(each) if key != "service_path"
        ]
    return [value] if isinstance(value, str) and "://" in value else []


def test_all_urls_are_absolute_and_of_the_service(bundled: Resolver) -> None:
    said = manifest(SCOPE, About("Names", "https://a.example/logo.png"), bundled)
    assert all(url.startswith("https://a.example/") for url in urls_of(said))
    assert {"0.2"} == {*said["versions"]}
    assert said["suggest"]["entity"]["service_url"] == SCOPE.base_url
    assert (said["name"], said["batchSize"]) == ("Names", 100)
    assert said["identifierSpace"] == "https://a.example/names/v1/entities/"
    assert "MIT" in said["license"]


def test_an_operator_may_say_what_ids_are_ids_of(bundled: Resolver) -> None:
    said = manifest(SCOPE, About("Names", None, "https://ror.org/"), bundled)
    assert said["identifierSpace"] == "https://ror.org/"
    assert "logo" not in said


def test_it_says_so_where_a_key_is_needed(bundled: Resolver) -> None:
    assert "authentication" not in manifest(SCOPE, About("Names"), bundled)
    said = manifest(SCOPE, About("Names", needs_key=True), bundled)
    jsonschema_rs.validate(MANIFEST, said)
    assert said["authentication"]["in"] == "header"


def test_a_feature_is_explained_on_the_page_of_the_service(bundled: Resolver) -> None:
    said = manifest(SCOPE, About("Names"), bundled)
    assert said["feature_view"]["url"] == SCOPE.base_url + "#{{id}}"
