"""The server over standard input and output, which carry the protocol alone.

The SDK keeps standard output for itself: what anything else prints while it serves goes to standard
error. Lines are read here, and one that is no message is answered with an error. The SDK answers
none, so that its client waits for ever: it takes bytes that are no UTF-8 for other letters, and a
request whose `id` is neither a text nor a whole number for a notification.
"""

from __future__ import annotations

import io
import os
import signal
from collections.abc import AsyncIterable
from types import FrameType
from typing import Final

import anyio
from anyio.abc import ObjectSendStream
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import (
    INVALID_REQUEST,
    PARSE_ERROR,
    JSONRPCNotification,
    jsonrpc_message_adapter,
)
from pydantic import ValidationError

from resolver.mcp.refusals import NO_ID, lacks_id, refusal
from resolver.mcp.serving import server_of
from resolver.mcp.source import Source

_NO_JSON: Final = ("json_invalid", "string_unicode")
"""What pydantic calls the errors of a line that is no JSON, or no UTF-8."""


def serve_stdio(source: Source) -> None:
    """Serve one client until it closes standard input, or a signal ends it.

    The signal ends it at once: a thread waits for the client's next line, and would be waited for.
    Nothing is lost by that, for what a call changes is on disk before it is answered.
    """
    signal.signal(signal.SIGTERM, _end)
    anyio.run(_serve, source)


def _end(number: int, _: FrameType | None) -> None:
    os._exit(128 + number)


async def _serve(source: Source) -> None:
    server = server_of(source)
    lines = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - a thread may read to the end
    passed, heard = anyio.create_memory_object_stream[SessionMessage | Exception]()
    nothing = anyio.wrap_file(io.StringIO())
    try:
        async with stdio_server(nothing) as (_, writing), anyio.create_task_group() as group:
            group.start_soon(_hear, anyio.wrap_file(lines), passed, writing)
            await server.run(heard, writing, server.create_initialization_options())
    finally:
        await source.close()


async def _hear(
    lines: AsyncIterable[str],
    passed: ObjectSendStream[SessionMessage | Exception],
    writing: ObjectSendStream[SessionMessage],
) -> None:
    """Pass on the messages of a client, and answer its lines that are none."""
    async with passed:
        async for line in lines:
            try:
                message = jsonrpc_message_adapter.validate_json(line, by_name=False)
            except ValidationError as error:
                wrong = error.errors()[-1]  # of what is JSON the last one has all of it
                code = PARSE_ERROR if wrong["type"] in _NO_JSON else INVALID_REQUEST
                await writing.send(_refusal(line, code, wrong["msg"]))
                continue
            if isinstance(message, JSONRPCNotification) and lacks_id(line):
                await writing.send(_refusal(line, INVALID_REQUEST, NO_ID))
            else:
                await passed.send(SessionMessage(message))


def _refusal(line: str, code: int, told: str) -> SessionMessage:
    return SessionMessage(refusal(line, code, f"{told} — send JSON-RPC in UTF-8, a message a line"))
