"""A home as the source of tools, asked and changed through the library.

Over stdio it is the user of the system who asks, as on the command line: changes are theirs, where
they may write the files. Over HTTP anybody on the machine may: who they are and what they may do
is decided by a key of the home, as the service decides it (`resolver.web.access`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from anyio import CapacityLimiter, from_thread, to_thread

from resolver.engine import Resolver
from resolver.errors import AmbiguousEntity, HomeDenied, HomeError, ResolverError
from resolver.home import Home, system_user
from resolver.mcp.source import compared, wants_evidence
from resolver.mcp.tools import READING, TOOLS, Tool
from resolver.model import Passage, Query
from resolver.processes import processors
from resolver.web.access import Access
from resolver.web.edit_routes import RESOLVE_OR_CREATE

if TYPE_CHECKING:
    from resolver.table import Table

_SEEN_S: Final = 5.0
"""Seconds to wait until answers have a change, as over HTTP."""

Work = Callable[[dict[str, Any], str], dict[str, Any]]
"""What answers a tool, given its arguments and the name of who asks."""


class OfHome:
    """A home.

    Args:
        home: The directory.
        access: What decides who may do what over HTTP; None where the system's user asks.

    Raises:
        HomeError: It has no index, or none can be read.
    """

    def __init__(self, home: Path, access: Access | None = None) -> None:
        self._home = Home(home)
        self._access = access
        self._lock = threading.Lock()
        self._named = Resolver.current(home)
        self._resolver = Resolver.open(home)
        self._table: Table | None = None
        self._limiter = CapacityLimiter(processors())
        self._stopping = threading.Event()
        self._work: Mapping[str, Work] = {
            "resolve": self._resolve,
            "annotate": self._annotate,
            "entity": self._entity,
            "compare": lambda given, _: compared(given),
            "review": self._review,
            "resolve-or-create": self._resolve_or_create,
        }

    async def offered(self, authorization: str | None) -> Sequence[Tool]:
        """As of `Source`."""
        return [tool for tool in TOOLS if tool in READING or self._may(tool, authorization)]

    async def ask(
        self, tool: Tool, given: dict[str, Any], authorization: str | None
    ) -> dict[str, Any]:
        """As of `Source`.

        A call that is cancelled ends with its thread: a text is given up at its next pause. All
        else takes no longer than that or, where it changes something, is not taken for undone.
        """
        by = self._admitted(tool, authorization)
        work = self._work[tool.name]
        return await to_thread.run_sync(work, given, by, limiter=self._limiter)

    async def close(self) -> None:
        """As of `Source`; a text that is worked on is given up."""
        self._stopping.set()
        if self._table is not None:
            self._table.close()

    def _may(self, tool: Tool, authorization: str | None) -> bool:
        try:
            self._admitted(tool, authorization)
        except ResolverError:
            return False
        return True

    def _admitted(self, tool: Tool, authorization: str | None) -> str:
        """Who asks, by name; raises where they may not."""
        if self._access is not None:
            head = {} if authorization is None else {"HTTP_AUTHORIZATION": authorization}
            key = self._access.admit(head, tool.route)
            return "" if key is None else key.name
        if tool.changes and not self._is_writable():
            raise HomeDenied(
                f"{self._home.folder} has no store that {system_user()} may write",
                "change its permissions, or import something",
            )
        return system_user()

    def _is_writable(self) -> bool:
        store = self._home.store
        return store.is_file() and os.access(store, os.W_OK) and os.access(store.parent, os.W_OK)

    def _now(self) -> Resolver:
        """The resolver on the index that is current now."""
        named = Resolver.current(self._home.folder)
        with self._lock:
            if named != self._named:
                self._resolver = Resolver.open(self._home.folder, self._resolver)
                self._named = named
            return self._resolver

    def _resolve(self, given: dict[str, Any], _: str) -> dict[str, Any]:
        explain = wants_evidence(given)
        return self._now().resolve(Query.from_dict(given)).to_dict(explain=explain)

    def _annotate(self, given: dict[str, Any], _: str) -> dict[str, Any]:
        explain = wants_evidence(given)
        annotation = self._now().annotate_with_pauses(Passage.from_dict(given), self._go_on)
        return annotation.to_dict(explain=explain)

    def _go_on(self) -> None:
        """Raise where the call is cancelled, or the server stops."""
        from_thread.check_cancelled()
        if self._stopping.is_set():
            raise ResolverError("the server stops", "start it again")

    def _entity(self, given: dict[str, Any], _: str) -> dict[str, Any]:
        return self._now().entity(given["id"])

    def _review(self, given: dict[str, Any], by: str) -> dict[str, Any]:
        reason = given.pop("reason", None)
        done = self._edited(by).review(given, reason=reason)
        return self._written(done.change, {"review": done.to_dict()})

    def _resolve_or_create(self, given: dict[str, Any], by: str) -> dict[str, Any]:
        from resolver.table import How

        record, reason = given["record"], given.get("reason")
        how = How(_option(given, "ambiguous"), _option(given, "add_alias"))
        done = self._edited(by).resolve_or_create(record, self._now(), how, reason=reason)
        if done.id is None:
            raise AmbiguousEntity(
                f"{record['name']!r} may be several entities",
                "ask which one is meant; say more of it, or use ambiguous: create",
                [each.to_dict() for each in done.candidates],
            )
        return self._written(done.change, done.to_dict())

    def _edited(self, by: str) -> Table:
        """The table, changed by whoever asks; it is opened where it is not yet."""
        from resolver.table import Table

        with self._lock:
            if self._table is None:
                self._table = Table.open(self._home.folder)
            return self._table.by(by, follows=False)

    def _written(self, change: int | None, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to a change, once answers have it; `seen` says whether they do."""
        from resolver.indexing import seen  # SQLAlchemy with it, which only writers need

        if change is None:
            return {**body, "change": None}
        try:
            has_it = seen(self._home.folder, change, wait_s=_SEEN_S)
        except HomeError:  # the change is on disk, and says so: an error would hide that
            has_it = False
        return {**body, "change": change, "seen": has_it}


def _option(given: Mapping[str, Any], name: str) -> Any:
    """What is given of how a record is taken, or its default."""
    option = RESOLVE_OR_CREATE[name]
    return option.check(given.get(name, option.default))
