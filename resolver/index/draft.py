"""A snapshot in the making: rows go straight to their files, then all of it is swapped in.

    with Draft(home) as draft:
        names = draft.texts("entity_name")
        names.add("Aleppo")
        draft.put("entity_type", types)
        fingerprint = draft.commit(contents)

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
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, Final, Self

import numpy as np
import numpy.typing as npt

from resolver.errors import DiskFull, HomeFormat, IndexDamaged
from resolver.home import Home
from resolver.index.columns import COLUMNS, Column, file_dtypes, text_files
from resolver.index.format import (
    FORMAT,
    MANIFEST,
    Contents,
    FileEntry,
    Manifest,
    digest,
    read_manifest,
    read_snapshot,
)

Array = npt.NDArray[Any]

MAX_SNAPSHOTS: Final = 2
"""Snapshots that stay after a compile: the current one and the one before it."""

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_HEADER_BYTES: Final = 128
"""Bytes of a `.npy` header with one dimension, whatever its length."""

_MAX_BUFFERED_TEXTS: Final = 1 << 15
"""Texts that wait in memory before they are written."""


class ColumnWriter:
    """One file of a column, written piece by piece.

    Args:
        file: Open and empty.
        dtype: Of its rows.
    """

    def __init__(self, file: IO[bytes], dtype: npt.DTypeLike) -> None:
        self._file = file
        self._dtype = np.dtype(dtype)
        self._crc = 0
        self._rows = 0
        self._file.write(bytes(_HEADER_BYTES))

    def write(self, rows: Array | array[Any]) -> None:
        """Append rows; other numbers than the column's are converted."""
        piece = np.ascontiguousarray(rows, self._dtype).data
        self._file.write(piece)
        self._crc = zlib.crc32(piece, self._crc)
        self._rows += len(piece)

    def close(self) -> FileEntry:
        """Finish the file; what the manifest says of it."""
        shape = {"descr": self._dtype.str, "fortran_order": False, "shape": (self._rows,)}
        with self._file as file:
            file.seek(0)
            np.lib.format.write_array_header_1_0(file, shape)
            assert file.tell() == _HEADER_BYTES  # noqa: S101 - numpy pads to multiples of 64
            file.flush()
            os.fsync(file.fileno())
        size = _HEADER_BYTES + self._rows * self._dtype.itemsize
        return {"bytes": size, "rows": self._rows, "crc32": self._crc}


class TextsWriter:
    """A column of texts, written one by one.

    Args:
        raw: Takes the texts in UTF-8.
        start: Takes where each begins, and where the last one ends.
    """

    def __init__(self, raw: ColumnWriter, start: ColumnWriter) -> None:
        self._raw, self._start = raw, start
        self._ends = array("Q", [0])
        self._buffered: list[bytes] = []

    def add(self, text: str) -> None:
        """Append a text."""
        raw = text.encode()
        self._buffered.append(raw)
        self._ends.append(self._ends[-1] + len(raw))
        if len(self._ends) > _MAX_BUFFERED_TEXTS:
            self._flush()

    def finish(self) -> None:
        """After the last text."""
        self._flush()
        self._start.write(self._ends)

    def _flush(self) -> None:
        self._raw.write(np.frombuffer(b"".join(self._buffered), np.uint8))
        last = self._ends.pop()
        self._start.write(self._ends)
        self._ends = array("Q", [last])
        self._buffered.clear()


class Draft:
    """The folder of a snapshot that has no name yet. The caller holds the home's lock.

    Args:
        home: Where the snapshot goes.
        columns: The columns that it may have.

    Raises:
        DiskFull: No space is left; the current snapshot stays.
        HomeDenied: The home may not be written.
    """

    def __init__(self, home: Path, columns: Iterable[Column] = COLUMNS) -> None:
        self._home = Home(home)
        self._root = self._home.snapshots
        self._folder = self._root / ".draft"
        self._dtypes = file_dtypes(columns)
        self._open = ExitStack()
        self._files: dict[str, ColumnWriter] = {}
        self._texts: list[TextsWriter] = []

    def __enter__(self) -> Self:
        try:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
        except OSError as error:
            raise write_error(error, self._home) from error
        return self

    def __exit__(self, error_type: object, error: BaseException | None, trace: object) -> None:
        with suppress(OSError):  # what a full disk does not take is thrown away here
            self._open.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise write_error(error, self._home) from error

    def column(self, name: str) -> ColumnWriter:
        """A column to write into; a column of texts has two (`resolver.index.columns`).

        Raises:
            KeyError: The table has no such column.
        """
        dtype = self._dtypes[name]
        file = self._open.enter_context((self._folder / f"{name}.npy").open("wb"))
        self._files[name] = ColumnWriter(file, dtype)
        return self._files[name]

    def texts(self, name: str) -> TextsWriter:
        """A column of texts to write into; raises as `column`."""
        files = text_files(name)
        texts = TextsWriter(self.column(files.bytes), self.column(files.start))
        self._texts.append(texts)
        return texts

    def put(self, name: str, rows: Array | array[Any]) -> None:
        """Write a whole column; raises as `column`."""
        self.column(name).write(rows)

    def scratch(self) -> IO[bytes]:
        """A nameless file beside the snapshot, removed when it is closed or the block ends."""
        return self._open.enter_context(tempfile.TemporaryFile(dir=self._root))

    def commit(self, contents: Contents) -> str:
        """Flush all of it to disk, make it the current snapshot, and return its fingerprint.

        Snapshots beyond `MAX_SNAPSHOTS` and remains of a killed writer are removed.

        Args:
            contents: What it holds, for its manifest.
        """
        for texts in self._texts:
            texts.finish()
        files = {name: writer.close() for name, writer in self._files.items()}
        manifest: Manifest = {**contents, "format": FORMAT, "files": files}
        raw = json.dumps(manifest, sort_keys=True, indent=1).encode()
        _write(self._folder / MANIFEST, raw)
        fingerprint = digest(raw)
        self._name(self._root / fingerprint)
        previous = _name_in(self._home.current)
        _swap(self._home, fingerprint)
        _remove_old(self._root, {fingerprint, previous})
        return fingerprint

    def _name(self, target: Path) -> None:
        """Rename the folder; an equal snapshot that is there and whole is left as it is."""
        if not target.exists():
            _sync(self._folder)
            self._folder.rename(target)
        elif not _is_whole(target):
            target.rename(self._root / ".damaged")
            self._folder.rename(target)


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


def _swap(home: Home, fingerprint: str) -> None:
    draft = home.current.with_name(".CURRENT")
    _write(draft, fingerprint.encode() + b"\n")
    draft.replace(home.current)
    _sync(home.snapshots)


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
    """The snapshot that `CURRENT` names, whether there is one or not."""
    try:
        return current.read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError, IsADirectoryError):
        return None


def _remove_old(root: Path, keep: set[str | None]) -> None:
    """Remove all snapshots but these, and the bases of these.

    A compile that changed nothing keeps the newest other one beside the current one. Readers that
    still map a removed file hold it until they close it.
    """
    others = [path for path in root.iterdir() if path.is_dir() and path.name not in keep]
    named = [path for path in others if not path.name.startswith(".")]
    if len(keep) < MAX_SNAPSHOTS and named:
        keep = keep | {max(named, key=lambda path: path.stat().st_mtime).name}
    keep = keep | {_base_of(root / name) for name in keep if name}
    for folder in others:
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _base_of(folder: Path) -> str | None:
    try:
        return read_manifest(folder).get("base")
    except (IndexDamaged, HomeFormat):
        return None
