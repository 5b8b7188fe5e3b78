"""An index on disk: numpy files, a manifest, and `CURRENT`; whole or refused.

    <home>/index/CURRENT                 the name of the snapshot that answers
    <home>/index/<fingerprint>/          one snapshot, never changed once it has its name
        manifest.json                    what it says of itself (`resolver.index.manifest`)
        entity_type.npy, …               the columns (`resolver.index.columns`)

A snapshot holds all entities, or it is an overlay: what changed since the one that its manifest
calls `base`, which may be an overlay itself, with tombstones for the entities below it that it
replaces. `resolver.index.draft` writes both.

A snapshot is written into a folder with a leading dot, flushed to disk, renamed to its
fingerprint, and only then does `CURRENT` name it: whoever reads sees the old one or the new one,
whole. The fingerprint is a digest of the manifest, and so of every byte of every file: a checksum
covers the rows of a column, and its header follows from its dtype and how many rows there are. Any
`.npy` reader can read a column; here headers are compared, not parsed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import mmap
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from resolver.errors import HomeError, HomeFormat, IndexDamaged, IndexMissing
from resolver.home import Home
from resolver.index.columns import (
    COLUMNS,
    Column,
    file_dtypes,
    missing_file,
    uneven_column,
    wrong_start,
)
from resolver.index.manifest import AnyFormat, FileEntry, Manifest, fits

FORMAT: Final = 8
"""Changes with the columns or their meaning; an index of another format is refused."""

MANIFEST: Final = "manifest.json"
"""The file of a snapshot that holds its manifest."""

REMEDY: Final = "run: resolver compile"
"""What mends an index that cannot be read."""

HEADER_BYTES: Final = 128
"""Bytes of a column's header."""

_FINGERPRINT: Final = re.compile("[0-9a-f]{16}")

_READ_WHOLE: Final = 1 << 16
"""Bytes of a column up to which it is read and not mapped: a map keeps a file open, and a chain has
many small ones."""

