"""A pack without files has the versions of its libraries, or says which one is missing."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from resolver.errors import BadSource
from resolver.packs.libraries import versions_of


def test_libraries_come_with_their_versions() -> None:
    assert versions_of("places", ["pytest", "ruff"]) == f"pytest {version('pytest')} ruff " + (
        version("ruff")
    )


def test_a_library_that_is_missing_is_named_with_what_installs_it() -> None:
    with pytest.raises(BadSource, match=r"^places: no-such-library is not installed — pip install"):
        versions_of("places", ["pytest", "no-such-library"])
