"""The types of a table, as reconciliation services name them: an ID and a name each."""

from __future__ import annotations

from typing import TypedDict

from resolver.engine import Resolver
from resolver.model import TYPES
from resolver.reconcile.scope import Scope


class Named(TypedDict):
    """Something with an ID and a name."""

    id: str
    name: str


def named_type(type_id: str) -> Named:
    """A type: its ID is the word that the table has, its name the same as people write it."""
    return {"id": type_id, "name": type_id.replace("_", " ").replace("-", " ").capitalize()}


def types_of(resolver: Resolver) -> list[str]:
    """The types that entities of a table may have: the eight, then further ones, by name."""
    return [*TYPES, *sorted(resolver.types - {*TYPES})]


def default_types(resolver: Resolver, scope: Scope) -> list[Named]:
    """The types that a service offers where nothing is known of a column."""
    return [
        named_type(each) for each in types_of(resolver) if scope.type is None or each == scope.type
    ]
