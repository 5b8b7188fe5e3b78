"""The routes `/reconcile`: the manifest of the service, and batches of questions (0.2)."""

from __future__ import annotations

from flask import Flask, Response

from resolver.reconcile.manifest import manifest
from resolver.web.reconcile_routes import MANIFEST
from resolver.web.reconciling import Reconciling, respond


def register(app: Flask, reconciling: Reconciling) -> None:
    """Serve them."""

    @MANIFEST.serve(app)
    def reconcile_manifest() -> Response:
        return respond(manifest(reconciling.scope(), reconciling.about, reconciling.resolver))
