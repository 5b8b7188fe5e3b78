"""What an index is on disk: numpy files, a manifest, and `CURRENT`.

    <home>/index/CURRENT                 the name of the snapshot that answers
    <home>/index/<fingerprint>/          one snapshot, never changed once it has its name
        manifest.json                    format, counts, weights; size and CRC of each file
        entity_id.npy, …                 one column each (`resolver.index.segment` says which)

A snapshot is whole, or an overlay: what changed since the one that its manifest calls `base`, with
the rows of the base that are gone. `resolver.index.draft` writes them.

A snapshot is written into a folder with a leading dot, flushed to disk, renamed to its
fingerprint, and only then does `CURRENT` name it: whoever reads sees the old one or the new one,
whole. The fingerprint is a digest of the manifest, and so of every byte of every file.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.errors import (
    HomeFormat,
    IndexDamaged,
    IndexMissing,
)
from resolver.home import Home

FORMAT: Final = 4
"""Changes with the columns or their meaning; an index of another format is refused."""

KEPT: Final = 2
"""How many snapshots stay after a compile: the current one and the one before it."""

Array = npt.NDArray[Any]

_COMPILE: Final = "run: resolver compile"


def current_snapshot(home: Path) -> Path:
    """The folder of the snapshot that answers in this home.

    Raises:
        HomeMissing: There is no such home.
        IndexMissing: Nothing was compiled in it yet.
        HomeDenied: It may not be read.
    """
    place = Home(home)
    try:
        name = place.current.read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        if not home.is_dir():
            raise place.missing() from None
        raise IndexMissing(f"{home} has no index yet", _COMPILE) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise IndexDamaged(f"{place.current} names no snapshot", _COMPILE) from None
    except PermissionError as error:
        raise place.denied(error, "read") from None
    if not name or "/" in name or not (place.snapshots / name).is_dir():
        raise IndexDamaged(f"{place.current} names no snapshot: {name!r}", _COMPILE)
    return place.snapshots / name


def read_snapshot(folder: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """The manifest and the memory-mapped columns, every file checked against the manifest.

    Raises:
        IndexDamaged: A file is missing, cut short or changed; names it.
        HomeFormat: It was written in another format.
        HomeDenied: It may not be read.
    """
    manifest = read_manifest(folder)
    if manifest["format"] != FORMAT:
        raise HomeFormat(
            f"{folder} has index format {manifest['format']}, this resolver reads {FORMAT}",
            _COMPILE,
        )
    columns = {
        name: _read_column(folder / f"{name}.npy", expected)
        for name, expected in manifest["files"].items()
    }
    return manifest, columns


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a snapshot says of itself; raises as `read_snapshot`."""
    path = folder / "manifest.json"
    try:
        raw = path.read_bytes()
        manifest = json.loads(raw)
    except PermissionError as error:
        raise _home_of(path.parent).denied(error, "read") from None
    except (OSError, ValueError, RecursionError):
        raise IndexDamaged(f"{path} is missing or damaged", _COMPILE) from None
    if not isinstance(manifest, dict) or "format" not in manifest or "files" not in manifest:
        raise IndexDamaged(f"{path} is not the manifest of an index", _COMPILE)
    if manifest["format"] == FORMAT and digest(raw) != path.parent.name:
        raise IndexDamaged(f"{path} was changed after it was written", _COMPILE)
    return manifest


def _read_column(path: Path, expected: Mapping[str, int]) -> Array:
    try:
        if path.stat().st_size != expected["bytes"]:
            raise IndexDamaged(
                f"{path} has {path.stat().st_size:,} bytes, not {expected['bytes']:,}", _COMPILE
            )
        column: Array = np.load(path, mmap_mode="r") if expected["rows"] else np.load(path)
    except FileNotFoundError:
        raise IndexDamaged(f"{path} is missing", _COMPILE) from None
    except PermissionError as error:
        raise _home_of(path.parent).denied(error, "read") from None
    except (OSError, ValueError):
        raise IndexDamaged(f"{path} is damaged", _COMPILE) from None
    column = column.view(np.ndarray)  # the plain class: numpy.memmap is slow to index
    if checksum(column) != expected["crc32"]:
        raise IndexDamaged(f"{path} is not what was written", _COMPILE)
    return column


def _home_of(folder: Path) -> Home:
    """The home of a snapshot's folder."""
    return Home(folder.parent.parent)


def checksum(column: Array) -> int:
    """The CRC-32 of a column's bytes."""
    return zlib.crc32(column.data.cast("B")) if len(column) else 0


def digest(manifest: bytes) -> str:
    """The fingerprint of a snapshot."""
    return hashlib.blake2b(manifest, digest_size=8).hexdigest()