_PASSING: Final = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""Errors of the system that say nothing about a file."""

Array = npt.NDArray[Any]


class Snapshot(NamedTuple):
    """A snapshot as it was read: its manifest, and its columns by file."""

    manifest: Manifest
    columns: dict[str, Array]


def current_snapshot(home: Path) -> Path:
    """The folder of the snapshot that `CURRENT` names.

    Raises:
        HomeMissing: There is no such home.
        IndexMissing: Nothing was compiled in it yet.
        IndexDamaged: `CURRENT` is missing or does not name a snapshot.
        HomeDenied: It may not be read.
    """
    place = Home(home)
    while not (folder := place.snapshots / _named(place)).is_dir():
        if _named(place) == folder.name:  # it was not removed because there is a newer one
            raise IndexDamaged(f"{place.current} names no snapshot: {folder.name!r}", REMEDY)
    return folder


def _named(place: Home) -> str:
    """What `CURRENT` says."""
    try:
        raw = place.current.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        if not place.folder.is_dir():
            raise place.missing() from None
        if snapshots(place.folder):
            raise IndexDamaged(f"{place.current} is missing", REMEDY) from None
        raise IndexMissing(f"{place.folder} has no index yet", REMEDY) from None
    except OSError as error:
        raise _unreadable(place, place.current, error) from None
    name = raw[:-1].decode("latin-1")
    if raw[-1:] != b"\n" or not _FINGERPRINT.fullmatch(name):
        raise IndexDamaged(f"{place.current} names no snapshot: {raw[:32]!r}", REMEDY)
    return name


def snapshots(home: Path) -> list[Path]:
    """The folders of all snapshots of a home, damaged ones too, the newest first."""
    try:
        folders = list(Home(home).snapshots.iterdir())
    except OSError:
        return []
    return sorted(filter(_is_named, folders), key=_written_ns, reverse=True)


def _is_named(folder: Path) -> bool:
    return _FINGERPRINT.fullmatch(folder.name) is not None


def _written_ns(folder: Path) -> int:
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def read_snapshot(folder: Path, columns: Iterable[Column] = COLUMNS) -> Snapshot:
    """The manifest and the columns, every byte checked against the manifest.

    Args:
        folder: Of the snapshot.
        columns: The table of columns.

    Raises:
        IndexDamaged: A file is missing, cut short or changed, or does not fit the others; names it.
        HomeFormat: It was written in another format.
        HomeDenied: It may not be read.
    """
    manifest = read_manifest(folder)
    whole = manifest["base"] is None
    columns = [column for column in columns if not (whole and column.overlay_only)]
    missing = missing_file(manifest["files"], columns)
    if missing is not None:
        raise HomeFormat(f"{folder} has no {missing}.npy, which this resolver reads", REMEDY)
    _check_lengths(folder, manifest, columns)
    rows = {
        name: read_file(folder / f"{name}.npy", dtype, manifest["files"][name])
        for name, dtype in file_dtypes(columns).items()
    }
    wrong = wrong_start(rows, columns)
    if wrong is not None:
        raise IndexDamaged(
            f"{folder / wrong}.npy does not end where the file ends that it is for", REMEDY
        )
    return Snapshot(manifest, rows)


def stands_on(folder: Path) -> list[str]:
    """The names of a snapshot and of all that it stands on, down to its base; raises as
    `read_manifest`."""
    names, base = [folder.name], read_manifest(folder)["base"]
    while base is not None:
        names.append(base)
        base = read_manifest(folder.with_name(base))["base"]
    return names


def _check_lengths(folder: Path, manifest: Manifest, columns: Iterable[Column]) -> None:
    counts = {"dim": manifest["encoder"]["dim"]}
    if manifest["base"] is None:
        counts |= {"entities": manifest["entities"], "aliases": manifest["aliases"]}
    rows = {name: entry["rows"] for name, entry in manifest["files"].items()}
    uneven = uneven_column(rows, columns, counts)
    if uneven is not None:
        raise IndexDamaged(
            f"{folder / MANIFEST} has another count for {uneven} than for others", REMEDY
        )


def read_manifest(folder: Path) -> Manifest:
    """What a snapshot says of itself.

    Raises:
        IndexDamaged: The manifest is missing, or not what was written.
        HomeFormat: It was written in another format.
        HomeDenied: It may not be read.
    """
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unreadable(Home.of_snapshot(folder), path, error) from None
    if digest(raw) != folder.name:  # so it has been in every format
        raise IndexDamaged(f"{path} was changed after it was written", REMEDY)
    try:
        manifest = json.loads(raw)
    except (ValueError, RecursionError):
        manifest = None
    if not fits(manifest, AnyFormat):
        raise IndexDamaged(f"{path} is not the manifest of an index", REMEDY)
    if manifest["format"] != FORMAT:
        what = f"{folder} has index format {manifest['format']}, this resolver reads {FORMAT}"
        raise HomeFormat(what, REMEDY)
    if not fits(manifest, Manifest) or not _FINGERPRINT.fullmatch(manifest["base"] or folder.name):
        raise IndexDamaged(f"{path} lacks something, or has it in another form", REMEDY)
    return cast("Manifest", manifest)


def read_file(path: Path, dtype: npt.DTypeLike, entry: FileEntry) -> Array:
    """The rows of a file, memory-mapped where they are many.

    Args:
        path: The file.
        dtype: Of its rows.
        entry: What the manifest says of it.

    Raises:
        IndexDamaged: It is missing, or not what was written.
        HomeDenied: It may not be read.
    """
    expected = HEADER_BYTES + entry["rows"] * np.dtype(dtype).itemsize
    try:
        with path.open("rb") as file:
            whole = expected <= _READ_WHOLE
            raw = file.read() if whole else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise _unreadable(Home.of_snapshot(path.parent), path, error) from None
    except ValueError:
        raise IndexDamaged(f"{path} is empty", REMEDY) from None
    if not len(raw) == entry["bytes"] == expected:
        raise IndexDamaged(f"{path} has {len(raw):,} bytes, not {expected:,}", REMEDY)
    rows: Array = np.frombuffer(raw, dtype, entry["rows"], HEADER_BYTES)
    if raw[:HEADER_BYTES] != header(dtype, len(rows)) or zlib.crc32(rows.data) != entry["crc32"]:
        raise IndexDamaged(f"{path} is not what was written", REMEDY)
    return rows


def header(dtype: npt.DTypeLike, rows: int) -> bytes:
    """The header of a column: that of a `.npy` file of version 1.0 with one dimension.

    Source: numpy enhancement proposal 1.
    """
    says = f"{{'descr': '{np.dtype(dtype).str}', 'fortran_order': False, 'shape': ({rows},), }}"
    size = HEADER_BYTES - 10
    return b"\x93NUMPY\1\0" + size.to_bytes(2, "little") + says.encode().ljust(size - 1) + b"\n"


def digest(manifest: bytes) -> str:
    """The fingerprint of a snapshot: the digest of its manifest."""
    return hashlib.blake2b(manifest, digest_size=8).hexdigest()


def _unreadable(place: Home, path: Path, error: OSError) -> HomeError:
    """What it means that a file of an index cannot be read."""
    if isinstance(error, PermissionError):
        return place.denied(error, "read")
    if error.errno in _PASSING:
        reason = (error.strerror or "").lower()
        return HomeError(f"{path} cannot be read: {reason}", "raise the limits of the process")
    what = "is missing" if isinstance(error, FileNotFoundError) else "is damaged"
    return IndexDamaged(f"{path} {what}", REMEDY)
