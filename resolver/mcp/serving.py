"""A source as a server of the protocol: reach for `server_of` to serve one over any transport."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext

from resolver.errors import ResolverError
from resolver.mcp.source import Refused, Source
from resolver.mcp.tools import BY_NAME, INSTRUCTIONS, Tool
from resolver.web.problems import to_problem

_log: Final = logging.getLogger(__name__)


def server_of(source: Source) -> Server[Any]:
    """The server whose tools a source answers."""

    async def list_tools(
        context: ServerRequestContext[Any], _: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        offered = await source.offered(_authorization(context))
        return types.ListToolsResult(tools=[_shown(tool) for tool in offered])

    async def call_tool(
        context: ServerRequestContext[Any], asked: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = BY_NAME.get(asked.name)
        if tool is None:
            known = f"there are {', '.join(BY_NAME)}"
            raise MCPError(types.INVALID_PARAMS, f"there is no tool {asked.name!r} — {known}")
        return await _answered(source, tool, asked.arguments or {}, _authorization(context))

    return Server(
        "alias-resolver",
        version=version("alias-resolver"),
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _answered(
    source: Source, tool: Tool, arguments: Mapping[str, Any], authorization: str | None
) -> types.CallToolResult:
    """The answer of a tool, or what is wrong with the call, which the model can read and mend."""
    try:
        answer = await source.ask(tool, tool.check(arguments), authorization)
        return _result(answer)
    except Refused as error:
        return _result(error.problem, is_error=True)
    except ResolverError as error:
        return _result(to_problem(error), is_error=True)
    except Exception:  # nobody foresaw it: the call fails, the server stays
        _log.exception("the tool %s failed", tool.name)
        failure = ResolverError("something went wrong", "standard error of the server says what")
        return _result(to_problem(failure), is_error=True)


def _result(value: Mapping[str, Any], *, is_error: bool = False) -> types.CallToolResult:
    """JSON values as structured content and, for clients that read none, as text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)],
        structured_content=dict(value),
        is_error=is_error,
    )


def _shown(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema,
        annotations=types.ToolAnnotations(
            read_only_hint=not tool.changes,
            destructive_hint=tool.changes,  # what was decided before may end
            open_world_hint=False,
        ),
    )


def _authorization(context: ServerRequestContext[Any]) -> str | None:
    """The header of a request over HTTP; None over stdio, or where there is none."""
    if context.request is None:
        return None
    found: str | None = context.request.headers.get("authorization")
    return found
