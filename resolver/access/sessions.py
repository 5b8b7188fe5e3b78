"""Who signed in on the pages, and until when. Reach for it where a cookie is shown.

A session is a random ID that a browser has in the place of a secret. What is kept is its digest,
beside the name of the key that opened it: a session ends with its key, by itself after `LASTS_S`,
or when somebody signs out. The file is replaced as a whole and looked at each time, so that all
processes that serve the home know the same sessions.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.access.key import Key, digest_of
from resolver.access.keys import Keys
from resolver.atomic import whole_file, writing
from resolver.home import Home

LASTS_S: Final = 12 * 3600
"""Seconds after which a session ends."""

_MOST: Final = 20
"""Sessions of a key that are kept; beyond, its oldest ends, and nobody else's."""

_PRIVATE: Final = 0o600
"""The mode of the file."""


class _Session(NamedTuple):
    """The digest of its ID, the name of its key, and the second of 1970 in which it ends."""

    digest: str
    key: str
    ends: int


class Sessions:
    """The sessions of a home.

    Args:
        home: The directory.
        keys: The keys that hold there.
    """

    def __init__(self, home: Path, keys: Keys) -> None:
        self._home = Home(home)
        self._keys = keys
        self._version: tuple[int, ...] = ()
        self._sessions: tuple[_Session, ...] = ()

    def open(self, key: Key) -> str:
        """The ID of a new session of a key: 43 characters that nobody had before.

        Raises:
            HomeDenied, DiskFull: The file cannot be written.
        """
        session = secrets.token_urlsafe(32)
        with self._changing() as sessions:
            ends = int(time.time()) + LASTS_S
            own = [each for each in sessions if each.key == key.name]
            over = own[: max(len(own) - _MOST + 1, 0)]
            sessions[:] = [each for each in sessions if each not in over]
            sessions.append(_Session(digest_of(session), key.name, ends))
        return session

    def key_of(self, session: str) -> Key | None:
        """The key of a session; None where there is no such session, or its key holds no more.

        Raises:
            HomeDenied, KeysDamaged: The file of sessions or of keys cannot be read.
        """
        digest, found = digest_of(session), None
        for each in self._read():
            if hmac.compare_digest(each.digest, digest):
                found = each
        return None if found is None else self._keys.named(found.key)

    def close(self, session: str) -> None:
        """End a session, if it is one.

        Raises:
            HomeDenied, DiskFull: The file cannot be written.
        """
        digest = digest_of(session)
        with self._changing() as sessions:
            sessions[:] = [each for each in sessions if each.digest != digest]

    def _read(self) -> tuple[_Session, ...]:
        """The sessions that have not ended."""
        version = self._stat()
        if version != self._version:
            self._sessions = self._parsed()
            self._version = version
        now = time.time()
        return tuple(each for each in self._sessions if now < each.ends)

    def _parsed(self) -> tuple[_Session, ...]:
        """What the file says; one that is damaged has no sessions: people sign in anew."""
        try:
            value: Any = json.loads(self._home.sessions.read_text("utf-8"))
            return tuple(_Session(str(d), str(key), int(ends)) for d, key, ends in value)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._home.denied(error, "read") from None
        except (ValueError, TypeError):
            return ()

    def _stat(self) -> tuple[int, ...]:
        try:
            status = self._home.sessions.stat()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._home.denied(error, "read") from None
        return status.st_ino, status.st_mtime_ns, status.st_size

    @contextmanager
    def _changing(self) -> Iterator[list[_Session]]:
        """The sessions, to be changed in the block by one process at a time."""
        path = self._home.sessions
        try:
            held = os.open(
                path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE
            )
        except OSError as error:
            raise self._home.denied(error, "written") from None
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            sessions = list(self._read())
            yield sessions
            with whole_file(path) as part, writing(path):
                part.chmod(_PRIVATE)
                part.write_text(json.dumps(sessions) + "\n", encoding="utf-8")
        finally:
            os.close(held)
