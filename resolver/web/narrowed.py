"""A reconciliation service for a part of the table, chosen by pairs in the path.

`/reconcile/types/place/lang/fa/suggest/entity` is `/reconcile/suggest/entity` of a service of its
own, with places alone and their Persian names. A client that can set no header has its key in the
path: it is taken out before anything is logged, and shown as the header would. A slash at the end
counts for nothing, as people paste URLs with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import request

from resolver.engine import Resolver
from resolver.errors import UnknownRoute
from resolver.reconcile.scope import Scope
from resolver.settings import Settings
from resolver.web.reconcile_routes import PAIRS, ROOT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_NARROWED: Final = "resolver.narrowed"
"""The key of the WSGI environment that holds the pairs, and the path with them."""

_PATH: Final = re.compile(rf"{ROOT}({PAIRS})(/.*)?")


class Narrow:
    """WSGI middleware that takes the pairs out of a path.

    Args:
        app: The WSGI application that it goes round.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"]
        found = _PATH.fullmatch(path) if path.startswith(ROOT + "/") else None
        if found is not None:
            environ["PATH_INFO"] = ROOT + (found[2] or "").removesuffix("/")
        if found is not None and found[1]:
            words = found[1].encode("latin-1").decode(errors="replace")[1:].split("/")
            pairs = dict(zip(words[::2], words[1::2], strict=True))
            environ[_NARROWED] = pairs, found[1]
            if "key" in pairs:
                environ["HTTP_AUTHORIZATION"] = f"Bearer {pairs['key']}"
        return self._app(environ, start_response)


def scope_of_request(settings: Settings, resolver: Resolver, types: Iterable[str]) -> Scope:
    """The service that a request asks.

    Args:
        settings: The public URL, if there is one.
        resolver: On the index that answers.
        types: The types of its entities.

    Raises:
        UnknownRoute: There is no such type or source.
    """
    pairs, path = request.environ.get(_NARROWED, ({}, ""))
    _expect(pairs.get("types"), "type", types)
    _expect(pairs.get("sources"), "source", [each["name"] for each in resolver.sources])
    root = (settings.public_url or request.host_url).rstrip("/")
    wanted = [each for each, _ in request.accept_languages if each != "*"]
    return Scope(
        root,
        root + ROOT + quote(path.encode("latin-1"), safe="/!$&'()*+,:;=@"),
        pairs.get("types"),
        pairs.get("sources"),
        (pairs["lang"],) if "lang" in pairs else tuple(wanted),
        "key" in pairs,
    )


def _expect(name: str | None, what: str, known: Iterable[str]) -> None:
    if name is not None and name not in known:
        there = ", ".join(sorted(known)[:20])
        raise UnknownRoute(f"there is no {what} {name!r} here", f"there are: {there}")
