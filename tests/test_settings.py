"""Settings come from the environment; a wrong one stops the start."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from resolver.errors import BadValue
from resolver.settings import SETTINGS, Settings


def test_defaults_hold_where_nothing_is_set() -> None:
    assert Settings.from_environment({}) == Settings(home=Path(".resolver"), lock_wait_s=60.0)


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(
        BadValue, match="RESOLVER_HOM is not a setting — did you mean RESOLVER_HOME"
    ):
        Settings.from_environment({"RESOLVER_HOM": "/x"})


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf"])
def test_an_impossible_number_of_seconds_is_refused(value: str) -> None:
    with pytest.raises(BadValue, match="RESOLVER_LOCK_WAIT_S"):
        Settings.from_environment({"RESOLVER_LOCK_WAIT_S": value})


def test_every_row_of_the_table_is_a_field() -> None:
    fields = [field.name for field in dataclasses.fields(Settings)]
    assert [setting.name for setting in SETTINGS] == fields
