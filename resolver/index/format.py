"""What an index is on disk: numpy files, a manifest, and `CURRENT`.

    <home>/index/CURRENT                 the name of the snapshot that answers
    <home>/index/<fingerprint>/          one snapshot, never changed once it has its name
        manifest.json                    format, counts, weights; size and CRC of each file
        entity_id.npy, …                 one column each (`resolver.index.columns` says which)

A snapshot is written into a folder with a leading dot, flushed to disk, renamed to its
fingerprint, and only then does `CURRENT` name it: whoever reads sees the old one or the new one,
whole. The fingerprint is a digest of the manifest, and so of every byte of every file.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.errors import (
    DiskFull,
    HomeDenied,
    HomeFormat,
    HomeMissing,
    IndexDamaged,
    IndexMissing,
)

FORMAT: Final = 1
"""Changes with the columns or their meaning; an index of another format is refused."""

KEPT: Final = 2
"""How many snapshots stay after a compile: the current one and the one before it."""

Array = npt.NDArray[Any]

_COMPILE: Final = "run: resolver compile"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def current_snapshot(home: Path) -> Path:
    """The folder of the snapshot that answers in this home.

    Raises:
        HomeMissing: There is no such home.
        IndexMissing: Nothing was compiled in it yet.
        HomeDenied: It may not be read.
    """
    try:
        name = (home / "index" / "CURRENT").read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        if not home.is_dir():
            raise HomeMissing(
                f"there is no home at {home}", f"run: resolver import --home {home}"
            ) from None
        raise IndexMissing(f"{home} has no index yet", _COMPILE) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise IndexDamaged(f"{home / 'index' / 'CURRENT'} names no snapshot", _COMPILE) from None
    except PermissionError as error:
        raise _denied(error, home, "read") from None
    if not name or "/" in name or not (home / "index" / name).is_dir():
        raise IndexDamaged(f"{home / 'index' / 'CURRENT'} names no snapshot: {name!r}", _COMPILE)
    return home / "index" / name


def read_snapshot(folder: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """The manifest and the memory-mapped columns, every file checked against the manifest.

    Raises:
        IndexDamaged: A file is missing, cut short or changed; names it.
        HomeFormat: It was written in another format.
        HomeDenied: It may not be read.
    """
    manifest = _read_manifest(folder / "manifest.json")
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


def write_snapshot(home: Path, facts: Mapping[str, Any], columns: Mapping[str, Array]) -> str:
    """Write a snapshot, make it the current one, and return its fingerprint.

    The caller holds the home's lock. Snapshots older than the last two and remains of a killed
    writer are removed.

    Raises:
        DiskFull: No space is left; the current snapshot stays.
        HomeDenied: The home may not be written.
    """
    root = home / "index"
    draft = root / ".draft"
    try:
        before = _name_in(root / "CURRENT")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        files = {name: _write_column(draft / f"{name}.npy", c) for name, c in columns.items()}
        manifest = json.dumps({"format": FORMAT, **facts, "files": files}, sort_keys=True, indent=1)
        _write(draft / "manifest.json", manifest.encode())
        fingerprint = _digest(manifest.encode())
        if not (root / fingerprint).exists():
            _sync(draft)
            draft.rename(root / fingerprint)
        elif _is_whole(root / fingerprint):
            shutil.rmtree(draft)
        else:
            (root / fingerprint).rename(root / ".damaged")
            draft.rename(root / fingerprint)
        _swap(root, fingerprint)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise write_error(error, home) from error
    _remove_old(root, {fingerprint, before})
    return fingerprint


def write_error(error: OSError, home: Path) -> Exception:
    """What a failed write means to a person; the error itself where it is none of these."""
    if error.errno in _FULL:
        return DiskFull(
            f"no space left while writing {home}", "free some space; what was there before is whole"
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return _denied(error, home, "written")
    return error


def _denied(error: OSError, home: Path, what: str) -> HomeDenied:
    return HomeDenied(
        f"{error.filename or home} may not be {what} by this user",
        "use --home or RESOLVER_HOME for another place, or change its permissions",
    )


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
        manifest = json.loads(raw)
    except PermissionError as error:
        raise _denied(error, path.parent, "read") from None
    except (OSError, ValueError, RecursionError):
        raise IndexDamaged(f"{path} is missing or damaged", _COMPILE) from None
    if not isinstance(manifest, dict) or "format" not in manifest or "files" not in manifest:
        raise IndexDamaged(f"{path} is not the manifest of an index", _COMPILE)
    if manifest["format"] == FORMAT and _digest(raw) != path.parent.name:
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
        raise _denied(error, path.parent, "read") from None
    except (OSError, ValueError):
        raise IndexDamaged(f"{path} is damaged", _COMPILE) from None
    column = column.view(np.ndarray)  # the plain class: numpy.memmap is slow to index
    if _crc(column) != expected["crc32"]:
        raise IndexDamaged(f"{path} is not what was written", _COMPILE)
    return column


def _write_column(path: Path, column: Array) -> dict[str, int]:
    with path.open("wb") as file:  # not numpy.save, which hides why a write failed
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(column))
        file.write(column.data.cast("B") if len(column) else b"")
        file.flush()
        os.fsync(file.fileno())
    return {"bytes": path.stat().st_size, "rows": len(column), "crc32": _crc(column)}


def _crc(column: Array) -> int:
    return zlib.crc32(column.data.cast("B")) if len(column) else 0


def _digest(manifest: bytes) -> str:
    return hashlib.blake2b(manifest, digest_size=8).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(root: Path, fingerprint: str) -> None:
    _write(root / ".CURRENT", fingerprint.encode() + b"\n")
    (root / ".CURRENT").replace(root / "CURRENT")
    _sync(root)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_whole(folder: Path) -> bool:
    try:
        read_snapshot(folder)
    except (IndexDamaged, HomeFormat):
        return False
    return True


def _name_in(current: Path) -> str | None:
    """The snapshot that `CURRENT` names, whatever it is worth."""
    try:
        return current.read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError, IsADirectoryError):
        return None


def _remove_old(root: Path, kept: set[str | None]) -> None:
    """Readers that still map a removed file keep it until they close it.

    A compile that changed nothing keeps the newest other one beside the current one.
    """
    others = [path for path in root.iterdir() if path.is_dir() and path.name not in kept]
    whole = [path for path in others if not path.name.startswith(".")]
    if len(kept) < KEPT and whole:
        others.remove(max(whole, key=lambda path: path.stat().st_mtime))
    for folder in others:
        shutil.rmtree(folder, ignore_errors=True)
