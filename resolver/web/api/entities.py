"""The route `/v1/entities/{id}`: what is known of an entity."""

from __future__ import annotations

from flask import Flask, Response

from resolver.model.wire import render
from resolver.web.live import Live
from resolver.web.responses import body_response
from resolver.web.routes import ENTITY


def register(app: Flask, live: Live) -> None:
    """Serve the route from the index that answers now."""

    @ENTITY.serve(app)
    def entity(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        return body_response(render(live().entity(id)))
