"""The records of one large XML file, one by one. Reach for it where a file is XML.

A record is the whole of an element, given by its name; memory holds one at a time, not the file.
Prefixes of element names are left out, so that a namespace makes no difference. Space that a text
begins with may be left out. Nothing outside the file is ever loaded. A DTD is refused, for what it
declares may grow without end.

    <list><party id="1">…</party><party id="2">…</party></list>       names={"party"}
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.parsers import expat

from resolver.errors import BadSource, InvalidInput
from resolver.lists.compression import PIECE, Readable
from resolver.model import Record
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.rows import MAX_ROW

_REMEDY: Final = "fetch it again, or give it as it came"

_CUT_SHORT: Final = (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
)


class XmlRecord(NamedTuple):
    """An element with all that is in it, and the line it begins in, from 1."""

    line: int
    element: Element


def xml_records(
    path: Path, stream: Readable, names: Collection[str], *, allow_doctype: bool = False
) -> Iterator[XmlRecord]:
    """The elements of some names, in order; of those within each other, the outermost.

    Args:
        path: What to call the file in errors.
        stream: Its bytes.
        names: What the elements are called, without prefix.
        allow_doctype: Whether the file may name a DTD outside of it, which is not loaded.

    Raises:
        BadSource: It is not well-formed, is cut short, has a DTD, or has an element of more than
            `MAX_ROW` bytes; names the line.
    """
    reader = _Reader(path, names, allow_doctype)
    for piece in iter(lambda: stream.read(PIECE), b""):
        reader.feed(piece)
        yield from reader.taken()
    reader.feed(b"", is_last=True)
    yield from reader.taken()


def xml_root(path: Path, stream: Readable) -> Element:
    """The outermost element of a file without what is in it: its name and its attributes.

    Args:
        path: What to call the file in errors.
        stream: Its bytes, of which the first are read.

    Raises:
        BadSource: As for `xml_records`.
    """
    reader = _Reader(path, (), allow_doctype=False)
    while reader.root is None:
        piece = stream.read(PIECE)
        reader.feed(piece, is_last=not piece)
    return reader.root


def located_of(
    path: Path, rejects: Rejects, records: Iterable[XmlRecord], make: Callable[[Element], Record]
) -> Iterator[Located]:
    """What is made of each record; those of which nothing can be made are rejected as XML.

    Args:
        path: The file.
        rejects: What becomes of these.
        records: The records.
        make: Makes something of one; raises `InvalidInput` where it is wrong.
    """
    for line, element in records:
        try:
            made = make(element)
        except InvalidInput:
            with rejects.row(path, line, tostring(element, "unicode")):
                raise
        else:
            yield Located(made, path, line)


def text_of(element: Element, name: str) -> str:
    """The text of the first child of a name, without space around it; "" where there is none."""
    return (element.findtext(name) or "").strip()


class _Reader:
    """Takes in bytes and puts together the elements that are wanted."""

    def __init__(self, path: Path, names: Collection[str], allow_doctype: bool) -> None:
        self.root: Element | None = None
        self._path = path
        self._names = frozenset(names)
        self._allow_doctype = allow_doctype
        self._taken: list[XmlRecord] = []
        self._open: list[Element] = []  # from the record to the element that is read
        self._line = 1  # that the record begins in
        self._begin = 0  # the byte it begins at
        self._size = 0  # bytes that were read
        self._local: dict[str, str] = {}  # names as they are written → without prefix
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = PIECE
        parser.StartElementHandler = self._start_outside
        parser.StartDoctypeDeclHandler = self._doctype
        parser.SkippedEntityHandler = self._skipped_entity

    def feed(self, piece: bytes, is_last: bool = False) -> None:
        """Take in more bytes."""
        self._size += len(piece)
        with self._located():
            self._parser.Parse(piece, is_last)
        begin = self._begin if self._open else self._parser.CurrentByteIndex
        if not is_last and self._size - begin > MAX_ROW:
            what = f"an element {self._open[0].tag}" if self._open else "a tag"
            raise self._wrong(f"{what} of more than {MAX_ROW:,} bytes")

    def taken(self) -> Iterator[XmlRecord]:
        """The records that were completed since the last call."""
        taken, self._taken = self._taken, []
        return iter(taken)

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._local.get(name) or self._add_local(name)
        if self.root is None:
            self.root = Element(tag, attributes)
        if tag in self._names:
            parser = self._parser
            self._open.append(Element(tag, attributes))
            self._line = parser.CurrentLineNumber
            self._begin = parser.CurrentByteIndex
            parser.StartElementHandler = self._start_inside
            parser.EndElementHandler = self._end_inside
            parser.CharacterDataHandler = self._text_inside

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._local.get(name) or self._add_local(name)
        self._open.append(SubElement(self._open[-1], tag, attributes))

    def _end_inside(self, _name: str) -> None:
        element = self._open.pop()
        if not self._open:
            self._taken.append(XmlRecord(self._line, element))
            self._parser.StartElementHandler = self._start_outside
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None

    def _text_inside(self, text: str) -> None:
        element = self._open[-1]
        if element.text is not None:
            element.text += text
        elif not text.isspace():
            element.text = text

    def _add_local(self, name: str) -> str:
        """Remember what a name is without its prefix."""
        return self._local.setdefault(name, name.rpartition(":")[2])

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inside: int) -> None:
        if inside or not self._allow_doctype:
            what = "nothing with a DTD is read, for it may grow without end or name other files"
            remedy = "if you trust the file, take its DOCTYPE away"
            raise self._wrong(what, remedy=remedy)

    def _skipped_entity(self, name: str, _is_parameter: bool) -> None:
        raise self._wrong(f"the entity &{name}; is not declared in the file")

    @contextmanager
    def _located(self) -> Iterator[None]:
        """Turns what the parser says into a `BadSource` that names the line."""
        try:
            yield
        except expat.ExpatError as error:
            said = expat.errors.messages[error.code]
            if said in _CUT_SHORT:
                raise self._wrong("the XML is cut short", error.lineno) from None
            raise self._wrong(f"not well-formed XML: {said}", error.lineno) from None
        except (LookupError, ValueError):
            raise self._wrong("the XML is in an encoding that is not known") from None

    def _wrong(self, what: str, line: int | None = None, remedy: str = _REMEDY) -> BadSource:
        line = self._parser.CurrentLineNumber if line is None else line
        return BadSource(self._path, what, remedy, line=line)
