"""The routes `/reconcile/suggest/…` and `/reconcile/flyout/…`: what somebody types (0.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, Response, request

from resolver.engine import Resolver
from resolver.errors import UnknownEntity
from resolver.reconcile import showing, suggesting
from resolver.reconcile.properties import properties_of
from resolver.reconcile.scope import Scope
from resolver.reconcile.suggesting import Typed
from resolver.reconcile.types import Named, default_types
from resolver.web.asked_ids import known_of
from resolver.web.reconcile_routes import FLYOUT, SUGGEST
from resolver.web.reconciling import Reconciling, respond

_KNOWN: dict[str, Callable[[Resolver, Scope], Sequence[Named]]] = {
    "type": default_types,
    "property": properties_of,
}
"""What is suggested beside entities: all that there is of it."""


def register(app: Flask, reconciling: Reconciling) -> None:
    """Serve them."""

    @SUGGEST["entity"].serve(app)
    def suggest_entity() -> Response:
        scope, resolver = reconciling.scope(), reconciling.resolver
        typed = Typed.of(request.args)
        return respond(suggesting.entities(typed, scope, resolver, reconciling.ask_typed))

    @FLYOUT["entity"].serve(app)
    def flyout_entity() -> Response:
        scope, resolver = reconciling.scope(), reconciling.resolver
        record = known_of(request.environ["QUERY_STRING"], resolver.record)
        return respond({"id": record["id"], "html": showing.flyout(record, scope)})

    for what, all_of_it in _KNOWN.items():
        _register_named(app, reconciling, what, all_of_it)


def _register_named(
    app: Flask,
    reconciling: Reconciling,
    what: str,
    all_of_it: Callable[[Resolver, Scope], Sequence[Named]],
) -> None:
    """Serve both routes of types, or of properties."""

    @SUGGEST[what].serve(app)
    def suggest() -> Response:
        known = all_of_it(reconciling.resolver, reconciling.scope())
        return respond(suggesting.named(Typed.of(request.args), known))

    @FLYOUT[what].serve(app)
    def flyout() -> Response:
        known = {each["id"]: each for each in all_of_it(reconciling.resolver, reconciling.scope())}

        def look_up(wanted: str) -> Named:
            if wanted not in known:
                raise UnknownEntity(f"there is no {what} {wanted!r}", "see /reconcile")
            return known[wanted]

        found = known_of(request.environ["QUERY_STRING"], look_up)
        html = showing.flyout_of_name(found["name"], f"{what.capitalize()} {found['id']}")
        return respond({"id": found["id"], "html": html})
