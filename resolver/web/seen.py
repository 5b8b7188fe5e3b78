"""Up to which change of the journal each process of a service answers.

Reach for this module to know whether whoever asks the service sees a change, whichever of its
processes answers. Each one keeps its number in a small file of the folder that `serve` makes for
what its processes tell each other; an app that is served without one is alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from resolver.telemetry import METRICS_FOLDER

_PREFIX: Final = "through-"
"""What the name of a file begins with; the number of its process follows."""


class Seen:
    """What this process has seen, and the others."""

    def __init__(self) -> None:
        self._through = 0
        folder = os.environ.get(METRICS_FOLDER)
        self._folder = None if folder is None else Path(folder)

    def note(self, through: int) -> None:
        """Say that this process answers with all changes up to a number.

        Raises:
            OSError: It cannot be written.
        """
        self._through = through
        if self._folder is not None:
            part = self._folder / f".{_PREFIX}{os.getpid()}"
            part.write_text(f"{through}\n", "ascii")
            part.replace(self._folder / f"{_PREFIX}{os.getpid()}")

    def everywhere(self, change: int) -> bool:
        """Whether all processes of the service answer with a change."""
        if self._folder is None:
            return self._through >= change
        told = (_number_in(path) for path in self._folder.glob(f"{_PREFIX}*"))
        return all(through is None or through >= change for through in told)


def forget_seen(process: int) -> None:
    """Wait no longer for a process that died.

    Args:
        process: Its number.
    """
    Path(os.environ[METRICS_FOLDER], f"{_PREFIX}{process}").unlink(missing_ok=True)


def _number_in(path: Path) -> int | None:
    """What a process said; None where it has died since."""
    try:
        return int(path.read_text("ascii"))
    except FileNotFoundError:
        return None
