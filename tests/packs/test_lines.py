"""Lines of a file come in blocks; what is wrong with one costs that line alone."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import lines
from resolver.packs.lines import line_blocks, numbered
from resolver.packs.rejects import RejectList, Rejects


def read(path: Path, rejects: Rejects) -> list[tuple[int, str]]:
    return [each for block in line_blocks(path, rejects) for each in numbered(rejects, block.rows)]


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a few bytes, so that lines end in others than they begin in."""
    monkeypatch.setattr(lines, "PIECE", 7)
    monkeypatch.setattr(lines, "MAX_ROW", 20)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_have_their_numbers_whatever_they_are_packed_in(
    tmp_path: Path, pack: Callable[[bytes], bytes], end: str
) -> None:
    path = tmp_path / "x"
    texts = ["one", "", "the third line", "Łódź", " ", "six\u2028six"]
    path.write_bytes(pack(b"\xef\xbb\xbf" + end.join(texts).encode()))
    found = [(number, text.rstrip("\r")) for number, text in read(path, Rejects())]
    assert found == [(1, "one"), (3, "the third line"), (4, "Łódź"), (6, "six\u2028six")]
    assert sum(block.size for block in line_blocks(path, Rejects())) == path.stat().st_size


@pytest.mark.usefixtures("small_pieces")
def test_lines_too_long_or_not_utf_8_are_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"one\n" + b"x" * 50 + b"\nthree\nf\xff\nfive\n" + b"y" * 21)
    rejects = RejectList([])
    assert read(path, rejects) == [(1, "one"), (3, "three"), (5, "five")]
    said = {each.error.line: each.error.what for each in rejects.rows}
    assert {*said} == {2, 4, 6}
    assert "a row of more than" in said[2]
    assert "byte 2 of the line is not valid UTF-8" in said[4]
    with pytest.raises(BadSource, match="line 2: a row of more than"):
        read(path, Rejects())


def test_what_is_cut_short_is_an_error_whatever_becomes_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(gzip.compress(b"one\ntwo\n" * 99)[:-9])
    with pytest.raises(BadSource, match="damaged or cut short"):
        read(path, RejectList([]))
    path.write_bytes("one\n".encode("utf-16"))
    with pytest.raises(BadSource, match="the file is UTF-16"):
        read(path, RejectList([]))
