"""A key: what it is called, what it may do, and until when. Reach for it to change what a key says.

A key is asked for by its secret, 256 random bits that its holder alone has. What is kept is a
digest: of a secret that nobody can guess, one round of SHA-256 is as good as many.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, Literal, Self, get_args

from resolver.errors import BadValue

Scope = Literal["read", "review", "write", "admin"]
"""What a key may do; each includes those before it."""

SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
"""The scopes, the smallest first."""

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
"""The form of names."""

SECRET: Final = re.compile(r"[A-Za-z0-9_.-]{32,256}")
"""The form of secrets."""

_PREFIX: Final = "rk_"
"""How secrets begin, so that a scanner of files knows one."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def new_secret() -> str:
    """A secret that nobody had before: 46 characters of letters, digits, `_` and `-`."""
    return f"{_PREFIX}{secrets.token_urlsafe(32)}"


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Args:
        name: What it is called in the journal and in lists; no other key ever has the same.
        scope: What it may do.
        digest: The digest of its secret.
        created: When it was made, as ISO 8601.
        by: Who made it.
        expires: The last day on which it holds, in UTC, as ISO 8601; None for ever.
        revoked: When it was revoked, as ISO 8601, if it was.

    Raises:
        BadValue: A field has another form.
    """

    name: str
    scope: Scope
    digest: str = field(repr=False)
    created: str
    by: str
    expires: str | None = None
    revoked: str | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            remedy = "use 1 to 64 letters, digits and _ . @ -, a letter or digit first"
            raise BadValue(f"a key cannot be called {self.name!r}", remedy, field="name")
        if self.scope not in SCOPES:
            remedy = f"there are {', '.join(SCOPES)}"
            raise BadValue(f"there is no scope {self.scope!r}", remedy, field="scope")
        if not _DIGEST.fullmatch(self.digest):
            raise BadValue("a key has no digest of a secret", "add it anew", field="digest")
        if self.expires is not None:
            _check_day(self.expires)

    def allows(self, scope: Scope) -> bool:
        """Whether it may do what needs a scope."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)

    def holds(self, today: date | None = None) -> bool:
        """Whether it was not revoked and has not expired, on a day of UTC or else on this one."""
        if self.revoked is not None:
            return False
        if self.expires is None:
            return True
        return (today or datetime.now(UTC).date()) <= date.fromisoformat(self.expires)

    def to_dict(self) -> dict[str, Any]:
        """The key as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """The key of `to_dict`; raises TypeError or `BadValue` where it is none."""
        if not all(isinstance(value, str | None) for value in record.values()):
            raise TypeError
        return cls(**record)


def _check_day(text: str) -> None:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return
    except ValueError:
        pass
    raise BadValue(
        f"{text!r} is not a day on which a key expires",
        "write it as 2027-12-31, its last day",
        field="expires",
    )
