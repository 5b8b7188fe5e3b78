"""The routes that propose the properties of a type, of 0.2 and of 1.0-draft alike."""

from __future__ import annotations

from flask import Flask, Response, request

from resolver.reconcile.extending import limit_of
from resolver.reconcile.proposing import proposed
from resolver.web.reconcile_routes import PROPOSE, PROPOSE_V1
from resolver.web.reconciling import Reconciling, respond


def register(app: Flask, reconciling: Reconciling) -> None:
    """Serve them."""

    @PROPOSE_V1.serve(app)
    @PROPOSE.serve(app)
    def reconcile_propose() -> Response:
        type_id, limit = request.args.get("type"), limit_of(request.args.get("limit"))
        found = proposed(reconciling.resolver, reconciling.scope(), type_id, limit)
        return respond(
            {
                "properties": found,
                **({} if type_id is None else {"type": type_id}),
                **({} if limit is None else {"limit": limit}),
            }
        )
