"""A running OpenRefine with a folder of its own, and its HTTP API."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.conftest import free_port, wait_for
from tests.web.conftest import Service

START_S: Final = 120
"""Seconds that a Java program may take to start."""

WORK_S: Final = 300
"""Seconds that what is done to all rows may take."""

ALL_ROWS: Final[dict[str, Any]] = {"facets": [], "mode": "row-based"}
"""The engine of facets that leaves no row out."""

_ADDRESS: Final = re.compile(r"^paste into OpenRefine: (.*)$", re.MULTILINE)

_SWITCHES: Final = ("omitBlank", "omitError", "selectBlank", "selectError", "invert")
"""What a facet says beside its expression; all of it is off here."""


Manifest = dict[str, Any]
"""What a service says of itself, with its own URL as `url`."""


def service_at(url: str) -> Manifest:
    """The manifest of a service."""
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - of http
        return {**json.load(answer), "url": url}


def address_of(service: Service) -> str:
    """The URL that a service prints to be pasted, once it does."""
    wait_for(lambda: _ADDRESS.search(service.log), START_S)
    (url,) = _ADDRESS.findall(service.log)
    return str(url)


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
            page: str = answer.url
        return urllib.parse.parse_qs(urllib.parse.urlsplit(page).query)["project"][0]

    def reconcile(
        self, project: str, column: str, service: Manifest, properties: Mapping[str, str]
    ) -> None:
        """Reconcile a column, and take what the service is sure of.

        Args:
            project: Its ID.
            column: The name of the column.
            service: What is asked.
            properties: By the name of a column, the ID of the property that it has.
        """
        details = [
            {"column": name, "property": {"id": known, "name": known}}
            for name, known in properties.items()
        ]
        config = {
            "mode": "standard-service",
            "service": service["url"],
            **_spaces(service),
            "type": None,
            "autoMatch": True,
            "batchSize": service["batchSize"],
            "columnDetails": details,
            "limit": 0,
        }
        fields = {"columnName": column, "config": config, "engine": ALL_ROWS}
        self._work("reconcile", project, fields)

    def extend(
        self, project: str, column: str, service: Manifest, properties: Sequence[str]
    ) -> None:
        """Add columns of properties after a reconciled one, the first of the table."""
        fields = {
            "baseColumnName": column,
            "endpoint": service["url"],
            **_spaces(service),
            "columnInsertIndex": "1",
            "extension": {"properties": [{"id": each, "name": each} for each in properties]},
            "engine": ALL_ROWS,
        }
        self._work("extend-data", project, fields)

    def fetch(self, project: str, column: str, expression: str, *, name: str) -> None:
        """Add a column of what the URLs have that an expression makes of another one."""
        fields = {
            "baseColumnName": column,
            "urlExpression": f"grel:{expression}",
            "newColumnName": name,
            "columnInsertIndex": "1",
            "delay": "0",
            "onError": "store-error",
            "cacheResponses": "false",
            "httpHeaders": [],
            "engine": ALL_ROWS,
        }
        self._work("add-column-by-fetching-urls", project, fields)

    def facet(self, project: str, column: str, expression: str) -> dict[Any, int]:
        """How many rows have each value of an expression."""
        facet = {
            "type": "list",
            "name": "f",
            "columnName": column,
            "expression": f"grel:{expression}",
            "selection": [],
            **dict.fromkeys(_SWITCHES, False),
        }
        engine = {**ALL_ROWS, "facets": [facet]}
        (made,) = self.command("compute-facets", project=project, fields={"engine": engine})[
            "facets"
        ]
        assert "error" not in made, made
        return {each["v"]["v"]: each["c"] for each in made["choices"]}

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

    def matched(self, project: str, column: str) -> list[str | None]:
        """The IDs that the cells of a column are matched with, row by row; None for none."""
        columns, rows, recons = self.rows(project)
        at = columns.index(column)
        found = [recons.get(str(row[at].get("r")), {}) for row in rows]
        return [each["m"]["id"] if each.get("j") == "matched" else None for each in found]

    def _work(self, name: str, project: str, fields: dict[str, Any]) -> None:
        """Give it a command on a project, and wait until that is done."""
        self.command(name, project=project, fields=fields)
        wait_for(lambda: not self.command("get-processes", project=project)["processes"], WORK_S)

    def _answers(self) -> bool:
        assert self._process.poll() is None, "OpenRefine ended"
        try:
            self.command("get-version")
        except OSError:
            time.sleep(0.3)
            return False
        return True


def _spaces(service: Manifest) -> dict[str, str]:
    return {key: service[key] for key in ("identifierSpace", "schemaSpace")}
