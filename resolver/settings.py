"""The settings: one table, read once from the environment, at the edge.

`SETTINGS` is the table; `Settings.from_environment` is the only reader. A variable that begins
with `RESOLVER_` and is not in the table stops the start with the nearest name as a hint.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from resolver.errors import BadValue


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the field, what it holds when not given, its unit and what it is for."""

    name: str
    default: str
    unit: str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"RESOLVER_{self.name.upper()}"


SETTINGS: Final = (
    Setting("home", "./.resolver", "directory", "Holds the store and its indexes."),
    Setting("lock_wait_s", "60", "seconds", "How long a writer waits for another one to end."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for this process."""

    home: Path
    lock_wait_s: float

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
                raise BadValue(
                    f"{variable} is not a setting",
                    f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}",
                )
        given = {s.name: environment.get(s.variable) or s.default for s in SETTINGS}
        return cls(
            home=Path(given["home"]),
            lock_wait_s=_seconds("RESOLVER_LOCK_WAIT_S", given["lock_wait_s"]),
        )


def _seconds(variable: str, written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise BadValue(f"{variable} {written!r} is not a number of seconds", "write 60")
    return seconds
