"""CLDR's files of units: their names by language, and codes that became others.

    <!DOCTYPE ldml SYSTEM "../../common/dtd/ldml.dtd">
    <ldml>…<subdivision type="iqbb">Babylon</subdivision>…
    <subdivisionAlias type="cn11" replacement="cnbj" reason="deprecated"/>

Reach for it to read them. Every file of CLDR names a DTD, which is never loaded; one that declares
something itself, as entities would be, is refused.

Source: Unicode Technical Standard #35, Unicode Locale Data Markup Language, parts 2 (general) and 6
(supplemental), https://www.unicode.org/reports/tr35/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, NoReturn
from xml.parsers import expat

from resolver.errors import BadSource
from resolver.packs.unpacking import open_unpacked

MAX_BYTES: Final = 1 << 26
"""Bytes that a file may have."""

_FOLDERS: Final = ("common/subdivisions", "subdivisions", "")
_METADATA: Final = "supplemental/supplementalMetadata.xml"
_FILE: Final = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8})*\.xml")
_HEAD: Final = 1024
"""Bytes in which a file of CLDR says that it is one."""

_CODE: Final = re.compile(r"[a-z]{2}[a-z0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class CldrFiles:
    """CLDR's files: those of names, one a language, and the one that has the replaced codes."""

    names: tuple[Path, ...] = ()
    metadata: Path | None = None

    @property
    def all(self) -> tuple[Path, ...]:
        """All of them."""
        return (*self.names, self.metadata) if self.metadata is not None else self.names


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a unit is called: the line, its ISO 3166-2 code, a BCP 47 tag, the text."""

    line: int
    code: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A code that became another: of a unit or, where it was one too many, of a country."""

    line: int
    old: str
    new: str


def cldr_files(directory: Path) -> CldrFiles:
    """The files below a directory: CLDR's root, its `common`, or `subdivisions` itself."""
    for folder in (directory / name for name in _FOLDERS):
        if folder.name == "subdivisions":
            try:
                names = sorted(each for each in folder.iterdir() if _FILE.fullmatch(each.name))
            except OSError:
                continue
            metadata = folder.parent / _METADATA
            if names and _is_ldml(names[0]):
                return CldrFiles(tuple(names), metadata if metadata.is_file() else None)
    return CldrFiles()


def _is_ldml(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"<!DOCTYPE ldml" in file.read(_HEAD)
    except OSError:
        return False


def unit_names(path: Path) -> Iterator[UnitName]:
    """The names in a file of one language.

    Raises:
        BadSource: It is no XML, is cut short, or declares something itself.
    """
    language = path.stem.replace("_", "-")
    for each in _elements(path, "subdivision"):
        code, text = each.attributes.get("type", ""), each.text.strip()
        if _CODE.fullmatch(code) and text:
            yield UnitName(each.line, _iso(code), language, text)


def replaced_codes(path: Path) -> Iterator[Replaced]:
    """The codes that became one other; one that was split is none.

    Raises:
        BadSource: It is no XML, is cut short, or declares something itself.
    """
    for each in _elements(path, "subdivisionAlias"):
        old, new = each.attributes.get("type", ""), each.attributes.get("replacement", "")
        if _CODE.fullmatch(old) and (_CODE.fullmatch(new) or re.fullmatch("[A-Z]{2}", new)):
            yield Replaced(each.line, _iso(old), _iso(new) if new.islower() else new)


def _iso(code: str) -> str:
    """iqbb → IQ-BB."""
    return f"{code[:2]}-{code[2:]}".upper()


def _elements(path: Path, name: str) -> list[_Element]:
    """All elements of a name."""
    reader = _Reader(path, name)
    with open_unpacked(path, max_bytes=MAX_BYTES) as stream:
        reader.read(stream)
    return reader.found


@dataclass(slots=True)
class _Element:
    """An element: the line it begins in, its attributes, its text."""

    line: int
    attributes: dict[str, str]
    text: str = ""


class _Reader:
    """Collects the elements of one name."""

    def __init__(self, path: Path, name: str) -> None:
        self.found: list[_Element] = []
        self._path = path
        self._name = name
        self._is_inside = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.SkippedEntityHandler = self._skipped

    def read(self, stream: IO[bytes]) -> None:
        try:
            self._parser.ParseFile(stream)
        except expat.ExpatError as error:
            what = f"not valid XML: {expat.ErrorString(error.code)}"
            raise BadSource(self._path, what, "fetch it again", line=error.lineno) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._is_inside = tag == self._name
        if self._is_inside:
            self.found.append(_Element(self._parser.CurrentLineNumber, attributes))

    def _end(self, _tag: str) -> None:
        self._is_inside = False

    def _take(self, text: str) -> None:
        if self._is_inside:
            self.found[-1].text += text

    def _doctype(self, _name: str, _system: object, _public: object, has_own: int) -> None:
        if has_own:
            self._refuse("the XML has declarations of its own")

    def _skipped(self, name: str, _is_parameter: int) -> None:
        self._refuse(f"the XML has an entity {name!r}")

    def _refuse(self, what: str) -> NoReturn:
        line = self._parser.CurrentLineNumber
        raise BadSource(self._path, what, "give the file as CLDR publishes it", line=line)
