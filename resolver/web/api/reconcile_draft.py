"""The routes `/reconcile/v1`: the service as 1.0-draft has it."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request

from resolver.reconcile.draft import extended_v1, manifest_v1, matched
from resolver.reconcile.extending import extended
from resolver.web.bodies import read_body
from resolver.web.reconcile_routes import EXTEND_V1, MATCH_V1, V1
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
        return json_response(matched(body, scope, resolver, reconciling.ask))

    @EXTEND_V1.serve(app)
    def reconcile_extend_v1() -> Response:
        asked = _body(EXTEND_V1, '{"ids": ["ID"], "properties": [{"id": "PROPERTY"}]}')
        return json_response(extended_v1(asked, reconciling.scope(), reconciling.resolver))


def _body(route: Route, example: str) -> dict[str, Any]:
    return json_object(read_body(request, route), "the body", f"send {example}")
