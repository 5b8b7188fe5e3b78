"""The event loop takes in what comes, so that slow clients hold no thread."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from resolver.jobs import Jobs
from resolver.web.front import Front
from resolver.web.uploads import Uploads
from tests.jobs.conftest import settings_of
from tests.web.conftest import HEAD, Serve, connected, open_access, post


@pytest.mark.alone
def test_silent_clients_and_slow_bodies_keep_nobody_out(serve: Serve) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    service = serve(workers=1)
    try:
        with ExitStack() as clients:
            for _ in range(1100):
                clients.enter_context(connected(service))
            for _ in range(200):
                clients.enter_context(connected(service, HEAD, b"Content-Length: 1000\r\n\r\n{"))
            taken = []
            for number in range(20):
                begin = time.perf_counter()
                assert service.get("/healthz")[0] == 200
                assert post(service, b'{"text": "nato %d"}' % number)[0] == 200
                taken.append(time.perf_counter() - begin)
            assert min(taken) < 0.1
            assert max(taken) < 2
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Request:
    """A request with a list, as the server hands it over, and what it is answered."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces
        self.statuses: list[int] = []
        self.scope = SimpleNamespace(
            method="POST",
            path="/v1/jobs",
            query_string="",
            http_version="1.1",
            server="127.0.0.1:80",
            client="127.0.0.1:5000",
            scheme="http",
            headers={"host": "localhost"},
        )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece

    def response_bytes(self, status: int, *_: object) -> None:
        self.statuses.append(status)


def refusing(_: object, start: Callable[..., object]) -> list[bytes]:
    start("415 Unsupported Media Type", [])
    return [b""]


def failing(_: object, __: object) -> list[bytes]:
    raise ValueError("a fault")


@pytest.mark.parametrize("app", [refusing, failing])
def test_a_list_that_no_view_takes_leaves_nothing(app: Any, tmp_path: Path) -> None:
    uploads = Uploads(Jobs(tmp_path), settings_of(tmp_path), open_access(tmp_path))
    front = Front(app, threads=1, body_limit=lambda *_: 0, at_once=lambda _: False, uploads=uploads)
    request = Request(b"name\n", b"nato\n")
    with suppress(ValueError):
        asyncio.run(front.__rsgi__(request.scope, request))
    assert request.statuses == ([415] if app is refusing else [])
    assert list((tmp_path / "jobs").iterdir()) == []
