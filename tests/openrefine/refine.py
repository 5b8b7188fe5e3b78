"""A running OpenRefine with a folder of its own, and its HTTP API."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, Final

from tests.conftest import free_port, wait_for

START_S: Final = 120
"""Seconds that a Java program may take to start."""

ALL_ROWS: Final[dict[str, Any]] = {"facets": [], "mode": "row-based"}
"""The engine of facets that leaves no row out."""


def openrefine() -> str | None:
    """The program; None where it is not installed."""
    return os.environ.get("OPENREFINE") or shutil.which("openrefine")


class OpenRefine:
    """A running OpenRefine, that no browser opens.

    Args:
        folder: Where it keeps its projects.
    """

    def __init__(self, folder: Path) -> None:
        program = openrefine()
        assert program is not None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [program, "-p", str(self.port), "-d", str(folder), "-x", "refine.headless=true"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self._answers, START_S)

    def stop(self) -> None:
        """End it, with the processes that its script started."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def command(self, name: str, *, fields: dict[str, Any] | None = None, **query: Any) -> Any:
        """The answer to a command: GET without fields, else POST of a form."""
        if fields is not None:
            query["csrf_token"] = self.command("get-csrf-token")["token"]
        form = {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in (fields or {}).items()
        }
        data = None if fields is None else urllib.parse.urlencode(form).encode()
        url = f"{self.url}/command/core/{name}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, data, timeout=120) as answer:  # noqa: S310 - of http
            found = json.load(answer)
        assert not isinstance(found, dict) or found.get("code", "ok") in {"ok", "pending"}, found
        return found

    def project(self, name: str, csv_text: str) -> str:
        """The ID of a new project from a CSV."""
        token = self.command("get-csrf-token")["token"]
        edge = "-- the part ends here --"
        parts = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in (("project-name", name), ("format", "text/line-based/*sv"))
        )
        options = json.dumps({"separator": ",", "headerLines": 1, "guessCellValueTypes": False})
        parts += f'--{edge}\r\nContent-Disposition: form-data; name="options"\r\n\r\n{options}\r\n'
        parts += (
            f'--{edge}\r\nContent-Disposition: form-data; name="project-file"; '
            f'filename="{name}.csv"\r\nContent-Type: text/csv; charset=utf-8\r\n\r\n'
            f"{csv_text}\r\n--{edge}--\r\n"
        )
        asked = urllib.request.Request(  # noqa: S310 - of http
            f"{self.url}/command/core/create-project-from-upload?csrf_token={token}",
            parts.encode(),
            {"Content-Type": f'multipart/form-data; boundary="{edge}"'},
        )
        with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310 - of http
            page = urllib.parse.urlsplit(answer.url)
        project: str = urllib.parse.parse_qs(page.query)["project"][0]
        return project

    def wait(self, project: str, seconds: float) -> None:
        """Wait until a project's work is done."""
        wait_for(lambda: not self.command("get-processes", project=project)["processes"], seconds)

    def rows(self, project: str) -> tuple[list[str], list[list[dict[str, Any]]], dict[str, Any]]:
        """The names of columns; the cells of each row in their order; the reconciliations by ID."""
        columns = self.command("get-models", project=project)["columnModel"]["columns"]
        found = self.command(
            "get-rows",
            project=project,
            start=0,
            limit=100_000,
            fields={"engine": ALL_ROWS},
        )
        places = [each["cellIndex"] for each in columns]
        cells = [
            [(row["cells"][at] if at < len(row["cells"]) else None) or {} for at in places]
            for row in found["rows"]
        ]
        return [each["name"] for each in columns], cells, found["pool"]["recons"]

    def _answers(self) -> bool:
        assert self._process.poll() is None, "OpenRefine ended"
        try:
            self.command("get-version")
        except OSError:
            time.sleep(0.3)
            return False
        return True
