"""Apps whose requests are all made by the holder of one key."""

from __future__ import annotations

from flask import Flask, g


def as_ana(app: Flask) -> Flask:
    """The app, asked by `ana` or by whoever the header `X-Who` names."""

    @app.before_request
    def _ask() -> None:
        from flask import request

        g.who = request.headers.get("X-Who", "ana")

    return app
