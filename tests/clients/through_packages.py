"""Packages that others published get the answers that the engine gives of the same rows."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest

from resolver import Resolver
from tests.openrefine.rows import matches_of, rows_of
from tests.web.conftest import Serve, serve  # noqa: F401 - a fixture

PROGRAMS: Final = Path(__file__).parent


@pytest.mark.parametrize("client", ["reconciler", "py_reconciliation"])
def test_a_client_matches_what_the_engine_matches(
    client: str,
    serve: Serve,  # noqa: F811 - the fixture
    bundled: Resolver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    python = Path(os.environ.get("RESOLVER_CLIENTS", "")) / client / "bin" / "python"
    if not python.exists():
        pytest.skip(
            f"make test-clients installs {client}.txt; NumPy below 2 needs Python 3.11 or 3.12"
        )
    rows = list({name: (name, country) for name, country in rows_of(bundled, 500)}.values())
    asked = {"url": f"http://127.0.0.1:{serve().port}/reconcile", "rows": rows}
    began = time.monotonic()
    done = subprocess.run(
        [python, PROGRAMS / f"ask_{client}.py"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = dict(zip((name for name, _ in rows), matches_of(bundled, rows), strict=True))
    assert json.loads(done.stdout) == expected
    with capsys.disabled():
        print(  # noqa: T201 - the figure is what a person runs it for
            f"\n{client}: {len(rows)} rows in {time.monotonic() - began:.1f} s"
        )
