"""Bodies are taken in within limits."""

from __future__ import annotations

import time
from contextlib import closing

from tests.web.conftest import HEAD, Serve, connected


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
