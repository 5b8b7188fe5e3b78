"""Serving makes an index where there is none that can be opened, and says so."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from resolver.index.format import FORMAT
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
