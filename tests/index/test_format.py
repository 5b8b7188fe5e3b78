"""A snapshot is read whole, or refused with the file named: every byte of it is checked."""

from __future__ import annotations

import io
import os
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest

from resolver import Resolver
from resolver.errors import HomeFormat, HomeMissing, IndexDamaged, IndexMissing
from resolver.index import Index
from resolver.index.columns import COLUMNS, file_dtypes
from resolver.index.format import (
    FORMAT,
    HEADER_BYTES,
    MANIFEST,
    current_snapshot,
    digest,
    header,
    read_file,
    read_manifest,
    read_snapshot,
)
from resolver.index.manifest import FileEntry, Manifest
from tests.conftest import compile_entities
from tests.index.conftest import TABLE, of_another_format, rewrite_manifest, written

DTYPES = file_dtypes(column for column in COLUMNS if not column.overlay_only)
FILES = [*DTYPES, "manifest", "CURRENT"]


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    fingerprint = written(tmp_path, entities=7)
    folder = current_snapshot(tmp_path)
    assert folder.name == fingerprint
    manifest, columns = read_snapshot(folder, TABLE)
    assert manifest["entities"] == 7
    assert columns["some"].tolist() == [0, 1, 2, 3, 4]
    assert len(columns["none"]) == 0


def test_no_home_and_no_index_are_different_errors(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing, match="resolver import --home"):
        current_snapshot(tmp_path / "nowhere")
    with pytest.raises(IndexMissing, match="resolver compile"):
        current_snapshot(tmp_path)


@pytest.mark.parametrize("name", ["", "\n", "nowhere\n", "../index\n", "\xff", "0" * 16 + "\n"])
def test_a_current_that_names_nothing_is_damaged(tmp_path: Path, name: str) -> None:
    written(tmp_path)
    (tmp_path / "index" / "CURRENT").write_text(name, "latin-1")
    with pytest.raises(IndexDamaged, match="CURRENT names no snapshot"):
        current_snapshot(tmp_path)


