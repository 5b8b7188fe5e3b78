"""A snapshot in the making: columns go straight into their files, then all of it is swapped in.

    with Draft(home) as draft:
        names = draft.texts("entity_name")
        names.add("Aleppo")
        draft.put("entity_type", types)
        fingerprint = draft.commit(facts)

Whatever ends the block before `commit`, the snapshot that was there answers on.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
import zlib
from array import array
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, Final, Self

import numpy as np
import numpy.typing as npt

from resolver.errors import DiskFull, HomeFormat, IndexDamaged
from resolver.home import Home
from resolver.index.format import (
    FORMAT,
    KEPT,
    digest,
    read_manifest,
    read_snapshot,
)

Array = npt.NDArray[Any]

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_HEADER: Final = 128
"""Bytes of a `.npy` header with one dimension, whatever its length."""


class Column:
    """One column, written piece by piece."""

    def __init__(self, path: Path, dtype: npt.DTypeLike) -> None:
        self._file = path.open("wb")
        self._dtype = np.dtype(dtype)
        self._crc = 0
        self._rows = 0
        self._file.write(bytes(_HEADER))

    def write(self, rows: Array | bytes | array[int]) -> None:
        """Append rows; other whole numbers than the column's are converted."""
        piece = rows if isinstance(rows, bytes) else np.ascontiguousarray(rows, self._dtype).data
        raw = memoryview(piece).cast("B") if len(piece) else b""
        self._file.write(raw)
        self._crc = zlib.crc32(raw, self._crc)
        self._rows += len(raw) // self._dtype.itemsize

    def close(self) -> dict[str, int]:
        """Finish the file; what the manifest says of it."""
        shape = {"descr": self._dtype.str, "fortran_order": False, "shape": (self._rows,)}
        with self._file as file:
            file.seek(0)
            np.lib.format.write_array_header_1_0(file, shape)
            assert file.tell() == _HEADER  # noqa: S101 - numpy pads to multiples of 64
            file.flush()
            os.fsync(file.fileno())
        size = _HEADER + self._rows * self._dtype.itemsize
        return {"bytes": size, "rows": self._rows, "crc32": self._crc}


class Texts:
    """A column of texts, written one by one."""

    def __init__(self, raw: Column, start: Column) -> None:
        self._raw, self._start = raw, start
        self._ends = array("Q", [0])
        self._waiting: list[bytes] = []

    def add(self, text: str) -> None:
        """Append a text."""
        raw = text.encode()
        self._waiting.append(raw)
        self._ends.append(self._ends[-1] + len(raw))
        if len(self._ends) > 1 << 15:
            self.flush()

    def flush(self) -> None:
        """Hand what waits to the files."""
        self._raw.write(b"".join(self._waiting))
        last = self._ends.pop()
        self._start.write(self._ends)
        self._ends = array("Q", [last])
        self._waiting.clear()

    def finish(self) -> None:
        """After the last text."""
        self.flush()
        self._start.write(self._ends)


class Draft:
    """The folder of a snapshot that has no name yet. The caller holds the home's lock.

    Raises:
        DiskFull: No space is left; the current snapshot stays.
        HomeDenied: The home may not be written.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._root = Home(home).snapshots
        self._folder = self._root / ".draft"
        self._columns: dict[str, Column] = {}
        self._texts: list[Texts] = []
        self._scratch = ExitStack()

    def __enter__(self) -> Self:
        try:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
        except OSError as error:
            raise write_error(error, Home(self._home)) from error
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with suppress(OSError):  # what is left to write into them is of no use any more
            self._scratch.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise write_error(error, Home(self._home)) from error

    def column(self, name: str, dtype: npt.DTypeLike) -> Column:
        """A column to write into."""
        column = self._columns[name] = Column(self._folder / f"{name}.npy", dtype)
        return column

    def texts(self, name: str) -> Texts:
        """A column of texts to write into."""
        texts = Texts(self.column(f"{name}_bytes", "u1"), self.column(f"{name}_start", "u8"))
        self._texts.append(texts)
        return texts

    def put(self, name: str, rows: Array) -> None:
        """Write a whole column."""
        self.column(name, rows.dtype).write(rows)

    def scratch(self) -> IO[bytes]:
        """A nameless file beside the snapshot, closed and removed with the draft."""
        return self._scratch.enter_context(tempfile.TemporaryFile(dir=self._root))

    def commit(self, facts: Mapping[str, Any]) -> str:
        """Flush all of it to disk, make it the current snapshot, and return its fingerprint.

        Snapshots older than the last two and remains of a killed writer are removed.
        """
        for texts in self._texts:
            texts.finish()
        files = {name: column.close() for name, column in self._columns.items()}
        manifest = json.dumps({"format": FORMAT, **facts, "files": files}, sort_keys=True, indent=1)
        _write(self._folder / "manifest.json", manifest.encode())
        fingerprint = digest(manifest.encode())
        place = self._root / fingerprint
        if not place.exists():
            _sync(self._folder)
            self._folder.rename(place)
        elif not _is_whole(place):
            place.rename(self._root / ".damaged")
            self._folder.rename(place)
        before = _name_in(self._root / "CURRENT")
        _swap(self._root, fingerprint)
        _remove_old(self._root, {fingerprint, before})
        return fingerprint


def write_error(error: OSError, home: Home) -> Exception:
    """What a failed write means to a person; the error itself where it is none of these."""
    if error.errno in _FULL:
        return DiskFull(
            f"no space left while writing {home.folder}",
            "free some space; what was there before is whole",
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return home.denied(error, "written")
    return error


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

    A compile that changed nothing keeps the newest other one beside the current one. What a kept
    snapshot is an overlay of is kept with it.
    """
    others = [path for path in root.iterdir() if path.is_dir() and path.name not in kept]
    whole = [path for path in others if not path.name.startswith(".")]
    if len(kept) < KEPT and whole:
        kept = kept | {max(whole, key=lambda path: path.stat().st_mtime).name}
    kept = kept | {_base_of(root / name) for name in kept if name}
    for folder in others:
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _base_of(folder: Path) -> str | None:
    try:
        base: str | None = read_manifest(folder).get("base")
    except (IndexDamaged, HomeFormat):
        return None
    return base
