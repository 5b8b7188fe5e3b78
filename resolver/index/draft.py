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
from collections.abc import Collection, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, Final, Self

import numpy as np
import numpy.typing as npt

from resolver.atomic import FULL
from resolver.errors import DiskFull, HomeError
from resolver.home import Home
from resolver.index.columns import COLUMNS, Column, Joined, file_dtypes, text_files
from resolver.index.format import (
    FORMAT,
    HEADER_BYTES,
    MANIFEST,
    Snapshot,
    current_snapshot,
    digest,
    header,
    read_file,
    read_snapshot,
    snapshots,
    stands_on,
)
from resolver.index.manifest import Contents, FileEntry, Manifest

Array = npt.NDArray[Any]

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
        self._file.write(bytes(HEADER_BYTES))

    def write(self, rows: Array | array[Any]) -> None:
        """Append rows; other numbers than the column's are converted."""
        piece = np.ascontiguousarray(rows, self._dtype).data
        self._file.write(piece)
        self._crc = zlib.crc32(piece, self._crc)
        self._rows += len(piece)

    def close(self) -> FileEntry:
        """Finish the file, unless it is; what the manifest says of it."""
        if not self._file.closed:
            with self._file as file:
                file.seek(0)
                file.write(header(self._dtype, self._rows))
                file.flush()
                os.fsync(file.fileno())
        size = HEADER_BYTES + self._rows * self._dtype.itemsize
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

    def add_all(self, texts: Joined) -> None:
        """Append many texts."""
        self._flush()
        self._raw.write(np.frombuffer(texts.raw, np.uint8))
        ends = self._ends.pop() + np.concatenate([[0], texts.sizes.cumsum()])
        self._start.write(ends[:-1])
        self._ends.append(int(ends[-1]))

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
        self.home = home
        self._home = Home(home)
        self._root = self._home.snapshots
        self._folder = _draft_folder(self._home)
        self._damaged = self._root / ".damaged"
        self._columns = tuple(columns)
        self._dtypes = file_dtypes(self._columns)
        self._open = ExitStack()
        self._files: dict[str, ColumnWriter] = {}
        self._texts: list[TextsWriter] = []

    def __enter__(self) -> Self:
        try:
            for left_by_a_killed_one in (self._folder, self._damaged):
                _remove(left_by_a_killed_one)
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

    def finish(self, contents: Contents) -> str:
        """After the last row: what the manifest will say, in JSON, for `read_draft`.

        What is said of the contents may still change.
        """
        while self._texts:
            self._texts.pop().finish()
        files = {name: writer.close() for name, writer in self._files.items()}
        manifest: Manifest = {**contents, "format": FORMAT, "files": files}
        return json.dumps(manifest, sort_keys=True, indent=1)

    def commit(self, contents: Contents) -> str:
        """Flush all of it to disk, make it the current snapshot, and return its fingerprint.

        Of the others one stays, that an opening can fall back to.

        Args:
            contents: What it holds, for its manifest. Its base was read, and is whole.
        """
        raw = self.finish(contents).encode()
        _write(self._folder / MANIFEST, raw)
        _sync(self._folder)
        fingerprint, before = digest(raw), _named(self._home)
        whole = _standing_on(self._root, contents["base"])
        self._name(self._root / fingerprint, whole)
        _swap(self._home, fingerprint)
        self._remove_old(fingerprint, whole, before)
        return fingerprint

    def _name(self, target: Path, whole: Collection[str]) -> None:
        """Rename the folder; an equal snapshot that is there and whole is left as it is."""
        if target.exists():
            if self._is_whole(target, whole):
                return
            target.rename(self._damaged)
        self._folder.rename(target)
        _remove(self._damaged)

    def _remove_old(self, current: str, below: Collection[str], before: str | None) -> None:
        """Remove all snapshots but the current one, a whole one beside it, and those below both.

        The one beside it is the one that was current before or, where that is damaged or the same,
        the newest other one. Where none is whole, none is removed. Readers that still map a removed
        file hold it until they close it.
        """
        others = [folder for folder in snapshots(self._home.folder) if folder.name != current]
        others.sort(key=lambda folder: folder.name != before)
        beside = next((folder for folder in others if self._is_whole(folder, below)), None)
        if beside is not None:
            keep = {*below, *stands_on(beside)}
            for folder in others:
                if folder.name not in keep:
                    _remove(folder)

    def _is_whole(self, folder: Path, whole: Collection[str]) -> bool:
        """Whether a snapshot and all below it can be read, given the names of some that can."""
        if folder.name in whole:
            return True
        try:
            base = read_snapshot(folder, self._columns).manifest["base"]
        except HomeError:
            return False
        return base is None or self._is_whole(folder.with_name(base), whole)


def _standing_on(root: Path, base: str | None) -> list[str]:
    """The names of the snapshots on which an overlay stands that is written on one."""
    return [] if base is None else stands_on(root / base)


def read_draft(home: Path, manifest: str) -> Snapshot:
    """A finished draft that has no name yet, in any process.

    Args:
        home: Where it was made.
        manifest: What `Draft.finish` returned.
    """
    said: Manifest = json.loads(manifest)
    dtypes, folder = file_dtypes(COLUMNS), _draft_folder(Home(home))
    rows = {
        name: read_file(folder / f"{name}.npy", dtypes[name], entry)
        for name, entry in said["files"].items()
    }
    return Snapshot(said, rows)


def write_error(error: OSError, home: Home) -> Exception:
    """What a failed write means to a person; the error itself where it is none of these."""
    if error.errno in FULL:
        return DiskFull(
            f"no space left while writing {home.folder}",
            "free some space; what was there before is whole",
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return home.denied(error, "written")
    return error


def _draft_folder(home: Home) -> Path:
    return home.snapshots / ".draft"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(home: Home, fingerprint: str) -> None:
    draft = home.current.with_name(".CURRENT")
    _write(draft, fingerprint.encode() + b"\n")
    if home.current.is_dir():  # whatever made it one
        _remove(home.current)
    draft.replace(home.current)
    _sync(home.snapshots)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    """Remove a file or a folder, as far as that can be."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _named(home: Home) -> str | None:
    """The snapshot that `CURRENT` names, or None."""
    try:
        return current_snapshot(home.folder).name
    except HomeError:
        return None
