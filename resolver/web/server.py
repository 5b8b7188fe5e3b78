"""The server: granian, with several processes and one app in each.

Reach for this module to serve. `serve` starts them and returns when they have ended. Each process
makes its app with `make_app` from the environment that `serve` leaves it. On SIGTERM or SIGINT they
take no new connection and end when the requests they have are answered.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from typing import Final

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from resolver.errors import BadValue, ResolverError
from resolver.keeping import kept
from resolver.processes import ONE_THREAD
from resolver.settings import Settings
from resolver.telemetry import METRICS_FOLDER, count_under, say
from resolver.web.app import create_app, service_of
from resolver.web.front import AtOnce, Front
from resolver.web.routes import body_limit
from resolver.web.uploads import Uploads
from resolver.web.workers import SLOT, Supervisor, follow_parent

SPARE_THREADS: Final = 8
"""Threads beyond those that work or are queued: they serve refusals, entities and metrics."""

HEADER_TIMEOUT_S: Final = 10
"""Seconds that a client may take for the head of a request, from its first request on or from the
answer to the one before it: so long may a connection be idle."""

SWITCH_INTERVAL_S: Final = 0.001
"""Seconds after which a thread lets another one of its process run, if one waits. With Python's own
5 ms the event loop waits five times as long where many threads work."""

CONNECTION_BYTES: Final = 1 << 17
"""Bytes that a connection holds of what came and was not read: the head of a request fits in."""

STOP_TIMEOUT_S: Final = 20
"""Seconds that a process may take for the requests it has after the signal to stop."""

MAX_CONNECTIONS: Final = 8_192
"""Connections that a process holds at most; further ones wait to be accepted."""

OTHER_FILES: Final = 256
"""Files that a process opens beside its connections: two indexes, libraries, metrics, Redis."""

LOOK_S: Final = 0.05
"""Seconds between two looks at whether a process takes connections."""

APP: Final = "resolver.web.server:make_app"
"""The function that makes the app of a process, as granian writes it: module and name."""

_LOGGING: Final = {
    "formatters": {"json": {"()": "resolver.telemetry.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}
"""The server's own log, in the form of ours."""


def make_app() -> Front:
    """The app of one process, with the settings of its environment."""
    follow_parent(STOP_TIMEOUT_S)
    os.umask(0o077)  # lists that are sent are for the service's user alone
    count_under(int(os.environ[SLOT]))
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    settings = Settings.from_environment(os.environ)
    try:
        app = create_app(settings)
    except ResolverError as error:
        say("worker cannot start", why=str(error))
        sys.exit(1)
    service = service_of(app)
    return front_of(app, settings, service.at_once, service.uploads)


def front_of(
    app: Flask, settings: Settings, at_once: AtOnce, uploads: Uploads | None = None
) -> Front:
    """An app as the server calls it."""
    threads = settings.max_concurrent_queries + settings.max_queued_queries + SPARE_THREADS
    return Front(
        app.wsgi_app, threads=threads, body_limit=body_limit, at_once=at_once, uploads=uploads
    )


def serve(settings: Settings, app: str = APP, *, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until a signal stops it.

    Args:
        settings: The address, and the numbers of processes and threads.
        app: What each process makes its app with; a benchmark gives another one.
        ready: Called once a process takes connections, in a thread of its own.
    """
    # A process that starts afresh has no thread, lock or counter of this one.
    multiprocessing.set_start_method("spawn", force=True)
    connections = _allow_connections()
    with tempfile.TemporaryDirectory(prefix="resolver-metrics-") as folder:
        os.environ.update(settings.to_environment())
        os.environ[METRICS_FOLDER] = folder
        os.environ.update(ONE_THREAD)
        # Many threads take turns: two arenas take a third less memory than one for each.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        own_worker = kept("resolver.jobs.worker", "job worker")
        with (
            kept("resolver.indexing.indexer", "indexer"),
            own_worker if settings.redis_url is None else nullcontext(),
            _awaited(settings, ready),
        ):
            _supervise(settings, app, connections)


@contextmanager
def _awaited(settings: Settings, ready: Callable[[], None]) -> Iterator[None]:
    """Have `ready` called once a process takes connections, unless the block ends before."""
    ended = threading.Event()

    def wait() -> None:
        while not ended.wait(LOOK_S):
            with suppress(OSError):
                socket.create_connection((settings.host, settings.port), timeout=1).close()
                ready()
                return

    threading.Thread(target=wait, name="ready-watch", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _supervise(settings: Settings, app: str, connections: int) -> None:
    """Start the processes that serve, and follow them until a signal stops them."""
    Supervisor(
        app,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        websockets=False,
        workers=settings.workers,
        backpressure=connections,
        http=HTTPModes.http1,  # where HTTP/2 is looked for, a silent client is never closed
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_TIMEOUT_S * 1000, max_buffer_size=CONNECTION_BYTES
        ),
        workers_kill_timeout=STOP_TIMEOUT_S,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
    ).serve()


def _allow_connections() -> int:
    """How many connections a process can hold, once it may open as many files as it can use."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(wanted - OTHER_FILES, 1)


@contextmanager
def claimed(host: str, port: int) -> Iterator[None]:
    """An address that nobody listens on, and no other service takes while the block lasts.

    The processes of this one share it, as those of another one would, silently.

    Args:
        host: A name or address of this machine.
        port: 1 to 65,535.

    Raises:
        BadValue: It cannot be listened on.
    """
    try:
        held = _bound(host, port)
    except (OSError, UnicodeError) as error:  # a host with bytes that no name has
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise BadValue(
            f"cannot listen on {host}:{port}: {why}", "use another --host or --port"
        ) from None
    with held:
        yield


def check_free(host: str, port: int) -> None:
    """Raise `BadValue` where an address cannot be listened on; arguments as of `claimed`."""
    with claimed(host, port):
        pass


def _bound(host: str, port: int) -> socket.socket:
    """A socket bound to an address, beside which others can be bound that want to share it.

    It was not to be shared itself when it was bound, so that this failed where another one was.
    """
    family, socket_type, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with ExitStack() as failing:
        held = failing.enter_context(socket.socket(family, socket_type, protocol))
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a service just ended there
        held.bind(address)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        failing.pop_all()
    return held
