"""Requests that a client may send again, because it did not hear of the answer: each is done once.

    with journal.once("loader", "8e03978e", digest) as once:
        answer = once.earlier()
        if answer is None:
            done = table.create({"type": "person", "name": "Ana Ruiz"})
            answer = Answer(201, [], render(done))
            once.keep(answer)

What the block changes and the answer that it keeps are one transaction: after a crash both are
there, or none of them. Of two such requests at the same time the second one waits for the first,
and gets its answer (`Answered`). A block that keeps no answer changes nothing.
Source: draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Final, NamedTuple, Self

import sqlalchemy as sql

from resolver.errors import KeyReused
from resolver.journal.schema import answers

KEPT_S: Final = 24 * 3_600.0
"""Seconds for which an answer is kept."""

Begin = Callable[..., AbstractContextManager[sql.Connection]]
"""Begins a transaction of the journal; takes `writes`."""


class Answer(NamedTuple):
    """What a request was answered.

    Args:
        status: The status of HTTP.
        headers: Names and values.
        body: The body.
    """

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Answered(Exception):
    """The same request was answered while this one waited to change something.

    Args:
        answer: What it was answered.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


class Once:
    """Use `Journal.once`, as a context.

    Args:
        begin: Begins a transaction of the journal.
        by: Who asks: keys of others are other keys.
        key: What the client calls the request.
        digest: Of all that the request says.
    """

    def __init__(self, begin: Begin, by: str, key: str, digest: str) -> None:
        self._begin = begin
        self._by, self._key, self._digest = by, key, digest
        self._open = ExitStack()
        self._connection: sql.Connection | None = None

    def __enter__(self) -> Self:
        self._token = _once.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _once.reset(self._token)
        if self._connection is not None:
            left = error or _NothingKept()
            self._open.__exit__(type(left), left, trace)

    def earlier(self) -> Answer | None:
        """What the request was answered when it came before, if it did.

        Raises:
            KeyReused: Another request had the key.
        """
        with self._begin(writes=False) as connection:
            return self._find(connection)

    def keep(self, answer: Answer) -> None:
        """Keep the answer; all that was changed is on disk when this returns."""
        with self.writing() as connection:
            old = answers.c.at < time.time() - KEPT_S
            connection.execute(answers.delete().where(old))
            values = answer._asdict() | {"by": self._by, "key": self._key, "at": time.time()}
            connection.execute(answers.insert().values(**values, digest=self._digest))
        self._connection = None
        self._open.close()
        _once.set(None)

    @contextmanager
    def writing(self) -> Iterator[sql.Connection]:
        """The transaction of the request, begun where it is not yet; what raises is undone."""
        if self._connection is None:
            connection = self._open.enter_context(self._begin(writes=True))
            self._connection = connection
            answer = self._find(connection)
            if answer is not None:
                raise Answered(answer)
        with self._connection.begin_nested():
            yield self._connection

    def _find(self, connection: sql.Connection) -> Answer | None:
        query = sql.select(answers).where(
            answers.c.by == self._by,
            answers.c.key == self._key,
            answers.c.at >= time.time() - KEPT_S,
        )
        row = connection.execute(query).first()
        if row is None:
            return None
        if row.digest != self._digest:
            raise KeyReused(
                f"another request had the Idempotency-Key {self._key!r}",
                "send each request with a key of its own",
            )
        return Answer(row.status, [(name, value) for name, value in row.headers], row.body)


class _NothingKept(Exception):
    """Ends a transaction without its changes."""


_once: Final[ContextVar[Once | None]] = ContextVar("once", default=None)
"""The request that is being done in this thread, if it may be sent again."""


@contextmanager
def joined(begin: Begin) -> Iterator[sql.Connection]:
    """A transaction that writes: that of the request that is being done, else one of its own."""
    once = _once.get()
    with begin(writes=True) if once is None else once.writing() as connection:
        yield connection
