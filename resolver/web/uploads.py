"""Lists that are sent: onto disk as they arrive. Reach for it to change how a list is taken in.

An upload has a job's folder from its first byte on, with its lock, so that what a process that dies
leaves is removed by any worker. The event loop takes it in and has threads write it, in pieces:
a client that sends slowly holds a file and some bytes of memory, and has to keep up a pace. Uploads
count among the jobs that are not done, which are bounded, and so is what they take of the disk;
lists that nobody starts are bounded by themselves, so that they keep nobody out.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any, Final

from resolver.atomic import writing
from resolver.errors import BodyCut, BodyTooLarge, ResolverError
from resolver.jobs import Job, JobFolder, Jobs
from resolver.settings import Settings
from resolver.web.access import Access
from resolver.web.bodies import REFUSED
from resolver.web.hosts import allowed_hosts, check_host
from resolver.web.origins import check_origin
from resolver.web.route import Route
from resolver.web.routes import CREATE_JOB, route_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

UPLOAD: Final = "resolver.upload"
"""The key of the WSGI environment that holds the upload of a request."""

FIRST_S: Final = 10.0
"""Seconds that a client may take for any upload, beside what its length allows."""

PACE: Final = 32 << 10
"""Bytes a second that it has to send beyond that, on the whole."""

PIECE: Final = 256 << 10
"""Bytes that are written at a time."""

DRAFTS: Final = 4
"""Lists of the greatest length that those which nobody starts may be together, of one owner."""

_WRITERS: Final = 2
"""Threads that write them."""


class Upload:
    """A list on its way into a job's folder, until it is a job or is dropped.

    Args:
        jobs: Where it goes.
        settings: How long it may be, and how many may be unfinished.

    Raises:
        TooManyJobs: So many are.
        HomeDenied, DiskFull: Nothing can be written there.
    """

    def __init__(self, jobs: Jobs, settings: Settings) -> None:
        self._jobs = jobs
        self.id, self.folder, self._held = jobs.take(settings.max_queued_jobs)
        self._most_mb = settings.job_max_mb
        self._is_kept = self._is_closed = False
        self.bytes = 0
        try:
            with writing("an upload"):
                self._file = self.folder.upload.open("wb", buffering=0)
        except BaseException:
            self._let_go()
            raise

    def write(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            BodyTooLarge: They are too many.
            DiskFull: There is no space for them.
        """
        self.bytes += len(piece)
        if self.bytes > self._most_mb << 20:
            raise too_large(self._most_mb)
        with writing("an upload"):
            rest = memoryview(piece)
            while rest:
                rest = rest[self._file.write(rest) :]

    def arrived(self) -> None:
        """Say that all bytes are there."""
        with writing("an upload"):
            self._file.close()

    def become(self, job: Job) -> None:
        """Make it a job, whose list is in its place; from then on others know of it.

        Raises:
            DiskFull: There is no space for its record.
        """
        _to_disk(self.folder, job)
        self.folder.write(job)
        self._is_kept = True

    def keep(self, draft: Job) -> None:
        """Keep it as a list that somebody may start, in the place of the oldest where need be.

        Raises:
            DiskFull: There is no space for its record.
        """
        self.folder.upload.unlink(missing_ok=True)
        self.folder.write_draft(draft)
        self._is_kept = True
        self._jobs.drop_drafts(draft.owner, most_bytes=DRAFTS * self._most_mb << 20)

    def close(self) -> None:
        """Let go of the folder, once: it is removed where it is neither a job nor kept."""
        if not self._is_closed:
            self._is_closed = True
            self._file.close()
            self._let_go()

    def _let_go(self) -> None:
        if not self._is_kept:
            self.folder.remove()
        os.close(self._held)


