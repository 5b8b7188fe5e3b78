"""Bytes are looked into and then read whole, counted as they lie, and limited as they unpack."""

from __future__ import annotations

import gzip
import io
import os
import resource
import threading
from pathlib import Path

import pytest

from resolver.errors import BadSource, DiskFull, ListTooLarge
from resolver.lists.opening import STREAM_LOOK, FileInput, StreamInput, lying, open_input

DATA = bytes(range(256)) * 20_000


def test_a_file_is_looked_into_and_read_as_often_as_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(DATA)
    with open_input(path, "a.csv", None) as source:
        assert source.size == len(DATA)
        assert source.look_limit is None
        assert next(source.look()) == next(source.look())
        assert b"".join(source.pieces()) == b"".join(source.pieces()) == DATA


def test_what_was_seen_of_a_stream_comes_again() -> None:
    with open_input(io.BytesIO(DATA), "standard input", None) as source:
        assert (source.size, source.look_limit) == (None, STREAM_LOOK)
        looking = source.look()
        first = next(looking)
        next(looking)
        assert next(source.look()) == first
        counts: list[int] = []
        assert b"".join(source.pieces(counts.append)) == DATA
        assert sum(counts) == len(DATA)


@pytest.mark.parametrize("is_stream", [False, True])
def test_progress_counts_bytes_as_they_lie(tmp_path: Path, is_stream: bool) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(DATA))
    counts: list[int] = []
    with (
        path.open("rb") as file,
        open_input(file if is_stream else path, "a.csv.gz", None) as source,
    ):
        assert source.compression == "gz"
        assert b"".join(source.pieces(counts.append)) == DATA
    assert sum(counts) == path.stat().st_size


@pytest.mark.parametrize("is_stream", [False, True])
def test_a_gzip_bomb_ends_at_the_limit(tmp_path: Path, is_stream: bool) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(bytes(50_000_000)))
    with (
        path.open("rb") as file,
        open_input(file if is_stream else path, "bomb.csv.gz", 1_000_000) as source,
        pytest.raises(ListTooLarge) as caught,
    ):
        list(source.pieces())
    what = r"bomb\.csv\.gz: more than 1,000,000 bytes, which is the limit: 1,\d{3},\d{3} were read"
    caught.match(what)
    assert caught.value.status == 413


def test_as_many_bytes_as_the_limit_are_not_too_many() -> None:
    with open_input(io.BytesIO(b"abc\n"), "x", 4) as source:
        assert b"".join(source.pieces()) == b"abc\n"


def test_damage_that_was_seen_is_not_forgotten() -> None:
    stream = io.BytesIO(gzip.compress(DATA)[:-9])
    with open_input(stream, "x.gz", None) as source:
        list(source.look())
        with pytest.raises(Exception, match="the gzip file"):
            list(source.pieces())


def test_a_pipe_with_a_name_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writing = threading.Thread(target=path.write_bytes, args=(DATA,))
    writing.start()
    with open_input(path, "pipe", None) as source:
        assert isinstance(source, StreamInput)
        next(source.look())
        assert b"".join(source.pieces()) == DATA
    writing.join()


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(BadSource, match=r"^gone\.csv: cannot be read: no such file"),
        open_input(tmp_path / "gone.csv", "gone.csv", None),
    ):
        pass
    with (
        pytest.raises(BadSource, match=r"^here: cannot be read: is a directory"),
        open_input(tmp_path, "here", None),
    ):
        pass


def test_a_stream_lies_in_a_temporary_file_while_it_is_needed() -> None:
    with open_input(io.BytesIO(gzip.compress(DATA)), "x", None) as source, lying(source) as file:
        assert isinstance(file, FileInput)
        assert (file.compression, file.size) == ("", len(DATA))
        assert b"".join(file.pieces()) == DATA
    assert not file.path.exists()


def test_a_file_lies_already_unless_it_must_not_be_packed(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(DATA))
    with open_input(path, "a.gz", None) as source:
        with lying(source) as file:
            assert file is source
        with lying(source, is_plain=True) as file:
            assert file.path.read_bytes() == DATA


def test_a_full_disk_is_no_traceback() -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_input(io.BytesIO(DATA), "standard input", None) as source:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
        try:
            what = r"^standard input cannot be kept in a temporary file: .* — set TMPDIR to"
            with pytest.raises(DiskFull, match=what), lying(source):
                pass
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_what_is_damaged_cannot_lie_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(DATA)[:-9])
    with (
        open_input(path, "a.gz", None) as source,
        pytest.raises(BadSource, match=r"a\.gz: the gzip file is damaged or cut short — fetch it"),
        lying(source, is_plain=True),
    ):
        pass
