"""The routes `/reconcile`: the manifest of the service, and batches of questions (0.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

from resolver.reconcile.answering import answered
from resolver.reconcile.extending import extended
from resolver.reconcile.manifest import manifest
from resolver.web.batches import FIELDS, batch_fields, check_size
from resolver.web.bodies import read_body
from resolver.web.pages.reconciliation import front_page, wants_page
from resolver.web.reconcile_routes import MANIFEST, RECONCILE
from resolver.web.reconciling import Reconciling, respond


def register(app: Flask, reconciling: Reconciling) -> None:
    """Serve them."""

    def answer(fields: Mapping[str, Any]) -> Response:
        scope, resolver = reconciling.scope(), reconciling.resolver
        if "queries" not in fields:
            return respond(extended(fields["extend"], scope, resolver))
        queries = fields["queries"]
        check_size(queries)
        return respond(answered(queries, scope, resolver, reconciling.ask_batch))

    @MANIFEST.serve(app)
    def reconcile_manifest() -> Response:
        if any(name in request.args for name in FIELDS):
            return answer(batch_fields(request, b""))
        if wants_page():
            return front_page(reconciling)
        response = respond(manifest(reconciling.scope(), reconciling.about, reconciling.resolver))
        response.vary.add("Accept")
        return response

    @RECONCILE.serve(app)
    def reconcile() -> Response:
        return answer(batch_fields(request, read_body(request, RECONCILE)))
