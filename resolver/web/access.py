"""Who asks, and whether they may: the key of a request, and the scope that a route asks for."""

from __future__ import annotations

from flask import g

from resolver.access import Key, Scope


def who() -> str:
    """The name of the key of the request that is being answered."""
    name: str = g.who
    return name


def may(scope: Scope) -> bool:
    """Whether the key of the request that is being answered may do what needs a scope."""
    key: Key = g.key
    return key.allows(scope)
