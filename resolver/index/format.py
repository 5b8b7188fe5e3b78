"""An index on disk: numpy files, a manifest, and `CURRENT`; whole or refused.

    <home>/index/CURRENT                 the name of the snapshot that answers
    <home>/index/<fingerprint>/          one snapshot, never changed once it has its name
        manifest.json                    format, counts, weights; size and CRC of each file
        entity_type.npy, …               the columns (`resolver.index.columns`)

A snapshot is whole, or an overlay: what changed since the one that its manifest calls `base`, with
tombstones for the rows of the base that it replaces. `resolver.index.draft` writes both.

A snapshot is written into a folder with a leading dot, flushed to disk, renamed to its
fingerprint, and only then does `CURRENT` name it: whoever reads sees the old one or the new one,
whole. The fingerprint is a digest of the manifest, and so of every byte of every file.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any, Final, NamedTuple, TypedDict, cast

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

MANIFEST: Final = "manifest.json"
"""The file of a snapshot that holds its manifest."""

REMEDY: Final = "run: resolver compile"
"""What mends an index that cannot be read."""

Array = npt.NDArray[Any]


class EncoderStamp(TypedDict):
    """The encoder that made the vectors of a snapshot: its digest, and the length of a vector."""

    digest: str
    dim: int


class Inputs(TypedDict):
    """What a snapshot was compiled with, beside its entities.

    `fold` is the version of the folding, `sources` has one object for each imported source.
    """

    fold: int
    encoder: EncoderStamp
    weights: dict[str, Any]
    sources: list[dict[str, Any]]


class Contents(Inputs):
    """What a snapshot holds.

    `base` is the fingerprint of the snapshot that it is an overlay of, or None. `types` and
    `languages` are those of its own rows, by number; `entities` and `aliases` count the base too.
    """

    base: str | None
    types: list[str]
    languages: list[str]
    entities: int
    aliases: int


class FileEntry(TypedDict):
    """What the manifest says of a file: bytes in all, rows, and the CRC-32 of the rows."""

    bytes: int
    rows: int
    crc32: int


class Manifest(Contents):
    """What a snapshot says of itself, as its manifest has it."""

    format: int
    files: dict[str, FileEntry]


class Snapshot(NamedTuple):
    """A snapshot as it was read: its manifest, and its columns by file."""

    manifest: Manifest
    columns: dict[str, Array]


def current_snapshot(home: Path) -> Path:
    """The folder of the snapshot that answers in this home.

    Raises:
        HomeMissing: There is no such home.
        IndexMissing: Nothing was compiled in it yet.
        IndexDamaged: `CURRENT` does not name a snapshot.
        HomeDenied: It may not be read.
    """
    place = Home(home)
    try:
        name = place.current.read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        if not home.is_dir():
            raise place.missing() from None
        raise IndexMissing(f"{home} has no index yet", REMEDY) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise IndexDamaged(f"{place.current} names no snapshot", REMEDY) from None
    except PermissionError as error:
        raise place.denied(error, "read") from None
    if not name or "/" in name or not (place.snapshots / name).is_dir():
        raise IndexDamaged(f"{place.current} names no snapshot: {name!r}", REMEDY)
    return place.snapshots / name


def read_snapshot(folder: Path) -> Snapshot:
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
            REMEDY,
        )
    columns = {
        name: _read_file(folder / f"{name}.npy", expected)
        for name, expected in manifest["files"].items()
    }
    return Snapshot(manifest, columns)


def read_manifest(folder: Path) -> Manifest:
    """What a snapshot says of itself; of one of another format only `format` and `files` are sure.

    Raises:
        IndexDamaged: The manifest is missing, or not what was written.
        HomeDenied: It may not be read.
    """
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        manifest = json.loads(raw)
    except PermissionError as error:
        raise Home.of_snapshot(folder).denied(error, "read") from None
    except (OSError, ValueError, RecursionError):
        raise IndexDamaged(f"{path} is missing or damaged", REMEDY) from None
    if not isinstance(manifest, dict) or "format" not in manifest or "files" not in manifest:
        raise IndexDamaged(f"{path} is not the manifest of an index", REMEDY)
    if manifest["format"] == FORMAT and digest(raw) != path.parent.name:
        raise IndexDamaged(f"{path} was changed after it was written", REMEDY)
    return cast("Manifest", manifest)


def _read_file(path: Path, expected: FileEntry) -> Array:
    try:
        if path.stat().st_size != expected["bytes"]:
            raise IndexDamaged(
                f"{path} has {path.stat().st_size:,} bytes, not {expected['bytes']:,}", REMEDY
            )
        rows: Array = np.load(path, mmap_mode="r") if expected["rows"] else np.load(path)
    except FileNotFoundError:
        raise IndexDamaged(f"{path} is missing", REMEDY) from None
    except PermissionError as error:
        raise Home.of_snapshot(path.parent).denied(error, "read") from None
    except (OSError, ValueError):
        raise IndexDamaged(f"{path} is damaged", REMEDY) from None
    rows = rows.view(np.ndarray)  # the plain class: numpy.memmap is slow to index
    if zlib.crc32(rows.data) != expected["crc32"]:
        raise IndexDamaged(f"{path} is not what was written", REMEDY)
    return rows


def digest(manifest: bytes) -> str:
    """The fingerprint of a snapshot: the digest of its manifest."""
    return hashlib.blake2b(manifest, digest_size=8).hexdigest()
