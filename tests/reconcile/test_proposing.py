"""The properties that entities of a type have."""

from __future__ import annotations

from resolver.engine import Resolver
from resolver.reconcile.proposing import proposed
from resolver.reconcile.scope import Scope

SCOPE = Scope("https://a.example", "https://a.example/reconcile")


def test_those_that_most_have_come_first(columns_resolver: Resolver) -> None:
    found = [each["id"] for each in proposed(columns_resolver, SCOPE, "organization")]
    assert {*found[:4]} == {"source", "founded", "staff", "code"}
    assert {"aliases", "country", "description", "parent", "prominence"} == {*found[4:]}
    people = proposed(columns_resolver, SCOPE, "person")
    assert people == [{"id": "code", "name": "Code"}, {"id": "source", "name": "Source"}]


def test_the_type_may_be_that_of_the_service_and_an_unknown_one_is_any(
    columns_resolver: Resolver,
) -> None:
    of_people = SCOPE._replace(type="person")
    people = proposed(columns_resolver, SCOPE, "person")
    assert proposed(columns_resolver, of_people) == people
    assert proposed(columns_resolver, SCOPE, "planet") == proposed(columns_resolver, SCOPE)
    assert proposed(columns_resolver, SCOPE, "person", 1) == people[:1]
    assert proposed(columns_resolver, SCOPE, "person", 0) == people
