"""OFAC's list as it is fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.packs.sanctions.shared import CSVS, FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory with all the files of OFAC's list as CSV."""
    for name in CSVS:
        shutil.copy(FILES / name, tmp_path)
    return tmp_path