def _to_disk(folder: JobFolder, job: Job) -> None:
    """Have the list outlive the machine, as its record does."""
    folder.upload.unlink(missing_ok=True)
    for path in (folder.input(job), folder.path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            with writing("an upload"):
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def too_large(most_mb: int) -> BodyTooLarge:
    """That a list is too long."""
    return BodyTooLarge(
        f"the list is longer than {most_mb:,} MB", "split it, or raise RESOLVER_JOB_MAX_MB"
    )


class Uploads:
    """Takes uploads in.

    Args:
        jobs: Where they go.
        settings: What they may be, and which pages may send them.
        access: What decides who may send them.
    """

    def __init__(self, jobs: Jobs, settings: Settings, access: Access) -> None:
        self._jobs, self._settings, self._access = jobs, settings, access
        self._hosts = allowed_hosts(settings)
        self._writers = ThreadPoolExecutor(_WRITERS, thread_name_prefix="upload")

    async def receive(self, chunks: Any, environ: WSGIEnvironment) -> Upload:
        """An upload as it comes through the event loop; whoever gets it closes it.

        Args:
            chunks: It (RSGI).
            environ: Its head.

        Raises:
            WrongHost: It names a host that is not ours.
            ForeignOrigin: A web page sends it that may not.
            KeyNeeded, TooManyRequests: Whoever sends it may not, or not now.
            BodyTooLarge: It is too long.
            BodyCut: It did not come whole, or too slowly.
            TooManyJobs, HomeDenied, DiskFull: There is no place for it.
        """
        loop = asyncio.get_running_loop()
        begun = self._writers.submit(self._begin, environ)
        try:
            upload = await asyncio.wrap_future(begun)
        except asyncio.CancelledError:
            begun.add_done_callback(_close_late)
            raise
        try:
            await self._take(chunks, upload)
            await loop.run_in_executor(self._writers, upload.arrived)
            _check_length(upload, environ)
        except BaseException:
            self._writers.submit(upload.close)
            raise
        return upload

    def of(self, environ: WSGIEnvironment) -> Upload:
        """The upload of a request: as the event loop took it in, or out of its WSGI stream.

        Raises:
            ResolverError: As of `receive`.
        """
        if REFUSED in environ:
            error: ResolverError = environ[REFUSED]
            raise error
        upload: Upload | None = environ.get(UPLOAD)
        return self.read(environ) if upload is None else upload

    def read(self, environ: WSGIEnvironment) -> Upload:
        """An upload out of a WSGI stream, as `receive`; it waits for the client."""
        upload = self._begin(environ)
        try:
            stream: IO[bytes] = environ["wsgi.input"]
            while piece := stream.read(PIECE):
                upload.write(piece)
            upload.arrived()
            _check_length(upload, environ)
        except BaseException:
            upload.close()
            raise
        return upload

    def _begin(self, environ: WSGIEnvironment) -> Upload:
        check_host(environ, self._hosts)
        check_origin(environ, self._settings)
        self._access.admit(environ, _route(environ))
        if _declared(environ) > self._settings.job_max_mb << 20:
            raise too_large(self._settings.job_max_mb)
        return Upload(self._jobs, self._settings)

    async def _take(self, chunks: Any, upload: Upload) -> None:
        """Write what comes; the deadline moves on with every byte."""
        loop = asyncio.get_running_loop()
        begin, came, piece = loop.time(), 0, bytearray()
        try:
            async with asyncio.timeout(FIRST_S) as deadline:
                async for chunk in chunks:
                    came += len(chunk)
                    deadline.reschedule(begin + FIRST_S + came / PACE)
                    piece += chunk
                    if len(piece) >= PIECE:
                        await loop.run_in_executor(self._writers, upload.write, bytes(piece))
                        piece.clear()
        except TimeoutError:
            what = f"the list came slower than {PACE >> 10} kB a second"
            raise BodyCut(what, "send it over a faster connection, or packed") from None
        await loop.run_in_executor(self._writers, upload.write, bytes(piece))


def _route(environ: WSGIEnvironment) -> Route:
    """The route that an upload is sent to."""
    path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
    return route_of(environ["REQUEST_METHOD"], path) or CREATE_JOB


def _close_late(begun: Future[Upload]) -> None:
    """Close an upload that nobody waits for any more."""
    if not begun.cancelled() and begun.exception() is None:
        begun.result().close()


def _declared(environ: WSGIEnvironment) -> int:
    written = environ.get("CONTENT_LENGTH") or ""
    return int(written) if written.isdecimal() else 0


def _check_length(upload: Upload, environ: WSGIEnvironment) -> None:
    if upload.bytes < _declared(environ):
        raise BodyCut("the list did not arrive whole", "send it again")
