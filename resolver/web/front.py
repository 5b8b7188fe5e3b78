"""What stands before the app: an event loop that takes requests in, and threads that answer them.

Reach for this module to change how a request comes to the Flask app. The loop takes a body in
before any thread is asked for, within a deadline: a client that sends slowly holds a few hundred
bytes of memory and nothing else. What is answered at once is answered by the loop itself; all else
by a thread, and threads are more than those that may wait in the gate.

The server calls `Front` by RSGI, granian's own interface (its specification 1.6); the app itself is
plain WSGI (PEP 3333).
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from resolver.errors import ResolverError
from resolver.web.bodies import REFUSED, Bodies
from resolver.web.files import FILE
from resolver.web.routes import takes_list
from resolver.web.threads import Threads
from resolver.web.uploads import UPLOAD, Upload, Uploads
from resolver.web.waiting import LOOP, PutOff, Waiting
from resolver.web.workers import is_stopping

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

STREAMED: Final = "resolver.streamed"
"""The key of the WSGI environment that is there where an answer is made piece by piece."""

_SPAN: Final = re.compile(r"bytes (\d+)-")
"""The beginning of the header `Content-Range`."""

BodyLimit = Callable[[str, str], int]
"""Method and path → the bytes that a body may have there, 0 where none is taken."""

AtOnce = Callable[["WSGIEnvironment"], bool]
"""Whether a request is answered within a fraction of a millisecond, waiting for nothing."""


class _Answer(NamedTuple):
    """What the app answered, as the server takes it; `file` has the path of what answers from disk.

    What `pieces` has is not made yet, and sent one after the other; the first empty one ends it.

    A part of a file is from its byte `start` up to its byte `stop`.
    """

    status: int
    headers: list[tuple[str, str]]
    content: bytes
    file: str | None = None
    start: int = 0
    stop: int = 0
    pieces: Iterator[bytes] | None = None

    async def send(self, protocol: Any) -> None:
        """Have the server send it."""
        if self.pieces is not None:
            await self._send_pieces(protocol, self.pieces)
        elif self.file is None:
            protocol.response_bytes(self.status, self.headers, self.content)
        else:
            protocol.response_file_range(
                self.status, self.headers, self.file, self.start, self.stop
            )

    async def _send_pieces(self, protocol: Any, pieces: Iterator[bytes]) -> None:
        """Send what is made piece by piece, each in a thread once the one before is sent."""
        stream = protocol.response_stream(self.status, self.headers)
        try:
            while piece := await asyncio.to_thread(next, pieces, b""):
                await stream.send_bytes(piece)
        finally:
            pieces.close()  # type: ignore[attr-defined] # of what WSGI returns


class Front:
    """An app as the server calls it, once for each request.

    Args:
        app: The app.
        threads: How many requests are answered beside each other.
        body_limit: How long bodies may be.
        at_once: What the loop answers itself.
        uploads: What takes lists in, where the app takes any.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        threads: int,
        body_limit: BodyLimit,
        at_once: AtOnce,
        uploads: Uploads | None = None,
    ) -> None:
        self._app = app
        self._threads = Threads(self._work, threads)
        self._bodies = Bodies()
        self._waiting = Waiting(is_stopping)
        self._body_limit = body_limit
        self._at_once = at_once
        self._uploads = uploads
        self._constant: WSGIEnvironment = {
            "SCRIPT_NAME": "",
            LOOP: True,
            "wsgi.errors": sys.stderr,
            "wsgi.input_terminated": True,
            "wsgi.multiprocess": True,
            "wsgi.multithread": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        environ = self._environ(scope)
        limit = self._body_limit(scope.method, scope.path)
        size = await self._take_body(environ, protocol, limit) if limit else 0
        if self._uploads is not None and takes_list(scope.method, scope.path):
            await self._take_list(environ, protocol, self._uploads)
        try:
            answer = await self._answered(environ)
        finally:
            self._bodies.release(size)
        await answer.send(protocol)

    async def _answered(self, environ: WSGIEnvironment) -> _Answer:
        """What the app answers."""
        if self._at_once(environ):
            return self._call(environ)
        while True:
            try:
                return await self._threads.run(environ)
            except PutOff as put_off:
                await self._waiting.until(put_off)

    async def _take_list(self, environ: WSGIEnvironment, protocol: Any, uploads: Uploads) -> None:
        """Put the upload into the environment, or the error for which it was not taken in."""
        try:
            environ[UPLOAD] = await uploads.receive(protocol, environ)
        except ResolverError as error:
            environ[REFUSED] = error.with_traceback(None)

    async def _take_body(self, environ: WSGIEnvironment, protocol: Any, limit: int) -> int:
        """Put the body into the environment, or the error for which it was not taken in.

        Returns:
            How many bytes it has.
        """
        try:
            body = await self._bodies.receive(protocol, limit, environ.get("CONTENT_LENGTH"))
        except ResolverError as error:
            environ[REFUSED] = error.with_traceback(None)  # which holds what came of the body
            return 0
        environ["wsgi.input"] = io.BytesIO(body)
        return len(body)

    def _environ(self, scope: Any) -> WSGIEnvironment:
        """The request in WSGI's form; its body is empty."""
        name, _, port = scope.server.rpartition(":")
        environ = self._constant | {
            "REQUEST_METHOD": scope.method,
            "PATH_INFO": scope.path.encode().decode("latin-1"),
            "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
            "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
            "SERVER_NAME": name,
            "SERVER_PORT": port,
            "REMOTE_ADDR": scope.client.rpartition(":")[0],
            "wsgi.url_scheme": scope.scheme,
            "wsgi.input": io.BytesIO(),
        }
        for header, value in scope.headers.items():
            key = header.upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                key = f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def _work(self, environ: WSGIEnvironment) -> _Answer:
        """As `_call`, in a thread; an upload is closed then, whatever became of the request."""
        try:
            return self._call(environ)
        finally:
            upload: Upload | None = environ.get(UPLOAD)
            if upload is not None:
                upload.close()

    def _call(self, environ: WSGIEnvironment) -> _Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            started.append((status, headers))

        body = self._app(environ, start)
        if STREAMED in environ:
            status, headers = started[-1]
            return _Answer(int(status[:3]), headers, b"", pieces=iter(body))
        try:
            content = b"" if FILE in environ else b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        status, headers = started[-1]
        answer = _Answer(int(status[:3]), headers, content)
        return _of_file(answer, environ[FILE]) if FILE in environ else answer


def _of_file(answer: _Answer, path: str) -> _Answer:
    """The answer that comes from a file, as much of it as the headers say."""
    headers = {name.lower(): value for name, value in answer.headers}
    span = _SPAN.match(headers.get("content-range", ""))
    start = 0 if span is None else int(span[1])
    return answer._replace(file=path, start=start, stop=start + int(headers["content-length"]))
