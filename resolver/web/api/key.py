"""The route `/v1/key`: what the key that asks may do, for programs that offer no more than that."""

from __future__ import annotations

from flask import Flask, Response

from resolver.web.access import key_shown
from resolver.web.responses import json_response
from resolver.web.routes import KEY


def register(app: Flask) -> None:
    """Serve the route."""

    @KEY.serve(app)
    def key() -> Response:
        shown = key_shown()
        return json_response({"name": shown.name, "scope": shown.scope, "expires": shown.expires})
