"""A BOM says the encoding, else the user, else the bytes; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resolver.lists.encoding import FoundEncoding, encoding_label, find_encoding

UTF8 = FoundEncoding("utf-8", 0)


def found(data: bytes, said: str | None = None, limit: int | None = None) -> FoundEncoding:
    pieces = [data[start : start + 1_000] for start in range(0, len(data), 1_000)]
    return find_encoding("a.csv", pieces, said, limit)


@pytest.mark.parametrize(
    ("bom", "codec"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ],
)
def test_a_bom_comes_before_what_is_said(bom: bytes, codec: str) -> None:
    assert found(bom + b"id\n", "cp1252") == FoundEncoding(codec, len(bom))


def test_what_is_said_comes_before_what_the_bytes_look_like() -> None:
    assert found("é".encode(), "cp850") == FoundEncoding("cp850", 0)


def test_ascii_is_utf8() -> None:
    assert found(b"") == UTF8
    assert found(b"id,name\n") == UTF8


@pytest.mark.parametrize("before", [0, 998, 999, 5_000, 5_999, 200_000])
def test_the_first_bytes_that_are_not_ascii_say_it_wherever_they_are(before: int) -> None:
    assert found(b"a" * before + "é\n".encode()) == UTF8
    warned = found(b"a" * before + "é\n".encode("cp1252"))
    assert (warned.codec, warned.bom) == ("cp1252", 0)
    said = (
        "a.csv is not UTF-8 and was read as cp1252;"
        " if that is wrong, save it as UTF-8, or say its encoding"
    )
    assert warned.warning == said


def test_a_letter_at_the_very_end_is_enough() -> None:
    assert found("name\ncafé".encode("cp1252")).codec == "cp1252"
    assert found("name\ncafé".encode()) == UTF8


def test_one_bad_byte_among_good_characters_is_still_utf8() -> None:
    assert found("Müller\n".encode() * 5 + b"caf\xe9\n" + "Müller\n".encode() * 500) == UTF8
    assert found(b"caf\xe9\n" + b"a" * 3_000 + "Müller\n".encode() * 5) == UTF8


def test_a_stream_is_looked_into_up_to_its_limit() -> None:
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"a" * 999 + b"\xc3"[: taken == 10] + b"a" * (taken != 10)

    assert find_encoding("x", pieces(), None, 10_000) == UTF8
    assert taken == 10


def test_people_call_encodings_by_other_names() -> None:
    names = [encoding_label(each) for each in ("utf-8", "utf-16-be", "cp1252")]
    assert names == ["UTF-8", "UTF-16", "cp1252"]
