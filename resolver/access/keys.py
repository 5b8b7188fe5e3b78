"""The keys that hold now, as a process that serves sees them.

Reach for `Keys` where a request shows a secret. The file is looked at each time, which takes two
microseconds, and read where it is another one: a key that was revoked is refused at once, in every
process. Threads may share it.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path
from typing import NamedTuple

from resolver.access.key import Key, digest_of
from resolver.access.key_file import read_keys
from resolver.home import Home


class _Seen(NamedTuple):
    """A version of the file, and its keys; both are empty where there is no file."""

    version: tuple[int, ...]
    keys: tuple[Key, ...]


class Keys:
    """The keys of a home.

    Args:
        home: The directory.

    Raises:
        KeysDamaged, HomeDenied: The file of keys cannot be used.
    """

    def __init__(self, home: Path) -> None:
        self._home = Home(home)
        self._path = os.fspath(self._home.keys)
        self._seen = self._read()

    def find(self, secret: str) -> Key | None:
        """The key of a secret; None where there is none, or it holds no more.

        Every digest is compared, each in constant time.

        Raises:
            KeysDamaged, HomeDenied: The file of keys cannot be used.
        """
        digest, found = digest_of(secret), None
        for key in self._now():
            if hmac.compare_digest(key.digest, digest):
                found = key
        return found if found is not None and found.holds() else None

    def named(self, name: str) -> Key | None:
        """The key of a name; None where there is none, or it holds no more.

        Raises:
            KeysDamaged, HomeDenied: The file of keys cannot be used.
        """
        return next((key for key in self._now() if key.name == name and key.holds()), None)

    @property
    def is_empty(self) -> bool:
        """Whether no key holds."""
        return not any(key.holds() for key in self._now())

    def _now(self) -> tuple[Key, ...]:
        """All keys, as the file has them."""
        if self._version() != self._seen.version:
            self._seen = self._read()
        return self._seen.keys

    def _read(self) -> _Seen:
        """What the file says; a change while it is read makes it be read once more."""
        return _Seen(self._version(), read_keys(self._home.folder))

    def _version(self) -> tuple[int, ...]:
        try:
            status = os.stat(self._path)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise self._home.denied(error, "read") from None
        return status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode
