"""The settings of a process, read once from its environment."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self

from resolver.errors import BadValue
from resolver.settings.table import SETTINGS

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
    reconcile_name: str
    reconcile_logo: str | None
    identifier_space: str | None
    reconcile_origins: tuple[str, ...]
    read_key: bool
    key: str | None = field(repr=False)
    rate_limit: str | None
    job_max_mb: int
    job_max_rows: int
    max_queued_jobs: int
    jobs_at_once: int
    job_days: float
    job_memory_mb: int
    job_timeout_s: float
    keep_undecided: bool
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
