"""The records of a large XML file come one by one, each with its line, and nothing grows."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource
from resolver.packs.xml_records import XmlRecord, text_of, xml_records, xml_root

PATH = Path("list.xml")
TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), min_size=1)


class Dripping(io.BytesIO):
    """Gives a few bytes at a time, so that tags end anywhere."""

    def read(self, _size: int | None = None, /) -> bytes:
        return super().read(3)


class Endless(io.RawIOBase):
    """Begins as it is given and goes on with one byte, counted."""

    def __init__(self, head: bytes, byte: bytes) -> None:
        self.head, self.byte, self.size = head, byte, 0

    def read(self, size: int = -1, /) -> bytes:
        head, self.head = self.head, b""
        self.size += size
        return head or self.byte * size


def records(text: str | bytes, *names: str, **given: bool) -> list[XmlRecord]:
    data = text.encode() if isinstance(text, str) else text
    return list(xml_records(PATH, Dripping(data), names, **given))


def test_elements_of_the_names_come_whole_with_their_lines() -> None:
    found = records(
        '\ufeff<?xml version="1.0"?>\n<l>\n <a i="1">x<b>y</b></a><c>no</c>\r\n\n<d><a/></d></l>',
        "a",
    )
    assert [(each.line, each.element.tag, each.element.attrib) for each in found] == [
        (3, "a", {"i": "1"}),
        (5, "a", {}),
    ]
    assert text_of(found[0].element, "b") == "y"
    assert text_of(found[0].element, "none") == ""


def test_of_elements_within_each_other_the_outermost_is_a_record() -> None:
    (found,) = records("<a><a>1</a></a>", "a")
    assert [each.text for each in found.element] == ["1"]


def test_prefixes_and_namespaces_make_no_difference() -> None:
    (plain,) = records('<l xmlns="urn:x"><a xml:lang="fa"/></l>', "a")
    (prefixed,) = records('<x:l xmlns:x="urn:x"><x:a xml:lang="fa"/></x:l>', "a")
    assert plain.element.attrib == prefixed.element.attrib == {"xml:lang": "fa"}


@given(st.lists(TEXTS))
def test_texts_are_those_that_were_written(texts: list[str]) -> None:
    root = ElementTree.Element("l")
    for text in texts:
        ElementTree.SubElement(root, "a").text = text
    data = ElementTree.tostring(root, "utf-8")
    found = records(data, "a")
    assert [(each.element.text or "").lstrip() for each in found] == [
        each.lstrip() for each in texts
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_a_file_says_is_used(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><l><a>Müller</a></l>'
    assert records(text.encode(encoding), "a")[0].element.text == "Müller"


LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "&a{n - 1 if n else ""};&a{n - 1 if n else ""};">' for n in range(60))
    + "]><l><a>&a59;</a></l>"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LAUGHS, "line 2: nothing with a DTD is read.* — if you trust the file, take its DOCTYPE"),
        ('<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l><a>&x;</a></l>', "a DTD"),
        ('<!DOCTYPE l SYSTEM "l.dtd"><l><a/></l>', "a DTD"),
        ("<l><a>&x;</a></l>", "not well-formed XML: undefined entity"),
        ("", "the XML is cut short"),
        ("<l>\n<a>1</a>\n<a>", "line 3: the XML is cut short"),
        ("<l>\n<a>1</a>\n<a b='", "line 3: the XML is cut short"),
        ("<l><a>1</b></l>", "not well-formed XML: mismatched tag"),
        ("<l><a>1</a></l>more", "not well-formed XML: junk after document element"),
        (b"<l><a>\xff</a></l>", r"not well-formed XML: not well-formed \(invalid token\)"),
        ('<?xml version="1.0" encoding="klingon"?><l/>', "an encoding that is not known"),
        ('<?xml version="1.0" encoding="shift_jis"?><l/>', "an encoding that is not known"),
        ("name,id\n1,2\n", "not well-formed XML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str | bytes, message: str) -> None:
    with pytest.raises(BadSource, match=message):
        records(text, "a")


def test_a_dtd_elsewhere_may_be_named_where_that_is_allowed_and_is_not_loaded() -> None:
    named = '<!DOCTYPE l SYSTEM "file:///dev/zero"><l><a>1</a></l>'
    assert records(named, "a", allow_doctype=True)[0].element.text == "1"
    for within in (LAUGHS, named.replace("1", "&x;")):
        with pytest.raises(BadSource, match=r"a DTD|&x; is not declared in the file"):
            records(within, "a", allow_doctype=True)


def test_a_record_of_five_megabytes_is_read() -> None:
    names = "".join(f"<n>name {number}</n>" for number in range(300_000))
    text = f"<l><a>{names}</a><a><t>{'x' * 5_000_000}</t></a></l>"
    first, second = xml_records(PATH, io.BytesIO(text.encode()), ["a"])
    assert len(first.element) == 300_000
    assert len(text_of(second.element, "t")) == 5_000_000


@pytest.mark.parametrize(
    ("head", "byte", "message"),
    [
        (b"<l>\n<a>", b"x", "line 2: an element a of more than 20,000,000 bytes"),
        (b"<l>\n<b c='", b"x", "a tag of more than 20,000,000 bytes"),
    ],
)
def test_what_is_endless_is_refused_by_name(head: bytes, byte: bytes, message: str) -> None:
    stream = Endless(head, byte)
    with pytest.raises(BadSource, match=message):
        list(xml_records(PATH, stream, ["a"]))
    assert stream.size < 25_000_000


def test_memory_does_not_grow_with_the_file() -> None:
    class Many(io.RawIOBase):
        left = 100

        def read(self, _size: int = -1, /) -> bytes:
            self.left -= 1
            if self.left < 0:
                return b""
            return b"<l>" if self.left == 99 else b"</l>" if not self.left else self.piece

        piece = b"".join(b"<a><n>%d</n></a><b>%d</b>" % (n, n) for n in range(500))

    tracemalloc.start()
    count = sum(1 for _ in xml_records(PATH, Many(), ["a"]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 98 * 500
    assert peak < 5_000_000


def test_the_root_is_read_without_the_rest() -> None:
    def pieces() -> Iterator[bytes]:
        yield b'<?xml version="1.0"?>\n<x:export xmlns:x="u" generationDate="2026-01-02'
        yield b'T10:00">'
        raise AssertionError("the rest was read")

    class Pieces(io.RawIOBase):
        def __init__(self) -> None:
            self.pieces = pieces()

        def read(self, _size: int = -1, /) -> bytes:
            return next(self.pieces)

    root = xml_root(PATH, Pieces())
    assert (root.tag, root.get("generationDate")) == ("export", "2026-01-02T10:00")
    with pytest.raises(BadSource, match="cut short"):
        xml_root(PATH, io.BytesIO(b"<exp"))
