"""The server over standard input and output, which carry the protocol alone.

The SDK keeps both streams for itself: what anything else prints while it serves goes to standard
error.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

import anyio
from mcp.server.stdio import stdio_server

from resolver.mcp.serving import server_of
from resolver.mcp.source import Source


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
    try:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    finally:
        await source.close()
