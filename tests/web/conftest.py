"""Apps over the bundled packs and running services, all closed when their test ends."""

from __future__ import annotations

import http.client
import json
import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import Keys
from resolver.settings import Settings
from resolver.web.access import Access
from resolver.web.app import close_app, create_app
from tests.conftest import compile_entities, free_port, wait_for
from tests.web.editing import ENTITIES, signed_in

MakeApp = Callable[..., Flask]
Serve = Callable[..., "Service"]


@pytest.fixture
def make_app(bundled_home: Path) -> Iterator[MakeApp]:
    apps: list[Flask] = []

    def make(home: Path = bundled_home, **given: Any) -> Flask:
        variables = {f"RESOLVER_{name.upper()}": str(value) for name, value in given.items()}
        settings = Settings.from_environment({"RESOLVER_HOME": str(home), **variables})
        apps.append(create_app(settings))
        return apps[-1]

    yield make
    for app in apps:
        close_app(app)


@pytest.fixture
def own_home(bundled_home: Path, tmp_path: Path) -> Path:
    """A home with the bundled index and jobs of its own."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "index").symlink_to(bundled_home / "index")
    return tmp_path / "home"


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with few entities. Only read it."""
    return compile_entities(tmp_path_factory.mktemp("few"), *ENTITIES)


@pytest.fixture
def few_home(few: Path, tmp_path: Path) -> Path:
    """A home with few entities that a test may change."""
    return shutil.copytree(few, tmp_path / "home")


@pytest.fixture
def editing(make_app: MakeApp, few_home: Path) -> FlaskClient:
    """A client who may change that home."""
    return signed_in(make_app(few_home, reload_s=0.05), few_home)


@pytest.fixture(scope="session")
def bundled_app(bundled_home: Path) -> Iterator[Flask]:
    """An app that tests share which ask it very often."""
    app = create_app(Settings.from_environment({"RESOLVER_HOME": str(bundled_home)}))
    yield app
    close_app(app)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def open_access(home: Path) -> Access:
    """What lets everybody read a home, and counts nobody."""
    return Access(Keys(home), None, read_key=False)


def ask(client: FlaskClient, **parameters: Any) -> TestResponse:
    """Resolve one name by GET."""
    return client.get("/v1/resolve", query_string=parameters)


class Service:
    """A running `resolver serve`: of a home, or with `--table` and the home beside it."""

    def __init__(
        self,
        home: Path | None,
        stderr: str | None = None,
        table: Path | None = None,
        **variables: object,
    ) -> None:
        served = ["--home", home] if table is None else ["--table", table]
        self.port = free_port()
        env = {
            name if name.isupper() else f"RESOLVER_{name.upper()}": str(value)
            for name, value in variables.items()
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "resolver", "serve", *served, "--port", str(self.port)],
            env={"PATH": "/usr/bin:/bin", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if stderr is None else os.open(stderr, os.O_WRONLY),
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        wait_for(self._answers, 30)

    @property
    def log(self) -> str:
        return "".join(self._lines)

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        url = f"http://127.0.0.1:{self.port}{path}"
        asked = urllib.request.Request(url, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - of http
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any, Message]:
        """The status, the JSON and the headers of an answer, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(connection):
            connection.request(
                method,
                path,
                None if body is None else json.dumps(body),
                {"Content-Type": "application/json", **sent},
            )
            response = connection.getresponse()
            return response.status, json.loads(response.read()), response.headers

    def workers(self) -> list[int]:
        """The process ids of those that serve."""
        command = ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        return [
            int(pid)
            for pid, parent, args in rows
            if int(parent) == self.process.pid and "spawn_main" in args
        ]

    def metric(self, name: str) -> float:
        """A metric, summed over its labels; NaN where a worker dies while it is asked."""
        try:
            lines = self.get("/metrics")[1].decode().splitlines()
        except OSError:
            return math.nan
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name))

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self._reader.join(5)
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self._lines.append(line.decode())

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False


HEAD = b"POST /v1/resolve HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def connected(service: Service, *sent: bytes) -> socket.socket:
    """A connection on which this was sent."""
    client = socket.create_connection(("127.0.0.1", service.port), timeout=20)
    for part in sent:
        client.sendall(part)
    return client


def post(service: Service, body: bytes) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    with closing(connection):
        connection.request("POST", "/v1/resolve", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()


@pytest.fixture
def serve(bundled_home: Path) -> Iterator[Serve]:
    services: list[Service] = []

    def start(home: Path = bundled_home, **variables: Any) -> Service:
        services.append(Service(home, **variables))
        return services[-1]

    yield start
    for service in services:
        if service.process.poll() is None:
            service.stop()
