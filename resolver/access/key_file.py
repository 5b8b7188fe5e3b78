"""The file of a home's keys: reach for it to read it, add a key, or revoke one.

It is JSON, and replaced as a whole, so that who reads it sees all of a change or nothing. Nobody
but its owner may read it. Revoked keys stay in it, so that no other key is ever called as they are.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from resolver.access.key import Key, Scope, digest_of, new_secret
from resolver.atomic import whole_file, writing
from resolver.errors import BadValue, KeysDamaged
from resolver.home import Home

_FORMAT: Final = 1
"""Of the file."""

_PRIVATE: Final = 0o600
"""Its mode."""


def read_keys(home: Path) -> tuple[Key, ...]:
    """All keys of a home, in the order in which they were made; none where there is no file.

    Raises:
        KeysDamaged: The file is not one of keys, or others may read it.
        HomeDenied: This user may not read it.
    """
    path = Home(home).keys
    try:
        with path.open(encoding="utf-8") as file:
            _check_private(path, os.fstat(file.fileno()))
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except UnicodeDecodeError:
        raise _damaged(path) from None
    except OSError as error:
        raise Home(home).denied(error, "read") from None
    return _parsed(path, text)


def add_key(home: Path, name: str, scope: Scope, *, by: str, expires: str | None = None) -> str:
    """Add a key to a home, which is made where there is none.

    Args:
        home: The directory.
        name: What the key is called.
        scope: What it may do.
        by: Who adds it.
        expires: The last day on which it holds, in UTC, such as 2027-12-31.

    Returns:
        Its secret, which is kept nowhere.

    Raises:
        BadValue: The name is taken or has another form, there is no such scope, or the day is past.
        KeysDamaged, HomeDenied, DiskFull: The file cannot be read or written.
    """
    secret = new_secret()
    key = Key(name, scope, digest_of(secret), _now(), by, expires)
    if not key.holds():
        what = f"{expires} is past: the key would never hold"
        raise BadValue(what, f"today is {_today()}", field="expires")
    Home(home).make()
    with _changing(home) as keys:
        if any(other.name == name for other in keys):
            remedy = "choose another name; a name stays taken once its key is revoked"
            raise BadValue(f"there is a key {name} already", remedy, field="name")
        keys.append(key)
    return secret


def revoke_key(home: Path, name: str) -> Key:
    """Revoke a key of a home, from now on and for good: it, as it is now.

    Raises:
        BadValue: There is none of that name, or it was revoked before.
        KeysDamaged, HomeDenied, HomeMissing, DiskFull: The file cannot be read or written.
    """
    with _changing(home) as keys:
        place = next((n for n, key in enumerate(keys) if key.name == name), None)
        if place is None:
            raise BadValue(f"there is no key {name}", "see: resolver key list", field="name")
        if keys[place].revoked is not None:
            what = f"the key {name} was revoked at {keys[place].revoked}"
            raise BadValue(what, "nothing is left to do", field="name")
        keys[place] = replace(keys[place], revoked=_now())
        return keys[place]


@contextmanager
def _changing(home: Path) -> Iterator[list[Key]]:
    """The keys of a home, to be changed in the block by one process at a time."""
    path = Home(home).keys
    try:
        held = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    except (FileNotFoundError, NotADirectoryError):
        raise Home(home).missing() from None
    except OSError as error:
        raise Home(home).denied(error, "written") from None
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        keys = list(read_keys(home))
        yield keys
        _write(path, keys)
    finally:
        os.close(held)


def _write(path: Path, keys: Sequence[Key]) -> None:
    value = {"format": _FORMAT, "keys": [key.to_dict() for key in keys]}
    with whole_file(path) as part, writing(path):
        part.chmod(_PRIVATE)
        part.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def _check_private(path: Path, status: os.stat_result) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        raise KeysDamaged(
            f"{path} may be read or written by others (mode {mode:o})", f"run: chmod 600 {path}"
        )


def _parsed(path: Path, text: str) -> tuple[Key, ...]:
    try:
        value: Any = json.loads(text)
        version, records = value["format"], value["keys"]
    except (ValueError, TypeError, KeyError):
        raise _damaged(path) from None
    if version != _FORMAT:
        raise KeysDamaged(
            f"{path} has the format {version!r}", "use the version of resolver that wrote it"
        )
    try:
        return tuple(map(Key.from_dict, records))
    except (TypeError, AttributeError, BadValue):
        raise _damaged(path) from None


def _damaged(path: Path) -> KeysDamaged:
    return KeysDamaged(
        f"{path} is not a file of keys",
        "bring back a copy of it, or remove it and add every key anew: resolver key add",
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _today() -> date:
    return datetime.now(UTC).date()
