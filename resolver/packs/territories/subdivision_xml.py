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
from typing import Final

from resolver.packs.unpacking import open_unpacked
from resolver.packs.xml_records import XmlRecord, xml_records

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
    """What a unit is called: its ISO 3166-2 code, a BCP 47 tag, the text."""

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
                names = sorted(each for each in folder.iterdir() if _is_of_language(each))
                if names and _is_ldml(names[0]):
                    metadata = folder.parent / _METADATA
                    return CldrFiles(tuple(names), metadata if metadata.is_file() else None)
            except OSError:
                continue
    return CldrFiles()


def _is_of_language(path: Path) -> bool:
    return _FILE.fullmatch(path.name) is not None and path.is_file()


def _is_ldml(path: Path) -> bool:
    with path.open("rb") as file:
        return b"<!DOCTYPE ldml" in file.read(_HEAD)


def unit_names(path: Path) -> Iterator[UnitName]:
    """The names in a file of one language.

    Raises:
        BadSource: It is no XML, is cut short, or declares something itself.
    """
    language = path.stem.replace("_", "-")
    for each in _elements(path, "subdivision"):
        code, text = each.element.get("type", ""), (each.element.text or "").strip()
        if _CODE.fullmatch(code) and text:
            yield UnitName(_iso(code), language, text)


def replaced_codes(path: Path) -> Iterator[Replaced]:
    """The codes that became one other; one that was split is none.

    Raises:
        BadSource: It is no XML, is cut short, or declares something itself.
    """
    for each in _elements(path, "subdivisionAlias"):
        old, new = each.element.get("type", ""), each.element.get("replacement", "")
        if _CODE.fullmatch(old) and (_CODE.fullmatch(new) or re.fullmatch("[A-Z]{2}", new)):
            yield Replaced(each.line, _iso(old), _iso(new) if new.islower() else new)


def _iso(code: str) -> str:
    """iqbb → IQ-BB."""
    return f"{code[:2]}-{code[2:]}".upper()


def _elements(path: Path, name: str) -> Iterator[XmlRecord]:
    """All elements of a name."""
    with open_unpacked(path, max_bytes=MAX_BYTES) as stream:
        yield from xml_records(path, stream, [name], allow_doctype=True)
