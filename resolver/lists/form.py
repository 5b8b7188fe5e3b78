"""How a list is written. Reach for it to say a form, to check what a user says, or to read a name.

A `Form` is complete: what a list was read as, or is to be written as. A `SaidForm` is what a user
says; what is None is found out.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal, get_args

from resolver.errors import BadSource, BadValue

Kind = Literal["csv", "jsonl", "parquet"]
Compression = Literal["", "gz", "bz2", "zst"]
Quoting = Literal["double", "backslash", "none"]

_KINDS: Final[dict[str, Kind]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
_SPREADSHEETS: Final = frozenset((".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers"))

_OTHERS: Final = {
    b"PK\x03\x04": "a ZIP archive, or a spreadsheet's own file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet's or document's own file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF87a": "a picture",
    b"GIF89a": "a picture",
    b"%PDF-": "a PDF",
}
"""How files begin that are no lists, and what they are."""

_COMPRESSIONS: Final[dict[str, Compression]] = {".gz": "gz", ".bz2": "bz2", ".zst": "zst"}

_TABS: Final = ("tab", "\\t")
"""Words for the character that is hard to type."""

_WITH_BYTE_ORDER: Final = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""Codecs that look for a BOM by themselves, and those that leave it to us."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a list is written.

    Args:
        kind: What it is.
        compression: How its bytes are packed.
        delimiter: The character between the cells of a CSV.
        quoting: How a quote within a quoted cell is written; with `none`, quotes are letters.
        encoding: A codec of Python.
        header: Whether the first row has the names of the columns.
    """

    kind: Kind
    compression: Compression = ""
    delimiter: str = ","
    quoting: Quoting = "double"
    encoding: str = "utf-8"
    header: bool = True


@dataclass(frozen=True, slots=True)
class SaidForm:
    """What a user says of the form of a list; what is None is found out.

    Args:
        kind: What it is.
        delimiter: One character; a tab may be called `tab` or `\\t`.
        quoting: How a quote within a quoted cell is written.
        encoding: A codec that Python knows.
        header: Whether the first row has the names of the columns.

    Raises:
        BadValue: A field is none of its values; names the field.
    """

    kind: Kind | None = None
    delimiter: str | None = None
    quoting: Quoting | None = None
    encoding: str | None = None
    header: bool = True

    def __post_init__(self) -> None:
        _check_word("kind", self.kind, get_args(Kind))
        _check_word("quoting", self.quoting, get_args(Quoting))
        if self.delimiter is not None:
            object.__setattr__(self, "delimiter", _delimiter(self.delimiter))
        if self.encoding is not None:
            object.__setattr__(self, "encoding", _codec(self.encoding))


def named_form(name: str) -> tuple[Kind | None, Compression]:
    """What the ends of a file's name say: `names.csv.gz` → csv, gz."""
    end, compression = _ends(name)
    return _KINDS.get(end), compression


def unpacked_name(name: str) -> str:
    """What a file is called without how it is packed: `names.csv.gz` → names.csv."""
    return PurePath(name).stem if _ends(name)[1] else name


def refuse_spreadsheet(name: str) -> None:
    """Refuse a file that is named as a spreadsheet's own: it is no list that is read or written.

    Raises:
        BadValue: It is.
    """
    end = _ends(name)[0]
    if end in _SPREADSHEETS:
        what = f"{name} is named as a spreadsheet's own file ({end})"
        raise BadValue(what, "use CSV: a spreadsheet saves and opens it", field="format")


def refuse_other_file(name: str, head: bytes) -> None:
    """Refuse a file that begins as something else than text.

    Raises:
        BadSource: It does.
    """
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            raise BadSource(name, f"the file is {what}, and no list", "save the list as CSV")


def named_delimiter(name: str) -> str | None:
    """The delimiter that a file's name says, which is the tab of a .tsv, or None."""
    return "\t" if _ends(name)[0] == ".tsv" else None


def output_form(name: str, read: Form, kind: Kind | None = None) -> Form:
    """The form in which a list is written.

    Args:
        name: The name of the file; it says compression, and kind where none is given.
        read: The form of the list that was read. A CSV keeps its delimiter.
        kind: What to write, or None for what the name says, or else for what was read.
    """
    named, compression = named_form(name)
    kind = kind or named or read.kind
    delimiter = named_delimiter(name) or (read.delimiter if read.kind == "csv" else ",")
    return Form(kind, compression, delimiter, header=read.header)


def _ends(name: str) -> tuple[str, Compression]:
    path = PurePath(name.lower())
    compression = _COMPRESSIONS.get(path.suffix, "")
    return PurePath(path.stem).suffix if compression else path.suffix, compression


def _check_word(field: str, value: str | None, words: tuple[str, ...]) -> None:
    if value is not None and value not in words:
        raise BadValue(f"{field} is not {value}", f"say one of {', '.join(words)}", field=field)


def _delimiter(said: str) -> str:
    found = "\t" if said.lower() in _TABS else said
    if len(found) != 1 or found in '"\\\r\n\0':
        what = f"the delimiter cannot be {said!r}"
        raise BadValue(what, "say one character, such as ; or tab", field="delimiter")
    return found


def _codec(said: str) -> str:
    try:
        name = codecs.lookup(said).name
        "\n".encode(name)  # some codecs are not of text
    except (LookupError, ValueError):
        what = f"{said!r} is not an encoding that is known"
        raise BadValue(what, "say one such as utf-8 or cp1252", field="encoding") from None
    return _WITH_BYTE_ORDER.get(name, name)
