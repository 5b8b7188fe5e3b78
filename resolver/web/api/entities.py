"""The route `/v1/entities/{id}`: what is known of an entity, or where that is known."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response

from resolver.model.wire import render
from resolver.web.live import Live
from resolver.web.responses import body_response, moved_response
from resolver.web.routes import ENTITY


def register(app: Flask, live: Live) -> None:
    """Serve the route from the index that answers now."""

    @ENTITY.serve(app)
    def entity(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        resolver = live()
        survivor = resolver.survivor(id)
        if survivor != id:
            return moved_response(ENTITY.path.replace("{id}", quote(survivor, safe="")))
        return body_response(render(resolver.entity(survivor)))
