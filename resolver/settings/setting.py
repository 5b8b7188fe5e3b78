"""What a setting is, and how its value is read from text. Reach for it to add a kind of value."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
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
        return f"{self.unit}, {self.parse}" if isinstance(self.parse, Within) else self.unit

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
class Within:
    """Reads a number of a range: from `low` up to `high`, both included."""

    kind: type[int] | type[float]
    low: float
    high: float

    def __call__(self, text: str) -> float:
        """The number in a text; raises ValueError where it is none of the range."""
        value = self.kind(text)
        if math.isnan(value) or not self.low <= value <= self.high:
            raise ValueError
        return value

    def __str__(self) -> str:
        if self.high == sys.float_info.max:
            return f"{self.low:,} or more"
        return f"{self.low:,} to {self.high:,}"


def number(low: float, high: float = sys.float_info.max) -> Within:
    """Reads a number from `low` on."""
    return Within(float, low, high)


def count(low: int, high: int = 10**9) -> Within:
    """Reads a whole number from `low` on."""
    return Within(int, low, high)


def switch(text: str) -> bool:
    """Whether a text says yes; raises ValueError where it says neither."""
    if text.lower() not in ("true", "false", "1", "0"):
        raise ValueError
    return text.lower() in ("true", "1")


def redis_url(text: str) -> str | None:
    """A URL of Redis; None for an empty text."""
    if text and not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError
    return text or None


def web_url(text: str) -> str | None:
    """A URL of the web; None for an empty text."""
    parts = urlsplit(text)  # raises ValueError where it is none
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError
    return text or None


def rate(text: str) -> str | None:
    """So many in some time; None for an empty text."""
    if text and re.fullmatch(r"[1-9][0-9]{0,8}/(second|minute|hour|day)", text) is None:
        raise ValueError
    return text or None


def secret(text: str) -> str | None:
    """A text that a header can carry; None for an empty one."""
    if text and re.fullmatch(r"[!-~]+", text) is None:
        raise ValueError
    return text or None


def hidden(_: str) -> str:
    """What an error shows of a secret: nothing."""
    return "***"


def words(text: str) -> tuple[str, ...]:
    """Words with spaces between."""
    return tuple(text.split())


def mask_password(url: str) -> str:
    """A URL, or what was meant as one, that can be shown: without who logs in, and with what."""
    without_user = re.sub(r"^(\w+:/*)?.*@", r"\1***@", url, flags=re.DOTALL)
    return re.sub(r"(pass[^=&]*=)[^&]*", r"\1***", without_user, flags=re.IGNORECASE)
