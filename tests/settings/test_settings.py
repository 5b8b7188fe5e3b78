"""Settings come from the environment; a wrong one stops the start."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from resolver.errors import BadValue
from resolver.settings import SETTINGS, Settings


def test_defaults_hold_where_nothing_is_set() -> None:
    settings = Settings.from_environment({})
    assert (settings.home, settings.port, settings.redis_url) == (Path(".resolver"), 8000, None)
    assert (settings.redis_timeout_s, settings.log_text, settings.cors_origins) == (0.05, False, ())


def test_settings_go_to_the_environment_of_another_process_and_back() -> None:
    given = {
        "RESOLVER_HOME": "/x",
        "RESOLVER_REDIS_URL": "redis://r:6379/0",
        "RESOLVER_CORS_ORIGINS": "https://a.example https://b.example",
        "RESOLVER_LOG_TEXT": "true",
        "RESOLVER_REDIS_TIMEOUT_S": "0.5",
    }
    for settings in (Settings.from_environment({}), Settings.from_environment(given)):
        assert Settings.from_environment(settings.to_environment()) == settings


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("RESOLVER_PORT", "0"),
        ("RESOLVER_PORT", "http"),
        ("RESOLVER_WORKERS", "0"),
        ("RESOLVER_REDIS_URL", "localhost:6379"),
        ("RESOLVER_LOG_TEXT", "maybe"),
        ("RESOLVER_CACHE_TTL_S", "0"),
    ],
)
def test_an_impossible_value_is_refused_by_the_name_of_its_variable(
    variable: str, value: str
) -> None:
    with pytest.raises(BadValue, match=f"{variable} '{value}' is not what it takes"):
        Settings.from_environment({variable: value})


def test_a_key_is_shown_by_no_error_and_no_print() -> None:
    with pytest.raises(BadValue) as caught:
        Settings.from_environment({"RESOLVER_KEY": "geheim and more"})
    assert "geheim" not in str(caught.value)
    assert str(caught.value).startswith("RESOLVER_KEY '***' is not what it takes: secret of a key")
    settings = Settings.from_environment({"RESOLVER_KEY": "geheim"})
    assert settings.key == "geheim"
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("variable", "value", "takes"),
    [
        ("RESOLVER_JOB_MEMORY_MB", "127", "MB, 128 to 1,000,000"),
        ("RESOLVER_PORT", "65536", "port, 1 to 65,535"),
        ("RESOLVER_RELOAD_S", "0", "seconds, 0.01 or more"),
        ("RESOLVER_JOB_DAYS", "0", "days, 0.0001 to 36,500"),
        ("RESOLVER_LOG_TEXT", "maybe", "true or false"),
    ],
)
def test_a_refused_value_is_answered_with_the_range(variable: str, value: str, takes: str) -> None:
    with pytest.raises(BadValue) as caught:
        Settings.from_environment({variable: value})
    assert caught.value.what.endswith(f"is not what it takes: {takes}")


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(
        BadValue, match="RESOLVER_HOM is not a setting — did you mean RESOLVER_HOME"
    ):
        Settings.from_environment({"RESOLVER_HOM": "/x"})


def test_a_setting_that_was_renamed_is_refused_with_its_new_name() -> None:
    with pytest.raises(
        BadValue, match="RESOLVER_CACHE_ENTRIES is not a setting — use RESOLVER_CACHE_MB"
    ):
        Settings.from_environment({"RESOLVER_CACHE_ENTRIES": "5000"})


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:secret@host:6379/0", "http://***@host:6379/0"),
        ("me:secret@host", "me:***@host"),
        ("http://me:s/e@cret@host", "http://***@host"),
        ("host?password=secret&db=1", "host?password=***&db=1"),
        ("host?ssl_Password=secret", "host?ssl_Password=***"),
        ("host:6379", "host:6379"),
    ],
)
def test_a_wrong_redis_url_is_shown_without_its_password(url: str, shown: str) -> None:
    with pytest.raises(BadValue) as caught:
        Settings.from_environment({"RESOLVER_REDIS_URL": url})
    assert caught.value.what.startswith(f"RESOLVER_REDIS_URL '{shown}' is not what it takes")


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf"])
def test_an_impossible_number_of_seconds_is_refused(value: str) -> None:
    with pytest.raises(BadValue, match="RESOLVER_LOCK_WAIT_S"):
        Settings.from_environment({"RESOLVER_LOCK_WAIT_S": value})


def test_every_row_of_the_table_is_a_field() -> None:
    fields = [field.name for field in dataclasses.fields(Settings)]
    assert [setting.name for setting in SETTINGS] == fields
