"""The table as routes that write use it: opened once, and changed by whoever asks.

Reach for it in a route that changes something:

    table = editor.table()
    done = table.alias(...)
    return editor.written(done.change, {...})

The response to a change waits, where the request says so, until every worker's answers have it.
What was written, tried or refused is counted.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, g, request

from resolver.access import read_keys
from resolver.cache import Gate, Gated
from resolver.errors import HomeError
from resolver.settings import Settings
from resolver.telemetry import Metrics
from resolver.web.access import who
from resolver.web.edit_routes import WAIT
from resolver.web.entity_answers import Shown, shown, url_of
from resolver.web.idempotency import REPLAYED, keep
from resolver.web.live import Live
from resolver.web.responses import json_response
from resolver.web.routes import ENTITY, route_of
from resolver.web.seen import UpTo
from resolver.web.waiting import waited

if TYPE_CHECKING:
    from resolver.journal import Journal
    from resolver.journal.once import Answer
    from resolver.store import StoredEntity
    from resolver.table import Done, Table

MAX_WAIT_S: Final = 5.0
"""Seconds that a response waits at most until every answer has the change."""

_LOOK_S: Final = 0.05
"""Seconds for which the number of the last change is not read again."""

_KNOWN: Final = 8
"""Changes up to which a process answers that are not looked up again."""

_WRITTEN: Final = "resolver.written"
"""The key of the WSGI environment that has the response to a change which is made already."""


class Editor:
    """The table of the home that is served.

    Args:
        settings: Where the home is.
        live: The index that answers.
        metrics: Where changes are counted.
        gate: Through which questions go that changes ask.
    """

    def __init__(self, settings: Settings, live: Live, metrics: Metrics, gate: Gate) -> None:
        self.home = settings.home
        """The home that is served."""
        self._live = live
        self._metrics = metrics
        self._gate = gate
        self._lock = threading.Lock()
        self._table: Table | None = None
        self._through, self._read_at = 0, 0.0
        self._known: set[UpTo] = set()

    def table(self) -> Table:
        """The table, changed by the key of the request; it is opened where it is not yet.

        A change of an entity whose ID became another raises `EntityMoved`.
        """
        g.edited_from = time.perf_counter()
        return self.opened().by(who(), follows=False)

    def written(
        self,
        change: int,
        body: dict[str, Any],
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The response to a change, once it is where the request wants it.

        Args:
            change: Its number.
            body: What is answered beside it.
            status: The status.
            headers: What the response has beside those of every response.
        """
        self.count("written")
        response = {"change": change, **body}, status, headers or {}
        keep(*response)
        request.environ[_WRITTEN] = response
        return self._finished(*response)

    def done(self, done: Done, status: int = 200) -> Response:
        """The response to a change of one entity; with the URL of one that was created."""
        if done.entity is None:
            return self.written(done.change, {"id": done.id or None, "entity": None}, status)
        entity = self.shown(done.entity)
        headers = {"ETag": entity.etag}
        if status == 201:
            headers["Location"] = url_of(done.id, ENTITY)
        return self.written(done.change, {"id": done.id, "entity": entity.value}, status, headers)

    def resolver(self, *, is_batch: bool) -> Gated:
        """The resolver on the index that answers now, behind the gate; argument as of `Gated`."""
        return Gated(self._live(), self._gate, is_batch=is_batch)

    def journal(self) -> Journal:
        """The journal of the table; it is opened where it is not yet."""
        return self.opened().store.journal

    def shown(self, entity: StoredEntity) -> Shown:
        """An entity of the store as it is answered."""
        return shown(entity.record(), self._live())

    @property
    def through(self) -> int | None:
        """The number of the last change; None where nobody opened the table."""
        return None if self._table is None else self._table.through

    def last_change(self) -> int:
        """The number of the last change, of `_LOOK_S` ago at most; the table is opened for it."""
        if time.monotonic() >= self._read_at + _LOOK_S:
            self._through = self.opened().through
            self._read_at = time.monotonic()
        return self._through

    def again(self, answer: Answer) -> Response:
        """The response to a request that was answered before."""
        headers = {**dict(answer.headers), REPLAYED: "true"}
        return self._finished(json.loads(answer.body), answer.status, headers)

    def seen(self, change: int) -> bool:
        """Whether every answer has a change, once it has or `MAX_WAIT_S` are over."""
        return waited(request.environ, "seen", partial(self._is_seen, change), MAX_WAIT_S)

    def count(self, outcome: str) -> None:
        """Count what became of a change, in a word: `written`, or the code of an error."""
        route = route_of(request.method, request.path)
        kind = "none" if route is None else route.operation_id or route.path
        self._metrics.changes.labels(kind, outcome).inc()
        begin = g.pop("edited_from", time.perf_counter())
        self._metrics.change_seconds.labels(kind).observe(time.perf_counter() - begin)

    def register(self, app: Flask) -> None:
        """Have an app finish what waits, and count what is refused."""

        @app.before_request
        def _finish() -> Response | None:
            done = request.environ.get(_WRITTEN)
            return None if done is None else self._finished(*done)

        @app.after_request
        def _refused(response: Response) -> Response:
            if "edited_from" in g:
                self.count(_outcome(response))
            return response

    def open_soon(self) -> None:
        """Open the table in a thread, where somebody may write: the first change need not wait."""
        if any(each.allows("write") and each.holds() for each in read_keys(self.home)):
            threading.Thread(target=self._open, name="table", daemon=True).start()

    def close(self) -> None:
        """Close the table, if it was opened."""
        with self._lock:
            if self._table is not None:
                self._table.close()
                self._table = None

    def opened(self) -> Table:
        """The table, for whoever reads it; it is opened where it is not yet."""
        with self._lock:
            if self._table is None:
                from resolver.table import Table  # SQLAlchemy with it, which only writers need

                self._table = Table.open(self.home)
            return self._table

    def _open(self) -> None:
        with suppress(HomeError):  # whoever writes meets it again, and is told
            self.opened()

    def _finished(self, body: dict[str, Any], status: int, headers: Mapping[str, str]) -> Response:
        change: int | None = body["change"]
        if change is not None and request.args.get(WAIT.name) in ("true", "1"):
            body = {**body, "seen": self.seen(change)}
        response = json_response(body)
        response.status_code = status
        response.headers.extend(headers)
        return response

    def _is_seen(self, change: int) -> bool:
        """Whether all processes answer with a change; the others are asked once this one does."""
        return self._live.through >= change and self._live.everywhere(change, self._holds)

    def _holds(self, up_to: UpTo) -> bool:
        """Whether a change is one of the journal: that may be an older copy than the one of which
        an index was made."""
        if up_to not in self._known:
            with self.journal().reading() as reading:
                if not reading.has(*up_to):
                    return False
            self._known = {up_to, *list(self._known)[:_KNOWN]}
        return True


def _outcome(response: Response) -> str:
    """What became of a change that was not written, in a word."""
    if response.status_code >= 400:
        problem = response.get_json() if response.is_json else {}  # a page says it in words
        return str(problem.get("code", "refused"))
    return "tried"
