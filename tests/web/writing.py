"""Apps whose requests are all made by the holder of one key."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from resolver.access import add_key

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


_LOCK = threading.Lock()


def _secret(home: Path, name: str) -> str:
    with _LOCK:
        return _made(home, name)


@functools.cache
def _made(home: Path, name: str) -> str:
    return add_key(home, name, "write", by="root")


def as_ana(app: Flask, home: Path) -> Flask:
    """The app, asked with the key of `ana`, or of whoever the header `X-Who` names."""
    inner = app.wsgi_app

    def asked(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        secret = _secret(home, environ.get("HTTP_X_WHO", "ana"))
        environ["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return inner(environ, start_response)

    app.wsgi_app = asked  # type: ignore[method-assign] # Flask's way
    return app
