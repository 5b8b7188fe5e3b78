"""What lies at a path, as far as its first bytes show. Reach for it to recognise a pack.

Nothing here raises: of what cannot be read, or is no regular file, nothing is seen.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from resolver.errors import InvalidInput
from resolver.lists.compression import Damaged, compression_of, unpacked

HEAD: Final = 1 << 14
"""Unpacked bytes that are enough to recognise a file."""


def head_of(path: Path) -> bytes:
    """The first `HEAD` unpacked bytes of a file, or fewer where it has fewer."""
    head = b""
    try:
        if path.is_file():
            with path.open("rb") as file:
                packed = file.read(4)
                file.seek(0)
                for piece in unpacked(file, compression_of(packed)):
                    head += piece
                    if len(head) >= HEAD:
                        break
    except (OSError, Damaged, InvalidInput):
        pass  # what came before it is seen
    return head[:HEAD]


def names_in(path: Path) -> list[str]:
    """The names of the files in a zip; none where it is no zip."""
    try:
        if path.is_file():
            with zipfile.ZipFile(path) as archive:
                return archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        pass
    return []
