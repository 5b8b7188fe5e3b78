"""The page where a name is looked up."""

from __future__ import annotations

from flask import Flask, Response

from resolver.web.page_routes import LOOK_UP
from resolver.web.pages.frame import Frame


def register(app: Flask, frame: Frame) -> None:
    """Serve the page."""

    @LOOK_UP.serve(app)
    def look_up() -> Response:
        return frame.page("look_up.html", title="Look a name up")
