"""The route `/v1/entities/{id}`: what is known of an entity, or where that is known."""

from __future__ import annotations

from flask import Flask, Response, request

from resolver.web.entity_answers import moved, shown
from resolver.web.live import Live
from resolver.web.responses import body_response
from resolver.web.routes import ENTITY


def register(app: Flask, live: Live) -> None:
    """Serve the route from the index that answers now."""

    @ENTITY.serve(app)
    def entity(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        resolver = live()
        survivor = resolver.survivor(id)
        if survivor != id:
            return moved(survivor, ENTITY, request.query_string)
        return body_response(shown(resolver.record(survivor), resolver).body)
