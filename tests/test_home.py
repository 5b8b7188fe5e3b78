"""Where things of a home lie, and its lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import HomeBusy, HomeMissing
from resolver.home import Home


def test_one_writer_at_a_time_holds_a_home(tmp_path: Path) -> None:
    with (
        Home(tmp_path).locked(wait_s=0),
        pytest.raises(HomeBusy),
        Home(tmp_path).locked(wait_s=0.1),
    ):
        pass
    with Home(tmp_path).locked(wait_s=0):
        pass
    with pytest.raises(HomeMissing), Home(tmp_path / "nowhere").locked(wait_s=0):
        pass
