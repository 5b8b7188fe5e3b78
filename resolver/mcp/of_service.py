"""A running service as the source of tools, asked over HTTP.

What it answers is passed on as it is, and so is what it refuses. Its key decides what may be done:
over stdio the key of the settings; over HTTP, where anybody on the machine may ask, that key is for
reading alone, and who wants to change something sends a key along.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

import httpx2
from anyio import to_thread

from resolver.access import SCOPES
from resolver.errors import ServiceUnreachable
from resolver.mcp.source import Refused, compared
from resolver.mcp.tools import READING, TOOLS, Tool
from resolver.web.edit_routes import CREATE_ENTITY
from resolver.web.review_routes import REVIEW
from resolver.web.routes import ANNOTATE, ENTITY, KEY, RESOLVE_MANY

_CONNECT_S: Final = 5.0
"""Seconds for which a service is waited for until it takes a connection."""

_ANSWER_S: Final = 60.0
"""Seconds for which an answer is waited for; a long text takes some."""


class _Request(NamedTuple):
    method: str
    path: str
    body: dict[str, Any] | None = None


class OfService:
    """A service.

    Args:
        url: Where it is.
        key: The secret of a key, if there is one.
        lends: Whether whoever asks may change something with that key.

    Raises:
        ResolverError: The URL is none.
    """

    def __init__(self, url: str, key: str | None, *, lends: bool) -> None:
        self._url = url
        self._key = None if key is None else f"Bearer {key}"
        self._lends = lends
        self._client = httpx2.AsyncClient(
            base_url=url,
            follow_redirects=True,
            timeout=httpx2.Timeout(_ANSWER_S, connect=_CONNECT_S),
        )

    async def offered(self, authorization: str | None) -> Sequence[Tool]:
        """As of `Source`: those for reading, and those that the key may use."""
        shown = authorization or (self._key if self._lends else None)
        if shown is None:
            return READING
        try:
            scope = (await self._sent(_Request("GET", KEY.path), shown)).get("scope")
        except (ServiceUnreachable, Refused):  # which each call says
            return READING
        return [tool for tool in TOOLS if _allows(scope, tool)]

    async def ask(
        self, tool: Tool, given: dict[str, Any], authorization: str | None
    ) -> dict[str, Any]:
        """As of `Source`."""
        if tool.name == "compare":  # asks no table
            return await to_thread.run_sync(compared, given)
        lent = self._key if self._lends or not tool.changes else None
        return await self._sent(_REQUESTS[tool.name](given), authorization or lent)

    async def close(self) -> None:
        """As of `Source`."""
        await self._client.aclose()

    async def _sent(self, request: _Request, authorization: str | None) -> dict[str, Any]:
        headers = {} if authorization is None else {"Authorization": authorization}
        try:
            response = await self._client.request(
                request.method, request.path, json=request.body, headers=headers
            )
        except httpx2.TimeoutException:
            raise ServiceUnreachable(
                f"{self._url} did not answer in time", "ask again, or for less at once"
            ) from None
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise ServiceUnreachable(
                f"{self._url} cannot be reached: {error or type(error).__name__}",
                "start it (resolver serve), or check --url",
            ) from None
        return self._read(response)

    def _read(self, response: httpx2.Response) -> dict[str, Any]:
        try:
            body = response.json()
        except ValueError:
            body = None
        if isinstance(body, dict) and response.is_success:
            return body
        if isinstance(body, dict) and "code" in body:
            raise Refused(body)
        raise ServiceUnreachable(
            f"{self._url} answered {response.status_code}, and not as a resolver does",
            "check --url, and what stands between",
        )


def _allows(scope: object, tool: Tool) -> bool:
    needed = tool.route.scope
    if scope not in SCOPES or needed is None:
        return not tool.changes
    return SCOPES.index(needed) <= SCOPES.index(scope)


def _entity(given: dict[str, Any]) -> _Request:
    entity_id = quote(str(given["id"]), safe="")
    return _Request("GET", ENTITY.path.replace("{id}", entity_id))


def _created(given: dict[str, Any]) -> _Request:
    how = {
        "resolve": "true",
        "add_alias": str(given.get("add_alias", False)).lower(),
        "ambiguous": given.get("ambiguous", "return"),
        "wait": "true",
    }
    record = given["record"]
    if isinstance(record, dict) and "reason" in given:
        record = {**record, "reason": given["reason"]}
    return _Request("POST", f"{CREATE_ENTITY.path}?{urlencode(how)}", record)


_REQUESTS: Final[dict[str, Callable[[dict[str, Any]], _Request]]] = {
    "resolve": functools.partial(_Request, "POST", RESOLVE_MANY.path),
    "annotate": functools.partial(_Request, "POST", ANNOTATE.path),
    "entity": _entity,
    "review": functools.partial(_Request, "POST", f"{REVIEW.path}?wait=true"),
    "resolve-or-create": _created,
}
"""What each tool asks of a service."""
