"""The files that pages are made of: the style, the scripts, the icon.

Each has a digest of its bytes in its URL, so that a browser asks for it once and never again until
it is another one.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import Final, NamedTuple

from flask import Flask, Response

from resolver.errors import UnknownRoute
from resolver.web.page_routes import ASSET

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""The media types of the files, by their endings."""

_ONCE: Final = "public, max-age=31536000, immutable"
"""The `Cache-Control` of what never changes under its URL."""


class _Asset(NamedTuple):
    """A file: its bytes, their digest, what it is declared as."""

    content: bytes
    digest: str
    media_type: str


class Assets:
    """The files in `static/`."""

    def __init__(self) -> None:
        self._assets = {
            each.name: _asset(each.name, each.read_bytes())
            for each in files("resolver.web.pages").joinpath("static").iterdir()
        }

    def url(self, name: str) -> str:
        """The URL of a file, from the root of the service."""
        return f"{ASSET.path.replace('{file}', name)}?v={self._assets[name].digest}"

    def register(self, app: Flask) -> None:
        """Serve them."""

        @ASSET.serve(app)
        def asset(file: str) -> Response:
            found = self._assets.get(file)
            if found is None:
                raise UnknownRoute("no page is made of that file", "see /docs")
            response = Response(found.content, content_type=found.media_type)
            response.headers["Cache-Control"] = _ONCE
            return response


def _asset(name: str, content: bytes) -> _Asset:
    digest = hashlib.blake2b(content, digest_size=6).hexdigest()
    return _Asset(content, digest, _TYPES[name[name.rindex(".") :]])
