"""Up to which change of the journal each process of a service answers.

Reach for this module to know whether whoever asks the service sees a change, whichever of its
processes answers. Each one says how far it goes in a small file of the folder that `serve` makes
for what its processes tell each other; an app that is served without one is alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from resolver.telemetry import METRICS_FOLDER

_PREFIX: Final = "through-"
"""What the name of a file begins with; the number of its process follows."""


class UpTo(NamedTuple):
    """Up to which change an index goes.

    Args:
        through: The number of the change; 0 for none.
        changed_at: When it was made; None where the index does not say it.
    """

    through: int
    changed_at: str | None = None


class Seen:
    """What this process has seen, and the others."""

    def __init__(self) -> None:
        self._up_to = UpTo(0)
        folder = os.environ.get(METRICS_FOLDER)
        self._folder = None if folder is None else Path(folder)

    def note(self, up_to: UpTo) -> None:
        """Say that this process answers with all changes up to one.

        Raises:
            OSError: It cannot be written.
        """
        self._up_to = up_to
        if self._folder is not None:
            part = self._folder / f".{_PREFIX}{os.getpid()}"
            part.write_text(json.dumps(up_to), "ascii")
            part.replace(self._folder / f"{_PREFIX}{os.getpid()}")

    def everywhere(self, change: int, holds: Callable[[UpTo], bool] = lambda _: True) -> bool:
        """Whether all processes of the service answer with a change.

        Args:
            change: Its number.
            holds: Says of the change up to which one answers whether it is one of the journal.
        """
        told = [self._up_to] if self._folder is None else _all_said(self._folder)
        return all(each.through >= change and holds(each) for each in told)


def forget_seen(process: int) -> None:
    """Wait no longer for a process that died.

    Args:
        process: Its number.
    """
    Path(os.environ[METRICS_FOLDER], f"{_PREFIX}{process}").unlink(missing_ok=True)


def _all_said(folder: Path) -> list[UpTo]:
    """What the processes said that did not die since."""
    said = map(_said_in, folder.glob(f"{_PREFIX}*"))
    return [each for each in said if each is not None]


def _said_in(path: Path) -> UpTo | None:
    """What a process said; None where it has died since."""
    try:
        return UpTo(*json.loads(path.read_text("ascii")))
    except FileNotFoundError:
        return None
