"""Servers for agents as real processes, over a small home and over a service on it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from resolver.access import Scope, add_key
from tests.conftest import compile_entities
from tests.web.conftest import Service
from tests.web.editing import ENTITIES

TWO_KIMS: tuple[dict[str, Any], ...] = (
    {"id": "kim-1", "type": "person", "name": "Kim Min-jun", "country": ["KR"]},
    {"id": "kim-2", "type": "person", "name": "Kim Min-jun", "country": ["US"]},
)
"""Two who have one name."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_entities(tmp_path_factory.mktemp("agents"), *ENTITIES, *TWO_KIMS)


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A home with few entities that a test may change."""
    return shutil.copytree(made, tmp_path / "home")


@pytest.fixture
def service(home: Path) -> Iterator[Service]:
    """A service on that home."""
    running = Service(home, workers=1)
    yield running
    running.stop()


def url_of(service: Service) -> str:
    return f"http://127.0.0.1:{service.port}"


def key_of(home: Path, scope: Scope) -> str:
    """The secret of a key to a home."""
    return add_key(home, f"agent-{scope}", scope, by="test")


def environment(**variables: str) -> dict[str, str]:
    """What a process gets: no setting but those given."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    return kept | variables


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "resolver", "mcp", *map(str, arguments)]


def started(*arguments: str | Path, **variables: str) -> Any:
    """A server over standard input and output, for the SDK's client to start."""
    from mcp import StdioServerParameters

    program, *rest = command(*arguments)
    return StdioServerParameters(command=program, args=rest, env=environment(**variables))


def talk(server: Any, work: Callable[..., Awaitable[Any]], **given: Any) -> Any:
    """What some work with a client of a server comes to.

    Args:
        server: A server, how to start one, or its URL.
        work: What to do with the client.
        given: Further arguments of the client.
    """
    from mcp import Client

    errors: list[Exception] = []

    async def talked() -> Any:
        with anyio.fail_after(60):
            async with Client(server, **given) as client:
                try:
                    return await work(client)
                except Exception as error:  # raised below, out of the client's groups of errors
                    errors.append(error)
                    return None

    done = anyio.run(talked)
    for error in errors:
        raise error
    return done


def call(server: Any, name: str, /, **given: Any) -> Any:
    """What a tool answers to one call."""

    async def called(client: Any) -> Any:
        return await client.call_tool(name, given)

    return talk(server, called)


async def names_of(client: Any) -> list[str]:
    """The names of the tools that a client is offered."""
    return [tool.name for tool in (await client.list_tools()).tools]


async def cancel_one(client: Any) -> Any:
    """What is answered to a call after one that takes long was cancelled."""
    long = " ".join(["Ana Bell of NATO met Xaver Yilmaz."] * 5_000)
    await client.call_tool("resolve", {"text": "NATO"})  # all is opened that is opened once
    with anyio.move_on_after(0.2) as scope:
        await client.call_tool("annotate", {"text": long})
    assert scope.cancelled_caught
    return await client.call_tool("resolve", {"text": "NATO"})


offered = partial(talk, work=names_of)
"""The names of the tools that a server offers."""
