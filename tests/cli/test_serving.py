"""Serving makes an index where there is none that can be opened, and says so."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.index.format import FORMAT
from resolver.table import Table
from tests.conftest import Cli, free_port, is_listened_on, wait_for
from tests.index.conftest import of_another_format, rewrite_manifest
from tests.web.conftest import Service


def test_an_index_of_another_version_does_not_keep_the_service_from_starting(
    make_home: Callable[..., Path],
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    rewrite_manifest(home, of_another_format)
    service = Service(home, workers=1)
    assert json.loads(service.get("/v1/resolve?q=Ana")[1])["id"] == "a"
    assert service.stop() == 0
    reads = f"has index format 99, this resolver reads {FORMAT}; the store is compiled anew"
    assert reads in service.log
    assert "serving 1 entity at" in service.log


def test_what_cannot_be_compiled_anew_is_an_error_of_one_line(
    cli: Cli, make_home: Callable[..., Path]
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    rewrite_manifest(home, of_another_format)
    (home / "store.sqlite").unlink()
    done = cli("serve", "--home", home)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert done.stderr.endswith(f"this resolver reads {FORMAT} — run: resolver compile\n")
    assert not (home / "store.sqlite").exists()


def test_of_two_that_start_at_once_on_one_port_one_is_refused(
    make_home: Callable[..., Path],
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    port = free_port()
    command = [sys.executable, "-m", "resolver", "serve", "--home", str(home), "--port", str(port)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        wait_for(lambda: any(each.poll() is not None for each in both) and is_listened_on(port), 30)
        (refused,) = (each for each in both if each.poll() is not None)
        _, said = refused.communicate()
        assert refused.returncode == 2
        assert said.startswith(f"error: cannot listen on 127.0.0.1:{port}: address already in use")
    finally:
        for each in both:
            each.terminate()
            each.communicate(timeout=30)


INSTITUTIONS = "Institution,City,Country\nTate,London,UK\nLouvre,Paris,France\n"


@pytest.fixture
def institutions(tmp_path: Path) -> Path:
    path = tmp_path / "institutions.csv"
    path.write_text(INSTITUTIONS)
    return path


def found(service: Service, name: str) -> str | None:
    """The ID of the best candidate."""
    candidates = json.loads(service.get(f"/v1/resolve?q={name}")[1])["candidates"]
    return candidates[0]["id"] if candidates else None


def test_a_table_is_guessed_imported_and_served_from_a_home_beside_it(institutions: Path) -> None:
    service = Service(None, table=institutions, workers=1)
    tate = found(service, "Tate")
    manifest = json.loads(service.get("/reconcile")[1])
    wait_for(lambda: "paste" in service.log)
    assert service.stop() == 0
    assert tate is not None
    assert tate.startswith("institutions-tate-")
    assert (manifest["versions"], manifest["name"]) == (["0.2"], "institutions")
    assert 'name = "Institution"' in service.log
    assert "rows have no ID: each gets one made of Institution, and keeps it" in service.log
    assert f"edit {institutions.with_suffix('.toml')}, and start again\n" in service.log
    assert "institutions: 2 added" in service.log
    assert f"paste into OpenRefine: http://127.0.0.1:{service.port}/reconcile\n" in service.log
    assert (institutions.parent / "institutions.csv.resolver" / "index" / "CURRENT").is_file()


def test_an_unchanged_table_is_served_as_it_is_a_changed_one_anew_and_edits_stay(
    institutions: Path,
) -> None:
    service = Service(None, table=institutions, workers=1)
    louvre = found(service, "Louvre")
    assert service.stop() == 0
    assert louvre is not None
    with Table.open(institutions.parent / "institutions.csv.resolver") as table:
        table.alias(louvre, "Grand Palace of Pictures")
    service = Service(None, table=institutions, workers=1)
    assert service.stop() == 0
    assert "institutions: 0 changes, 2 unchanged\nserving" in service.log
    assert "[columns]" not in service.log
    lines = INSTITUTIONS.splitlines(keepends=True)
    moved = lines[2].replace("Paris", "Paris 1er")
    institutions.write_text("".join([lines[0], "Prado,Madrid,Spain\n", moved, lines[1]]))
    service = Service(None, table=institutions, workers=1)
    ids = [found(service, each) for each in ("Louvre", "Grand+Palace+of+Pictures", "Prado")]
    assert service.stop() == 0
    assert ids[:2] == [louvre, louvre]
    assert ids[2] not in (None, louvre)
    assert "institutions: 1 added, 1 updated, 0 retired, 1 unchanged" in service.log


def test_what_is_called_id_and_is_none_is_said(tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("id,Company\na,Acme\na,Zenith\nb,Apex\n")
    service = Service(None, table=path, workers=1)
    assert service.stop() == 0
    assert "id is no ID, for rows lack or share it: each gets one made of Company" in service.log


def test_a_broken_row_is_named_and_nothing_is_served(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("id,type,name\na,organization,Acme\n")
    service = Service(None, table=path, workers=1)
    assert service.stop() == 0
    path.write_text("id,type,name\na,organization,Acme\nb,organization,\n")
    done = cli("serve", "--table", path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {path}, line 3, column name: name is empty — ")
    home = path.with_name("firms.csv.resolver")
    assert cli("resolve", "Acme", "--home", home).stdout.startswith("match  a")


@pytest.mark.parametrize(
    ("given", "pasted"),
    [
        ({"host": "0.0.0.0"}, "http://127.0.0.1:{port}/reconcile"),  # noqa: S104 - behind no network
        ({"public_url": "https://names.example.org/"}, "https://names.example.org/reconcile"),
        ({"read_key": "true"}, "http://127.0.0.1:{port}/reconcile/key/KEY (KEY: one of yours)"),
    ],
)
def test_the_url_to_paste_is_one_that_a_browser_here_can_open(
    make_home: Callable[..., Path], given: dict[str, Any], pasted: str
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    service = Service(home, workers=1, **given)
    wait_for(lambda: "paste" in service.log)
    assert service.stop() == 0
    assert f"paste into OpenRefine: {pasted.format(port=service.port)}\n" in service.log


def test_the_url_answers_when_it_is_printed_and_a_signal_then_ends_the_service(
    make_home: Callable[..., Path],
) -> None:
    home, port = make_home({"id": "a", "type": "person", "name": "Ana"}), free_port()
    command = [sys.executable, "-m", "resolver", "serve", "--home", str(home), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as service:
        assert service.stderr is not None
        printed = next(line for line in service.stderr if line.startswith("paste"))
        with urllib.request.urlopen(printed.split()[-1], timeout=20) as answer:  # noqa: S310 - of http
            manifest = json.load(answer)
        service.terminate()
        assert service.wait(30) == 0
    assert manifest["versions"] == ["0.2"]
