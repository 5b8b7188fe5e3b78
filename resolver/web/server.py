"""The server: granian, with several processes and one app in each.

Reach for this module to serve. `serve` starts them and returns when they have ended. Each process
makes its app with `make_app` from the environment that `serve` leaves it. On SIGTERM or SIGINT they
take no new connection and end when the requests they have are answered.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import tempfile
from typing import Final

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from resolver.errors import BadValue
from resolver.pool import ONE_THREAD
from resolver.settings import Settings
from resolver.web.app import create_app

SPARE_THREADS: Final = 8
"""Threads beyond those that work, are queued, or wait for a body.

They serve cached answers, health and refusals.
"""

HEADER_TIMEOUT_MS: Final = 10_000
"""Milliseconds that a client may take for the head of a request."""

STOP_TIMEOUT_S: Final = 20
"""Seconds that a process may take for the requests it has after the signal to stop."""

APP: Final = "resolver.web.server:make_app"
"""The function that makes the app of a process, as granian writes it: module and name."""


def make_app() -> Flask:
    """The app of one process, with the settings of its environment."""
    return create_app(Settings.from_environment(os.environ))


def serve(settings: Settings, app: str = APP) -> None:
    """Serve until a signal stops it.

    Args:
        settings: The address, and the numbers of processes and threads.
        app: What each process makes its app with; a benchmark gives another one.
    """
    # A process that starts afresh has no thread, lock or counter of this one.
    multiprocessing.set_start_method("spawn", force=True)
    admitted = settings.max_concurrent_queries + settings.max_queued_queries
    with tempfile.TemporaryDirectory(prefix="resolver-metrics-") as folder:
        os.environ.update(settings.to_environment())
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        os.environ.update(ONE_THREAD)
        # Many threads take turns: two arenas take a third less memory than one for each.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        Granian(
            app,
            factory=True,
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=settings.workers,
            blocking_threads=2 * admitted + SPARE_THREADS,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT_MS),
            workers_kill_timeout=STOP_TIMEOUT_S,
            respawn_failed_workers=True,
            log_level=LogLevels.error,
        ).serve()


def check_address(host: str, port: int) -> None:
    """Check that nobody listens there yet; the server would share the port silently.

    Args:
        host: A name or address of this machine.
        port: 1 to 65,535.

    Raises:
        BadValue: It cannot be listened on.
    """
    try:
        family, socket_type, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, socket_type, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise BadValue(
            f"cannot listen on {host}:{port}: {why}", "use another --host or --port"
        ) from None