@pytest.fixture(scope="module")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real index, so small that each of its bytes can be damaged. Only read it."""
    ana = {"id": "a", "type": "person", "name": "Ana Kovač", "aliases": ["آنا"], "prominence": 3}
    babil = {"id": "b", "type": "place", "name": "Babil", "country": ["IQ"]}
    return compile_entities(tmp_path_factory.mktemp("tiny"), ana, babil)


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_home, tmp_path / "copy"))


def path_of(home: Path, file: str) -> Path:
    if file == "CURRENT":
        return home / "index" / file
    return current_snapshot(home) / (MANIFEST if file == "manifest" else f"{file}.npy")


def flips(path: Path, bits: Callable[[int], tuple[int, ...]]) -> Iterator[str]:
    """Flip some bits of each byte, one at a time: of a large file all of its header, some more."""
    whole = path.read_bytes()
    places: Iterable[int] = range(len(whole))
    if path.suffix == ".npy" and len(whole) > 1_000:
        places = [*range(HEADER_BYTES), *range(HEADER_BYTES, len(whole), 97)]
    with path.open("r+b", buffering=0) as file:
        for at in places:
            for bit in bits(at):
                os.pwrite(file.fileno(), bytes([whole[at] ^ 1 << bit]), at)
                yield f"{path.name}, byte {at}, bit {bit}"
                os.pwrite(file.fileno(), whole[at : at + 1], at)


def accepted(read: Callable[[], object], damages: Iterator[str], name: str) -> list[str]:
    """The damages that are not refused with the file named; any other error is one of the test."""
    missed = []
    for damage in damages:
        try:
            read()
        except IndexDamaged as error:
            if name in str(error):
                continue
        missed.append(damage)
    return missed


@pytest.mark.parametrize("file", DTYPES)
def test_no_flipped_bit_of_a_column_is_accepted(home: Path, file: str) -> None:
    path, entry = path_of(home, file), read_manifest(current_snapshot(home))["files"][file]
    damages = flips(path, lambda at: (at % 8, (at + 3) % 8, 5))
    assert accepted(lambda: read_file(path, DTYPES[file], entry), damages, path.name) == []
    read_file(path, DTYPES[file], entry)


def test_no_flipped_bit_of_a_manifest_or_of_current_is_accepted(home: Path) -> None:
    folder, current = current_snapshot(home), path_of(home, "CURRENT")
    damages = flips(folder / MANIFEST, lambda at: (at % 8,))
    assert accepted(lambda: read_manifest(folder), damages, MANIFEST) == []
    damages = flips(current, lambda _: tuple(range(8)))
    assert accepted(lambda: current_snapshot(home), damages, "CURRENT") == []
    with Resolver.open(home) as resolver:
        assert resolver.entities == 2


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_cut_longer_empty_removed_or_a_folder_is_refused(
    home: Path, file: str
) -> None:
    path = path_of(home, file)
    whole = path.read_bytes()
    for content in (whole[:-1], whole[: len(whole) // 2], whole + b"\0", b"", b"\0" * len(whole)):
        path.write_bytes(content)
        with pytest.raises(IndexDamaged, match=path.name):
            Index.open_current(home)
    path.unlink()
    with pytest.raises(IndexDamaged, match=path.name):
        Index.open_current(home)
    path.mkdir()
    with pytest.raises(IndexDamaged, match=path.name):
        Index.open_current(home)


@pytest.mark.parametrize("dtype", sorted(set(DTYPES.values())))
@pytest.mark.parametrize("rows", [0, 1, 7, 2**31])
def test_a_header_is_the_one_that_numpy_writes(dtype: str, rows: int) -> None:
    file = io.BytesIO()
    shape = {"descr": np.dtype(dtype).str, "fortran_order": False, "shape": (rows,)}
    np.lib.format.write_array_header_1_0(file, shape)
    assert header(dtype, rows) == file.getvalue()
    assert len(header(dtype, rows)) == HEADER_BYTES


def test_the_file_of_a_column_is_one_that_numpy_reads(home: Path) -> None:
    columns = read_snapshot(current_snapshot(home)).columns
    for file, rows in columns.items():
        assert np.load(path_of(home, file)).tobytes() == rows.tobytes()
        assert not rows.flags.writeable


def test_an_index_of_another_format_is_refused_with_the_remedy(home: Path) -> None:
    rewrite_manifest(home, of_another_format)
    with pytest.raises(HomeFormat, match=r"index format 99, .* — run: resolver compile"):
        Resolver.open(home)


def test_a_damaged_format_number_is_damage_and_not_another_format(home: Path) -> None:
    path = path_of(home, "manifest")
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    with pytest.raises(IndexDamaged, match="changed after it was written"):
        Resolver.open(home)


KEYS: list[tuple[str, ...]] = [(key,) for key in get_type_hints(Manifest)]
KEYS += [("encoder", "dim"), ("encoder", "digest"), ("files", "posting"), ("weights", "resolve")]
KEYS += [("files", "posting", key) for key in get_type_hints(FileEntry)]
KEYS += [("weights", "compare", "place"), ("weights", "compare", "place", "same part")]

POSSIBLE: list[tuple[tuple[str, ...], object]] = [
    (("base",), None),
    (("calibration",), {}),
    (("changed_at",), "x"),
    (("changed_at",), "gone"),
    (("fields",), {}),
    (("languages",), []),
    (("sources",), []),
    (("through",), -1),
    (("through",), 10**30),
    (("types",), []),
    (("weights", "compare", "place", "same part"), -1),
]
"""Values that a manifest may have, as far as can be seen when it is opened."""


@pytest.mark.parametrize("path", KEYS, ids=" ".join)
def test_a_manifest_that_other_code_wrote_is_refused_with_the_folder_named(
    tiny_home: Path, tmp_path: Path, path: tuple[str, ...]
) -> None:
    for number, value in enumerate((None, "x", -1, 10**30, [], {}, [7], {"x": 7}, "gone")):
        if (path, value) in POSSIBLE or (path[-1] == "same part" and value == 10**30):
            continue
        home = Path(shutil.copytree(tiny_home, tmp_path / f"{number}"))
        folder = rewrite_manifest(home, partial(change, path, value))
        with pytest.raises((IndexDamaged, HomeFormat), match=folder.name):
            Resolver.open(home)


def change(path: tuple[str, ...], value: object, manifest: dict[str, Any]) -> None:
    for key in path[:-1]:
        manifest = manifest[key]
    if value == "gone":
        del manifest[path[-1]]
    else:
        manifest[path[-1]] = value


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"format": true}']
)
def test_what_is_no_manifest_is_refused_whatever_its_digest(home: Path, content: bytes) -> None:
    folder = current_snapshot(home)
    (folder / MANIFEST).write_bytes(content)
    named = folder.rename(folder.with_name(digest(content)))
    path_of(home, "CURRENT").write_text(f"{named.name}\n")
    with pytest.raises(IndexDamaged, match=rf"{named.name}/manifest\.json is not the manifest"):
        Resolver.open(home)


@pytest.mark.parametrize("file", DTYPES)
def test_columns_that_do_not_fit_together_are_refused_with_right_checksums_too(
    home: Path, file: str
) -> None:
    path = path_of(home, file)
    rows = np.load(path)
    more = np.append(rows, rows[-1:] if len(rows) else np.zeros(1, rows.dtype))
    np.save(path, more)
    entry = {"bytes": path.stat().st_size, "rows": len(more), "crc32": zlib.crc32(more.tobytes())}
    folder = rewrite_manifest(home, lambda manifest: manifest["files"].update({file: entry}))
    with pytest.raises(IndexDamaged, match=folder.name):
        Resolver.open(home)
