"""Bodies of requests: taken in by the event loop, checked where a route reads them.

Reach for this module to change what a body may be. `Bodies` takes in what a client sends, within a
deadline and within memory; `read_body` gives a route its body, or says why there is none.
"""

from __future__ import annotations

import asyncio
import io
from typing import Any, Final

from flask import Request

from resolver.errors import BodyCut, BodyTooLarge, Overloaded, WrongMediaType
from resolver.web.route import Route

BODY_TIMEOUT_S: Final = 10.0
"""Seconds that a client may take for the body of a request, all of it."""

MAX_HELD_BYTES: Final = 8 << 20
"""Bytes of all bodies that a process holds at most, from their first byte to the answer."""

REFUSED: Final = "resolver.refused"
"""The key of the WSGI environment that holds the error for which a body was not taken in."""


class Bodies:
    """Takes bodies in, and counts them until their requests are answered."""

    def __init__(self) -> None:
        self._bytes = 0

    async def receive(self, chunks: Any, limit: int, declared: str | None) -> bytes:
        """A body, to be given back by `release` once its request is answered.

        Args:
            chunks: It, as it comes (RSGI).
            limit: How many bytes it may have.
            declared: The header `Content-Length`.

        Raises:
            BodyTooLarge: It is longer.
            BodyCut: It was not there within `BODY_TIMEOUT_S`, or its client hung up before.
            Overloaded: There is too much of others.
        """
        length = int(declared) if declared and declared.isdecimal() else 0
        if length > limit:
            raise _too_large(limit)
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_TIMEOUT_S):
                await self._take(chunks, limit, body)
            if len(body) < length:
                raise _cut()
        except BaseException as error:
            self.release(len(body))
            if isinstance(error, TimeoutError):
                what = f"the body did not arrive within {BODY_TIMEOUT_S:.0f} s"
                raise BodyCut(what, "send it in one go") from None
            raise
        return bytes(body)

    def release(self, size: int) -> None:
        """Count so many bytes no more."""
        self._bytes -= size

    async def _take(self, chunks: Any, limit: int, body: bytearray) -> None:
        """Append a body as it comes; one that does not fit beside others is dropped to its end."""
        refused = False
        async for chunk in chunks:
            if refused:
                continue  # whoever still sends would not hear that it was refused
            body += chunk
            self._bytes += len(chunk)
            if len(body) > limit:
                raise _too_large(limit)
            if self._bytes > MAX_HELD_BYTES:
                refused = True
                self.release(len(body))
                body.clear()
        if refused:
            raise Overloaded("too many bodies are held already", "send it again in a second")


def read_body(request: Request, route: Route) -> bytes:
    """The body of a request, within the limits of a route that takes one.

    Raises:
        WrongMediaType: It is not declared as what the route takes.
        BodyTooLarge: It is longer than the route takes.
        BodyCut: It did not arrive whole, or not in time.
        Overloaded: There is too much of others.
    """
    limits = route.body
    if limits is None:
        raise ValueError(f"{route.method} {route.path} takes no body")
    if REFUSED in request.environ:
        raise request.environ[REFUSED]
    length = request.content_length or 0
    if (
        not limits.is_required
        and not length
        and "chunked" not in request.headers.get("Transfer-Encoding", "")
    ):
        return b""
    is_undeclared = limits.may_be_undeclared and not request.mimetype
    if request.mimetype not in limits.media_types and not is_undeclared:
        raise WrongMediaType(
            "the body is not declared as JSON",
            f"send Content-Type: {' or '.join(limits.media_types)}",
        )
    if length > limits.max_bytes:
        raise _too_large(limits.max_bytes)
    body: bytes = request.environ["wsgi.input"].read(limits.max_bytes + 1)
    request.environ["wsgi.input"] = io.BytesIO()  # a request that waits holds it no longer
    if len(body) < length:
        raise _cut()
    if len(body) > limits.max_bytes:
        raise _too_large(limits.max_bytes)
    return body


def _cut() -> BodyCut:
    return BodyCut("the body did not arrive whole", "send it again")


def _too_large(max_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(f"the body is longer than {max_bytes:,} bytes", "send several requests")
