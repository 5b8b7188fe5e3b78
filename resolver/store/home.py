"""One writer at a time in a home.

The lock is the operating system's (`flock`): it ends with the process that holds it, however that
ends, and its file may stay where it is.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolver.errors import HomeBusy, HomeDenied, HomeMissing

_TRY_AGAIN_S = 0.05


@contextmanager
def locked(home: Path, *, wait_s: float) -> Iterator[None]:
    """Hold the home for writing.

    Args:
        home: An existing directory.
        wait_s: Seconds to wait for another writer.

    Raises:
        HomeMissing: There is no such directory.
        HomeBusy: Another process held it for all that time.
        HomeDenied: This user may not write there.
    """
    try:
        descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except (FileNotFoundError, NotADirectoryError):
        raise HomeMissing(
            f"there is no home at {home}", f"run: resolver import --home {home}"
        ) from None
    except OSError as error:
        raise denied(home, error) from None
    try:
        _wait(descriptor, home, time.monotonic() + wait_s)
        yield
    finally:
        os.close(descriptor)


def make_home(home: Path) -> None:
    """Make the directory where it does not exist.

    Raises:
        HomeDenied: It is a file, or this user may not make it.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise denied(home, error) from None


def denied(home: Path, error: OSError) -> HomeDenied:
    """That the home may not be written, with the system's own word for why."""
    reason = (error.strerror or "it may not").lower()
    return HomeDenied(
        f"{home} cannot be written: {reason}",
        "use --home or RESOLVER_HOME for another place, or change its permissions",
    )


def _wait(descriptor: int, home: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise HomeBusy(
                    f"another process is writing {home}", "wait for it to end, then try again"
                ) from None
            time.sleep(_TRY_AGAIN_S)
        else:
            return
