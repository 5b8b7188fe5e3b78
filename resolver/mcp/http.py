"""The server over HTTP, on the loopback: who may reach it, and at which address.

A web page can make a browser ask whatever listens on the loopback. So a request has to name one of
our hosts and, where it says which page made it, one of ours (`resolver.web.hosts`, `origins`): a
program sends neither header wrong.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import anyio
import anyio.lowlevel
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import INVALID_REQUEST

from resolver.errors import BadValue, ForeignOrigin, WrongHost
from resolver.mcp.refusals import NO_ID, lacks_id, refusal
from resolver.mcp.serving import server_of
from resolver.mcp.source import Source
from resolver.settings import Settings
from resolver.web.hosts import allowed_hosts, check_host, is_loopback
from resolver.web.origins import check_origin
from resolver.web.problems import MEDIA_TYPE, to_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH: Final = "/mcp"
"""The path of the endpoint."""

_STOP_S: Final = 5
"""Seconds that calls have to end in, once the server is to stop."""


def address_of(written: str, host: str = "127.0.0.1") -> tuple[str, int]:
    """The host and port of `[HOST:]PORT`.

    Args:
        written: Such a text; an address of IPv6 stands in brackets.
        host: The host where none is written.

    Raises:
        BadValue: It is none, or not on the loopback.
    """
    named, _, port = written.rpartition(":")
    host = named.removeprefix("[").removesuffix("]") or host
    if not port.isascii() or not port.isdigit():
        raise BadValue(f"--http {written!r} has no port", "write 8001 or 127.0.0.1:8001")
    if not 0 < int(port) < 65_536:
        raise BadValue(f"--http: {port} is no port", "give one from 1 to 65535")
    if not is_loopback(host):
        raise BadValue(
            f"--http {host} is not on the loopback",
            "write 127.0.0.1, and put a proxy that asks for keys before it",
        )
    return host, int(port)


def serve_http(source: Source, settings: Settings) -> None:
    """Serve at the host and port of the settings until a signal stops it."""
    server = server_of(source)
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        # The house's own checks stand before it.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    config = uvicorn.Config(
        Checked(app, settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_S,
    )
    anyio.run(_serve, uvicorn.Server(config), source)


async def _serve(server: uvicorn.Server, source: Source) -> None:
    try:
        await server.serve()
    finally:
        await source.close()


class Checked:
    """An app that answers those alone who name a host and an origin of ours.

    Args:
        app: The app.
        settings: Which hosts and origins are ours.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = allowed_hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI wants it."""
        if scope["type"] == "http":
            head = _head(scope)
            try:
                check_host(head, self._hosts)
                check_origin(head, self._settings)
            except (WrongHost, ForeignOrigin) as error:
                await _refuse(error, send)
            else:
                await _answer(self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for as long as its client waits; the SDK does not look for that with JSON.

    That is how a client cancels a call: it closes the request.
    """
    is_read = anyio.Event()
    body = bytearray()

    async def read() -> Message:
        message = await receive()
        body.extend(message.get("body", b""))
        if not message.get("more_body"):
            is_read.set()
        return message

    async def end_when_closed() -> None:
        await is_read.wait()
        while (await receive())["type"] != "http.disconnect":
            pass
        group.cancel_scope.cancel()

    async def answer(message: Message) -> None:
        if message.get("status") != HTTPStatus.ACCEPTED or not lacks_id(bytes(body)):
            await send(message)
            return
        error = refusal(bytes(body), INVALID_REQUEST, NO_ID).model_dump_json()
        await _send(HTTPStatus.BAD_REQUEST, "application/json", error.encode(), send)
        group.cancel_scope.cancel()
        await anyio.lowlevel.checkpoint()  # where the SDK ends, with its own answer

    async with anyio.create_task_group() as group:
        group.start_soon(end_when_closed)
        await app(scope, read, answer)
        group.cancel_scope.cancel()


def _head(scope: Scope) -> dict[str, Any]:
    """The headers of a request as WSGI names them, for which the checks are made."""
    return {
        f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
        for name, value in scope["headers"]
    }


async def _refuse(error: WrongHost | ForeignOrigin, send: Send) -> None:
    body = json.dumps(to_problem(error), ensure_ascii=False).encode()
    await _send(error.status, MEDIA_TYPE, body, send)


async def _send(status: int, media_type: str, body: bytes, send: Send) -> None:
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
