"""What an operator can set: one table, read once from the environment.

`SETTINGS` is the table, and `Settings.from_environment` the only reader. A variable that begins
with `RESOLVER_` and is not in the table stops the start, with the nearest name as a hint.
"""

from __future__ import annotations

import difflib
import math
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

from resolver.errors import BadValue


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Args:
        name: The field of `Settings`.
        default: What holds where it is not given, as text.
        unit: What it is counted in, or what it is.
        help: One sentence of what it is for.
        parse: From the text to the value; raises ValueError.
        masked: From the text to what of it an error may show.
    """

    name: str
    default: str
    unit: str
    help: str
    parse: Callable[[str], Any]
    masked: Callable[[str], str] = str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"RESOLVER_{self.name.upper()}"

    @property
    def takes(self) -> str:
        """What it is counted in, or what it is, with the range of a number."""
        return f"{self.unit}, {self.parse}" if isinstance(self.parse, _Within) else self.unit

    def value(self, text: str) -> Any:
        """The value that a text stands for; raises `BadValue` naming the variable."""
        try:
            return self.parse(text)
        except ValueError:
            raise BadValue(
                f"{self.variable} {self.masked(text)!r} is not what it takes: {self.takes}",
                f"the default is {self.default}" if self.default else None,
            ) from None


@dataclass(frozen=True, slots=True)
class _Within:
    """Reads a number of a range: from `low` up to `high`, both included."""

    kind: type[int] | type[float]
    low: float
    high: float

    def __call__(self, text: str) -> float:
        value = self.kind(text)
        if math.isnan(value) or not self.low <= value <= self.high:
            raise ValueError
        return value

    def __str__(self) -> str:
        if self.high == sys.float_info.max:
            return f"{self.low:,} or more"
        return f"{self.low:,} to {self.high:,}"


def _number(low: float, high: float = sys.float_info.max) -> _Within:
    return _Within(float, low, high)


def _count(low: int, high: int = 10**9) -> _Within:
    return _Within(int, low, high)


def _switch(text: str) -> bool:
    if text.lower() not in ("true", "false", "1", "0"):
        raise ValueError
    return text.lower() in ("true", "1")


def _url(text: str) -> str | None:
    if text and not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError
    return text or None


def _web_url(text: str) -> str | None:
    parts = urlsplit(text)  # raises ValueError where it is none
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError
    return text or None


def _rate(text: str) -> str | None:
    if text and re.fullmatch(r"[1-9][0-9]{0,8}/(second|minute|hour|day)", text) is None:
        raise ValueError
    return text or None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def mask_password(url: str) -> str:
    """A URL, or what was meant as one, that can be shown: without who logs in, and with what."""
    without_user = re.sub(r"^(\w+:/*)?.*@", r"\1***@", url, flags=re.DOTALL)
    return re.sub(r"(pass[^=&]*=)[^&]*", r"\1***", without_user, flags=re.IGNORECASE)


SETTINGS: Final = (
    Setting("home", "./.resolver", "directory", "Holds the store and its indexes.", Path),
    Setting(
        "lock_wait_s", "60", "seconds", "How long a writer waits for another to end.", _number(0)
    ),
    Setting("host", "127.0.0.1", "address", "The address that the service listens on.", str),
    Setting("port", "8000", "port", "The port that the service listens on.", _count(1, 65_535)),
    Setting("workers", "2", "processes", "How many processes serve.", _count(1, 256)),
    Setting(
        "max_concurrent_queries",
        "1",
        "queries",
        "Queries that a process works on at once.",
        _count(1, 64),
    ),
    Setting(
        "max_queued_queries",
        "32",
        "queries",
        "Queries that may wait in a process; the next one gets 503.",
        _count(0, 1000),
    ),
    Setting(
        "reload_s",
        "0.05",
        "seconds",
        "How often the service checks for a new index.",
        _number(0.01),
    ),
    Setting(
        "cache_mb",
        "32",
        "MB",
        "Memory for the answers that each process caches, about 1.4 kB each; 0 for none.",
        _count(0, 1_000_000),
    ),
    Setting(
        "redis_url",
        "",
        "URL (redis://, rediss://, unix://)",
        "The Redis that processes and services share as a cache, if any.",
        _url,
        mask_password,
    ),
    Setting(
        "redis_timeout_s",
        "0.05",
        "seconds",
        "How long a call of Redis may take.",
        _number(0.001, 10),
    ),
    Setting("cache_ttl_s", "86400", "seconds", "How long Redis keeps an answer.", _count(1)),
    Setting(
        "cors_origins",
        "",
        "origins with spaces between, or *",
        "Web pages that may ask from a browser.",
        _words,
    ),
    Setting(
        "allowed_hosts",
        "",
        "names with spaces between",
        "Hosts that requests may name. On the loopback its own names always; elsewhere any "
        "until some are named here.",
        _words,
    ),
    Setting(
        "public_url",
        "",
        "URL (http://, https://)",
        "Where clients reach the service, if a proxy stands before it; its host is allowed.",
        _web_url,
    ),
    Setting(
        "read_key",
        "false",
        "true or false",
        "Whether reading needs a key, too; writing always does.",
        _switch,
    ),
    Setting(
        "rate_limit",
        "",
        "requests/second, /minute, /hour or /day, such as 100/minute",
        "How many requests each key, or each address without one, may make; any number if empty.",
        _rate,
    ),
    Setting(
        "job_max_mb",
        "200",
        "MB",
        "How long a list may be that is sent as a job, unpacked too.",
        _count(1, 1_000_000),
    ),
    Setting("job_max_rows", "5000000", "rows", "Rows that the list of a job may have.", _count(1)),
    Setting(
        "max_queued_jobs",
        "20",
        "jobs",
        "Jobs that are not done yet, with those on their way; the next one gets 503.",
        _count(1, 10_000),
    ),
    Setting(
        "jobs_at_once",
        "1",
        "jobs",
        "Jobs that a worker works on at once; each uses all processors.",
        _count(1, 64),
    ),
    Setting(
        "job_days",
        "7",
        "days",
        "How long a job and its result are kept once it has ended.",
        _number(0.0001, 36_500),
    ),
    Setting(
        "job_memory_mb",
        "1024",
        "MB",
        "Memory of its own that each process of a job may take; the index does not count.",
        _count(128, 1_000_000),
    ),
    Setting(
        "job_timeout_s",
        "21600",
        "seconds",
        "How long a job may be worked on without a break.",
        _number(1),
    ),
    Setting(
        "log_text",
        "false",
        "true or false",
        "Whether the text of queries is logged; names are personal data.",
        _switch,
    ),
)


_RENAMED: Final = {
    "RESOLVER_CACHE_ENTRIES": "use RESOLVER_CACHE_MB, which counts megabytes instead of answers"
}
"""What to do about settings that there are no more."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of this process; `SETTINGS` says what each field is."""

    home: Path
    lock_wait_s: float
    host: str
    port: int
    workers: int
    max_concurrent_queries: int
    max_queued_queries: int
    reload_s: float
    cache_mb: int
    redis_url: str | None
    redis_timeout_s: float
    cache_ttl_s: int
    cors_origins: tuple[str, ...]
    allowed_hosts: tuple[str, ...]
    public_url: str | None
    read_key: bool
    rate_limit: str | None
    job_max_mb: int
    job_max_rows: int
    max_queued_jobs: int
    jobs_at_once: int
    job_days: float
    job_memory_mb: int
    job_timeout_s: float
    log_text: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The settings, from the variables of `SETTINGS` and their defaults.

        Raises:
            BadValue: A variable is unknown or has an impossible value.
        """
        known = {setting.variable: setting for setting in SETTINGS}
        for variable in environment:
            if variable.startswith("RESOLVER_") and variable not in known:
                near = difflib.get_close_matches(variable, known, n=1)
                remedy = f"did you mean {near[0]}?" if near else f"they are {', '.join(known)}"
                raise BadValue(f"{variable} is not a setting", _RENAMED.get(variable, remedy))
        return cls(**{s.name: s.value(environment.get(s.variable) or s.default) for s in SETTINGS})

    def changed(self, given: Mapping[str, str | None]) -> Self:
        """These settings with other values for the fields that are given, as text.

        Raises:
            BadValue: A value is impossible.
        """
        table = {setting.name: setting for setting in SETTINGS}
        values = {name: table[name].value(text) for name, text in given.items() if text is not None}
        return replace(self, **values)

    def to_environment(self) -> dict[str, str]:
        """The variables that make these settings, to start another process with."""
        values = {setting.variable: getattr(self, setting.name) for setting in SETTINGS}
        return {
            variable: " ".join(value) if isinstance(value, tuple) else str(value)
            for variable, value in values.items()
            if value is not None
        }
