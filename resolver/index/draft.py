"""A snapshot in the making: rows go straight to their files, then all of it is swapped in.

    with Draft(home) as draft:
        names = draft.texts("entity_name")
        names.add("Aleppo")
        draft.put("entity_type", types)
        fingerprint = draft.commit(contents)

Whatever ends the block before `commit`, the snapshot that was there answers on. Several drafts may
be in the making: each holds its own folder, also under the name that it gets, until the block ends.
`resolver.index.current` says what `commit` does with the snapshots that are there.
"""

from __future__ import annotations

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

from resolver.home import Home
from resolver.index.columns import COLUMNS, Column, Joined, file_dtypes, text_files
from resolver.index.current import (
    DRAFTS,
    is_held,
    is_whole,
    made_and_held,
    make_current,
    new_draft,
    remove,
    standing_on,
    sync_folder,
    write,
    write_error,
)
from resolver.index.format import (
    FORMAT,
    HEADER_BYTES,
    MANIFEST,
    Snapshot,
    digest,
    header,
    read_file,
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
        sync: Whether it is on disk once it is closed.
    """

    def __init__(self, file: IO[bytes], dtype: npt.DTypeLike, *, sync: bool = True) -> None:
        self._file = file
        self._sync = sync
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
                if self._sync:
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
    """The folder of a snapshot that has no name yet.

    Args:
        home: Where the snapshot goes.
        columns: The columns that it may have.
        sync: Whether it is on disk once it has its name. One that is not may be damaged when the
            machine loses its power; the one before it answers then, until it is made again.

    Raises:
        DiskFull: No space is left; the current snapshot stays.
        HomeDenied: The home may not be written.
    """

    def __init__(
        self, home: Path, columns: Iterable[Column] = COLUMNS, *, sync: bool = True
    ) -> None:
        self.home = home
        self.folder = new_draft(Home(home).snapshots)
        """Where its files are, until it has its name."""
        self._home = Home(home)
        self._root = self._home.snapshots
        self._columns = tuple(columns)
        self._dtypes = file_dtypes(self._columns)
        self._sync = sync
        self._open = ExitStack()
        self._files: dict[str, ColumnWriter] = {}
        self._texts: list[TextsWriter] = []
        self._held: int | None = None

    def __enter__(self) -> Self:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            for each in self._root.glob(f"{DRAFTS}*"):
                if not is_held(each):  # one that was killed has left it
                    remove(each)
            self._held = made_and_held(self.folder)
        except OSError as error:
            raise write_error(error, self._home) from error
        return self

    def __exit__(self, error_type: object, error: BaseException | None, trace: object) -> None:
        with suppress(OSError):  # what a full disk does not take is thrown away here
            self._open.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
        if isinstance(error, OSError):
            raise write_error(error, self._home) from error

    def column(self, name: str) -> ColumnWriter:
        """A column to write into; a column of texts has two (`resolver.index.columns`).

        Raises:
            KeyError: The table has no such column.
        """
        dtype = self._dtypes[name]
        file = self._open.enter_context((self.folder / f"{name}.npy").open("wb"))
        self._files[name] = ColumnWriter(file, dtype, sync=self._sync)
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
        """As `named`, then made current; the caller holds the lock of the index.

        Args:
            contents: As of `named`.
        """
        fingerprint = self.named(contents)
        make_current(self.home, fingerprint, self._columns, sync=self._sync)
        return fingerprint

    def named(self, contents: Contents) -> str:
        """Give it its name, and return that: its fingerprint. It is not current yet.

        Args:
            contents: What it holds, for its manifest. What it stands on was read, and is whole.
        """
        raw = self.finish(contents).encode()
        write(self.folder / MANIFEST, raw, sync=self._sync)
        if self._sync:
            sync_folder(self.folder)
        fingerprint = digest(raw)
        target = self._root / fingerprint
        if target.exists():
            if is_whole(target, standing_on(self._root, contents["base"]), self._columns):
                return fingerprint  # an equal one is left as it is
            damaged = new_draft(self._root)
            target.rename(damaged)
            remove(damaged)
        self.folder.rename(target)
        return fingerprint


def read_draft(folder: Path, manifest: str) -> Snapshot:
    """A finished draft that has no name yet, in any process.

    Args:
        folder: Its folder.
        manifest: What `Draft.finish` returned.
    """
    said: Manifest = json.loads(manifest)
    dtypes = file_dtypes(COLUMNS)
    rows = {
        name: read_file(folder / f"{name}.npy", dtypes[name], entry)
        for name, entry in said["files"].items()
    }
    return Snapshot(said, rows)
