"""Bodies are taken in within limits."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections import Counter
from contextlib import closing

from resolver.web.route import MAX_BODY_BYTES
from tests.web.conftest import HEAD, Serve, connected, post


def test_a_body_that_comes_byte_by_byte_is_answered(serve: Serve) -> None:
    service = serve(workers=1)
    body = b'{"text": "nato"}'
    with closing(connected(service, HEAD, b"Content-Length: %d\r\n\r\n" % len(body))) as client:
        for letter in body:
            client.sendall(bytes([letter]))
            time.sleep(0.05)
        assert client.recv(1000).startswith(b"HTTP/1.1 200 OK")


def test_a_body_that_is_too_long_is_refused_before_it_is_taken_in(serve: Serve) -> None:
    service = serve(workers=1)
    for sent in (
        (b"Content-Length: 99999999\r\n\r\n",),
        (
            b"Transfer-Encoding: chunked\r\n\r\n",
            b"100000\r\n" + b" " * 0x100000 + b"\r\n2\r\n  \r\n",
        ),
    ):
        with closing(connected(service, HEAD, *sent)) as client:
            assert client.recv(1000).startswith(b"HTTP/1.1 413")


def test_many_large_bodies_do_not_fill_the_memory(serve: Serve) -> None:
    service = serve(workers=1)
    values = ["x" * 1000] * 90
    body = json.dumps({"text": "nato", "properties": {"note": values}}).encode()
    body += b" " * (MAX_BODY_BYTES - len(body))
    before = resident_mb(service.workers()[0])
    statuses: Counter[int] = Counter()

    def ask() -> None:
        for _ in range(10):
            statuses[post(service, body)[0]] += 1

    threads = [threading.Thread(target=ask) for _ in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 503}
    assert statuses[200] > 10
    assert resident_mb(service.workers()[0]) - before < 100


def resident_mb(pid: int) -> float:
    """The memory of a process."""
    command = ["ps", "-o", "rss=", "-p", str(pid)]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(listed) / 1024
