"""The routes `/reconcile/v1`: the service as 1.0-draft has it."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request

from resolver.reconcile import suggesting
from resolver.reconcile.draft import extended_v1, manifest_v1, matched, with_qualifiers
from resolver.reconcile.extending import extended
from resolver.reconcile.properties import properties_of
from resolver.reconcile.suggesting import Typed
from resolver.reconcile.types import default_types
from resolver.web.bodies import read_body
from resolver.web.reconcile_routes import EXTEND_V1, MATCH_V1, SUGGEST_V1, V1
from resolver.web.reconciling import Reconciling
from resolver.web.requests import json_object
from resolver.web.responses import json_response
from resolver.web.route import Route


def register(app: Flask, reconciling: Reconciling) -> None:
    """Serve them."""

    @V1.serve(app)
    def reconcile_manifest_v1() -> Response:
        scope, resolver = reconciling.scope(), reconciling.resolver
        if "extend" in request.args:  # some ask the draft as they ask 0.2
            text = request.args["extend"].encode()
            asked = json_object(text, "extend", 'send {"ids": [], "properties": []}')
            return json_response(extended(asked, scope, resolver))
        return json_response(manifest_v1(scope, reconciling.about, resolver))

    @MATCH_V1.serve(app)
    def reconcile_match_v1() -> Response:
        body = _body(MATCH_V1, '{"queries": [{"conditions": []}]}')
        scope, resolver = reconciling.scope(), reconciling.resolver
        return json_response(matched(body, scope, resolver, reconciling.ask_batch))

    @SUGGEST_V1["entity"].serve(app)
    def reconcile_suggest_entity_v1() -> Response:
        scope, resolver = reconciling.scope(), reconciling.resolver
        return json_response(suggesting.entities(_typed(), scope, resolver, reconciling.ask_typed))

    @SUGGEST_V1["type"].serve(app)
    def reconcile_suggest_type_v1() -> Response:
        known = default_types(reconciling.resolver, reconciling.scope())
        return json_response(suggesting.named(_typed(), known))

    @SUGGEST_V1["property"].serve(app)
    def reconcile_suggest_property_v1() -> Response:
        known = properties_of(reconciling.resolver, reconciling.scope())
        return json_response(with_qualifiers(suggesting.named(_typed(), known)))

    @EXTEND_V1.serve(app)
    def reconcile_extend_v1() -> Response:
        asked = _body(EXTEND_V1, '{"ids": ["ID"], "properties": [{"id": "PROPERTY"}]}')
        return json_response(extended_v1(asked, reconciling.scope(), reconciling.resolver))


def _typed() -> Typed:
    """What somebody types; the draft calls `offset` what 0.2 calls `cursor`."""
    given = request.args
    return Typed.of({**given, "cursor": given.get("offset", given.get("cursor", ""))})


def _body(route: Route, example: str) -> dict[str, Any]:
    return json_object(read_body(request, route), "the body", f"send {example}")
