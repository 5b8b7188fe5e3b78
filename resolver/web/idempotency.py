"""Requests that a client may send again, because it did not hear of the answer.

Every POST that changes something honours `Idempotency-Key`, without a word in its view: `register`
goes round them all. The first request with a key is answered as always, and what it changed and the
answer are one transaction (`resolver.journal.once`); for a day the same request with the key gets
the same answer, with `Idempotency-Replayed: true`, from every worker. What is refused changes
nothing, is not kept, and is tried anew.

A view that answers by `Editor.written` has its answer kept before it waits for anything; what else
it answers is kept once it returns.
Source: draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Request, Response, g, request

from resolver.errors import BadValue
from resolver.web.access import who
from resolver.web.route import MAX_BODY_BYTES
from resolver.web.routes import ROUTES

if TYPE_CHECKING:
    from resolver.journal import Journal
    from resolver.journal.once import Answer

KEY: Final = "Idempotency-Key"
"""The header that says what a client calls its request."""

REPLAYED: Final = "Idempotency-Replayed"
"""The header of an answer that was given before."""

KEY_PARAMETER: Final[dict[str, Any]] = {
    "name": KEY,
    "in": "header",
    "required": False,
    "description": "What you call the request, 1 to 255 characters: sent again within a day, it is "
    "not done again and gets the same answer.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{1,255}$"},
}
"""The header as a parameter of OpenAPI."""

_KEY: Final = re.compile(r'"([\x20-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255})')
"""A key: a string of structured fields (RFC 9651), or as most clients write it."""

View = Callable[..., Response]
"""What answers a route."""


def register(
    app: Flask, journal: Callable[[], Journal], again: Callable[[Answer], Response]
) -> None:
    """Have all routes of an app that may come again do so once.

    Args:
        app: The app, with its routes.
        journal: Opens the journal.
        again: The response to a request that was answered before.
    """
    for route in ROUTES:
        if route.may_come_again:
            view: View = app.view_functions[route.endpoint]  # type: ignore[assignment] # all of ours are
            app.view_functions[route.endpoint] = _once(view, journal, again)


def keep(body: Any, status: int, headers: Mapping[str, str]) -> None:
    """Keep the answer to the request where it has a key; what it changed is on disk then."""
    once = g.pop("once", None)
    if once is not None:
        from resolver.journal.once import Answer

        once.keep(Answer(status, [*headers.items()], json.dumps(body).encode()))


def key_of(asked: Request) -> str | None:
    """What a client calls its request, if it calls it anything.

    Raises:
        BadValue: It is no such key.
    """
    written = asked.headers.get(KEY)
    if written is None:
        return None
    found = _KEY.fullmatch(written)
    if found is None:
        raise BadValue(f"{KEY} is not 1 to 255 letters, digits and signs", "send a UUID", field=KEY)
    return found[1] or found[2]


def digest_of(asked: Request) -> str:
    """A digest of all that a request says: its route, its query string, its body."""
    body = asked.environ["wsgi.input"].read(MAX_BODY_BYTES + 1)
    asked.environ["wsgi.input"] = io.BytesIO(body)
    said = hashlib.blake2b(digest_size=16)
    for part in (asked.method.encode(), asked.path.encode(), asked.query_string, body):
        said.update(len(part).to_bytes(8, "big") + part)
    return said.hexdigest()


def _once(view: View, journal: Callable[[], Journal], again: Callable[[Answer], Response]) -> View:
    @functools.wraps(view)
    def once(**path: str) -> Response:
        key = key_of(request)
        if key is None:
            return view(**path)
        from resolver.journal.once import Answered

        with journal().once(who(), key, digest_of(request)) as asked:
            answer = asked.earlier()
            if answer is not None:
                return again(answer)
            g.once = asked
            try:
                response = view(**path)
            except Answered as answered:
                return again(answered.answer)
            if response.status_code < 300:
                keep(response.get_json(), response.status_code, {})
            return response

    return once
