"""The server over standard input and output, which carry the protocol alone.

The SDK keeps standard output for itself: what anything else prints while it serves goes to standard
error. A line that is no message is answered with an error here. The SDK answers none, so that its
client waits for ever, and takes bytes that are no UTF-8 for other letters.
"""

from __future__ import annotations

import json
import os
import signal
from types import FrameType
from typing import Any, Final

import anyio
from anyio.abc import ObjectReceiveStream, ObjectSendStream
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError

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
    try:
        async with (
            stdio_server(anyio.wrap_file(lines)) as (reading, writing),
            anyio.create_task_group() as group,
        ):
            group.start_soon(_pass_on, reading, passed, writing)
            await server.run(heard, writing, server.create_initialization_options())
    finally:
        await source.close()


async def _pass_on(
    reading: ObjectReceiveStream[SessionMessage | Exception],
    passed: ObjectSendStream[SessionMessage | Exception],
    writing: ObjectSendStream[SessionMessage],
) -> None:
    """Pass on the messages of a client, and answer its lines that are none."""
    async with passed:
        async for message in reading:
            if isinstance(message, ValidationError):
                await writing.send(SessionMessage(_refusal(message)))
            else:
                await passed.send(message)


def _refusal(error: ValidationError) -> JSONRPCError:
    """The error that answers a line, with the `id` of its request where it can be read."""
    wrong = error.errors()[-1]  # of what is JSON the last one has all of it
    is_json = wrong["type"] not in _NO_JSON
    return JSONRPCError(
        jsonrpc="2.0",
        id=_id_of(wrong["input"] if is_json else _lenient(wrong["input"])),
        error=ErrorData(
            code=INVALID_REQUEST if is_json else PARSE_ERROR,
            message=f"{wrong['msg']} — send JSON-RPC in UTF-8, a message a line",
        ),
    )


def _lenient(line: str) -> Any:
    """What a line says, with all that JSON allows and text does not; None where it says nothing."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _id_of(message: Any) -> str | int | None:
    """The `id` of a message, where it is one that can be sent back."""
    found = message.get("id") if isinstance(message, dict) else None
    can_be_sent = type(found) is int or (isinstance(found, str) and found.isprintable())
    return found if can_be_sent else None
