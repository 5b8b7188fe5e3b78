"""Answers, problems and failures as a client of the protocol gets them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")

import anyio
from mcp import MCPError

from resolver.mcp.of_home import OfHome
from resolver.mcp.serving import server_of
from resolver.mcp.tools import INSTRUCTIONS, TOOLS
from tests.mcp.conftest import call, talk
from tests.test_docs import as_pattern


@pytest.fixture
def source(home: Path) -> Iterator[OfHome]:
    opened = OfHome(home)
    yield opened
    anyio.run(opened.close)


def test_a_client_reads_what_the_table_of_tools_says(source: OfHome) -> None:
    async def read(client: Any) -> Any:
        return client.instructions, (await client.list_tools()).tools

    instructions, tools = talk(server_of(source), read)
    assert instructions == INSTRUCTIONS
    for shown, tool in zip(tools, TOOLS, strict=True):
        assert (shown.name, shown.description) == (tool.name, tool.description)
        assert shown.input_schema == tool.schema
        assert shown.annotations.read_only_hint is not tool.changes
        assert shown.annotations.destructive_hint is tool.changes


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_answer_is_json_twice_for_clients_of_any_age(source: OfHome, mode: str) -> None:
    async def ask(client: Any) -> Any:
        return await client.call_tool("resolve", {"text": "NATO"})

    answer = talk(server_of(source), ask, mode=mode)
    assert answer.is_error is False
    assert answer.structured_content["id"] == "nato"
    assert json.loads(answer.content[0].text) == answer.structured_content


def test_what_is_wrong_with_a_call_is_a_problem_that_a_model_can_read(source: OfHome) -> None:
    server = server_of(source)
    failed = call(server, "resolve", text="NATO", typ="person")
    assert failed.is_error
    assert failed.structured_content["code"] == "bad_value"
    assert failed.structured_content["title"] == "unknown field 'typ'"
    ambiguous = call(server, "resolve-or-create", record={"type": "person", "name": "Kim Min-jun"})
    assert ambiguous.is_error
    assert {each["id"] for each in ambiguous.structured_content["candidates"]} == {"kim-1", "kim-2"}


def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(source: OfHome) -> None:
    with pytest.raises(MCPError, match="there is no tool 'erase' — there are resolve, annotate"):
        call(server_of(source), "erase")


PAGE = Path(__file__).parent.parent.parent / "docs" / "mcp.md"


def test_the_page_shows_what_the_tools_answer(bundled_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(bundled_home, tmp_path / "home")
    tools = PAGE.read_text("utf-8").partition("## Tools")[2]
    block = r"```json\n(.*)\n```\n"
    shown = re.findall(rf"(?:^`(\S+)`: .*\n(?:.+\n)*\n)?{block}\n{block}", tools, re.MULTILINE)
    assert len(shown) == 8
    assert [name for name, _, _ in shown if name] == [tool.name for tool in TOOLS]

    async def as_shown(client: Any) -> None:
        tool = ""
        for name, given, answer in shown:
            tool = name or tool
            done = await client.call_tool(tool, json.loads(given))
            printed = done.content[0].text
            assert re.fullmatch(as_pattern(answer), printed), printed

    talk(server_of(OfHome(home)), as_shown)


class Broken(OfHome):
    """A home with a fault that nobody foresaw."""

    async def ask(self, *given: Any, **_: Any) -> dict[str, Any]:
        raise ZeroDivisionError(given[1]["text"])


def test_a_fault_fails_the_call_alone_and_shows_nothing_of_itself(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def twice(client: Any) -> Any:
        return [await client.call_tool("resolve", {"text": "secret"}) for _ in range(2)]

    for failed in talk(server_of(Broken(home)), twice):
        assert failed.is_error
        assert failed.structured_content["code"] == "error"
        assert "secret" not in failed.content[0].text
    assert "the tool resolve failed" in caplog.text
