"""What answers a tool: a home or a service. Reach for `Source` to add another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from resolver.comparing import compare
from resolver.mcp.tools import Tool
from resolver.web.requests import EXPLAIN


class Refused(Exception):
    """A service refused what was asked of it.

    Args:
        problem: The problem that it answered, as JSON values.
    """

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(problem.get("title"))
        self.problem = problem


class Source(Protocol):
    """What answers tools.

    `authorization` is the header of that name which came with a request over HTTP, if one did.
    """

    async def offered(self, authorization: str | None) -> Sequence[Tool]:
        """The tools that whoever asks may use, as far as that can be known."""

    async def ask(
        self, tool: Tool, given: dict[str, Any], authorization: str | None
    ) -> dict[str, Any]:
        """The answer of a tool, as JSON values.

        Args:
            tool: The tool.
            given: Its arguments, none of them unknown, missing or null.
            authorization: As of the class.

        Raises:
            ResolverError: It cannot be answered, or may not.
            Refused: A service says so.
        """

    async def close(self) -> None:
        """Let go of what was opened."""


def compared(given: dict[str, Any]) -> dict[str, Any]:
    """The answer of `compare`, for which no table is asked."""
    explain = wants_evidence(given)
    found = compare(given["name"], given["other"], type=given.get("type"))
    return found.to_dict(explain=explain)


def wants_evidence(given: dict[str, Any]) -> bool:
    """Whether the evidence is wanted, taken out of what is given; raises `BadValue`."""
    wanted: bool = EXPLAIN.check(given.pop(EXPLAIN.name, EXPLAIN.default))
    return wanted
