"""Lines come as text, with their ends, whatever is wrong with one of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource
from resolver.lists.compression import Damaged
from resolver.lists.lines import Lines
from resolver.rows import MAX_ROW


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(
    text=st.text(st.sampled_from('ab,"\r\n\0é中\u0a0a😀\u2028\x85'), max_size=60),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "cp037", "gb18030"]),
    end=st.sampled_from("\n\r"),
    size=st.integers(1, 9),
)
def test_lines_are_those_of_the_text_however_the_bytes_come(
    text: str, encoding: str, end: str, size: int
) -> None:
    text = text.encode(encoding, "ignore").decode(encoding)
    found = list(Lines("x", pieces(text.encode(encoding), size), encoding, end=end))
    parts = text.split(end)
    assert found == [f"{part}{end}" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def test_a_bom_is_left_out_however_the_bytes_come() -> None:
    for size in (1, 2, 3, 100):
        lines = Lines("x", pieces("\ufeffa\nb".encode(), size), "utf-8", bom=3)
        assert list(lines) == ["a\n", "b"]


def test_a_byte_that_is_wrong_costs_its_line_alone() -> None:
    data = "é\n".encode() + b"ab\xff\n" + "ü\n".encode() + b"\xc3"
    lines = Lines("x", [data], "utf-8")
    assert list(lines) == ["é\n", "ab\\xff\n", "ü\n", "\\xc3"]
    assert lines.bad == {
        2: "byte 3 of the line is not valid UTF-8",
        4: "byte 1 of the line is not valid UTF-8",
    }


def test_half_a_character_of_utf16_costs_its_line_alone() -> None:
    data = "a\n".encode("utf-16-le") + b"b\0\0\xd8\n\0" + "Ċ中\nc".encode("utf-16-le") + b"d"
    lines = Lines("x", pieces(data, 5), "utf-16-le")
    found = list(lines)
    assert [found[0], found[2]] == ["a\n", "Ċ中\n"]
    assert found[1].startswith("b\\x00\\xd8")
    assert sorted(lines.bad) == [2, 4]
    assert lines.bad[2] == "byte 3 of the line is not valid UTF-16"


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        yield b"id\n"
        while True:
            taken += 1
            yield b"x" * 1_000_000

    with pytest.raises(BadSource, match=r"^x, line 2: a row of more than 20,000,000 bytes — check"):
        list(Lines("x", endless(), "utf-8"))
    assert taken == MAX_ROW // 1_000_000 + 1


def test_what_cannot_be_unpacked_is_named_with_its_line() -> None:
    def cut() -> Iterator[bytes]:
        yield b"id\na\nb"
        raise Damaged("the gzip file")

    found: list[str] = []
    with pytest.raises(BadSource, match=r"^x, line 3: the gzip file is damaged or cut short — "):  # noqa: PT012
        for line in Lines("x", cut(), "utf-8"):
            found.append(line)  # noqa: PERF402
    assert found == ["id\n", "a\n"]
