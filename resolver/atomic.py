"""Reach for this module to write a file that others see whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write a file, which takes its name atomically, once the block has ended well.

    An error in the block leaves what was there. The file is on disk before it takes its name.

    Args:
        path: The file; one that is there is replaced.

    Returns:
        A path beside it, at which nothing is yet.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
