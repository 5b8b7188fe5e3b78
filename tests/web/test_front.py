"""The event loop takes in what comes, so that slow clients hold no thread."""

from __future__ import annotations

import resource
import time
from contextlib import ExitStack

from tests.web.conftest import HEAD, Serve, connected, post


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
