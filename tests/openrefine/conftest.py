"""An OpenRefine that all tests of a run share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.openrefine.refine import OpenRefine, openrefine


@pytest.fixture(scope="session")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    if openrefine() is None:
        pytest.skip(
            "OpenRefine is not installed: apt install openrefine, or OPENREFINE=its program"
        )
    found = OpenRefine(tmp_path_factory.mktemp("refine"))
    yield found
    found.stop()
