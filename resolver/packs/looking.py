"""What lies at a path, as far as its first bytes show. Reach for it to recognise a pack.

Of a zip that has one file, that file is seen; of one that has several, only their names. To look
raises nothing: of what cannot be read, or is no regular file, nothing is seen.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from resolver.errors import BadSource, InvalidInput
from resolver.lists.compression import Damaged, compression_of, unpacked
from resolver.packs.pack import expect_file
from resolver.packs.unpacking import files_in, is_zip, open_unpacked

HEAD: Final = 1 << 14
"""Unpacked bytes that are enough to recognise a file."""

_SPREADSHEETS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")

_BOM: Final = b"\xef\xbb\xbf"

_UTF_16: Final = re.compile(rb"\xff\xfe|\xfe\xff|<\0|\0<")
"""How UTF-16 begins, with a BOM or as XML without one."""

_HTML: Final = re.compile(rb"(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)

_ROOT: Final = re.compile(rb"(<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<([\w:.-]+)", re.S)
"""How XML begins, up to the name of its root."""

_OWN: Final = "of your own: pack directories, .jsonl, and tables such as .csv"


def head_of(path: Path) -> bytes:
    """The first `HEAD` unpacked bytes of a file, or all; without a BOM of UTF-8."""
    head = b""
    with _nothing_raised():
        if path.is_file():
            for piece in _pieces(path):
                head += piece
                if len(head) >= HEAD:
                    break
    return head[:HEAD].removeprefix(_BOM)


def _pieces(path: Path) -> Iterator[bytes]:
    if is_zip(path):
        with open_unpacked(path) as stream:
            yield stream.read(HEAD)
        return
    with path.open("rb") as file:
        packed = file.read(4)
        file.seek(0)
        yield from unpacked(file, compression_of(packed))


def names_in(path: Path) -> list[str]:
    """The names of the files in a zip; none where it is no zip."""
    with _nothing_raised():
        if path.is_file() and is_zip(path):
            with zipfile.ZipFile(path) as archive:
                return files_in(archive)
    return []


def unread(path: Path) -> BadSource:
    """The error for a file that no pack reads: what it is, and what to do.

    Raises:
        BadSource: It is not a regular file, or cannot be read.
    """
    expect_file(path)
    if path.suffix.lower() in _SPREADSHEETS:
        return BadSource(path, "a spreadsheet", "save the sheet as CSV, and give that")
    if not path.stat().st_size:
        return BadSource(path, "the file is empty", "fetch it again")
    if is_zip(path):
        return _unread_zip(path)
    head = head_of(path)
    if _UTF_16.match(head):
        return BadSource(path, "the file is UTF-16", "save it as UTF-8")
    return BadSource(path, _kind_of(head), f"to see what is read: resolver packs; {_OWN}")


def _unread_zip(path: Path) -> BadSource:
    names = names_in(path)
    try:
        with open_unpacked(path) as stream:  # which says what is damaged, encrypted or too many
            stream.read(HEAD)
    except BadSource as error:
        return error
    what = f"a zip of {names[0]}: {_kind_of(head_of(path))}"
    remedy = "to see what is read: resolver packs; a table of your own is read once it is unpacked"
    return BadSource(path, what, remedy)


def _kind_of(head: bytes) -> str:
    """What a file that begins so is, in words for people."""
    text = head.lstrip()
    if _HTML.match(text):
        return "HTML, not data"
    if root := _ROOT.match(text):
        return f"XML whose root is `{root[2].decode('ascii', 'replace')}`, which no pack reads"
    if text.startswith((b"{", b"[")):
        return "JSON of a form that no pack reads"
    return "a form that no pack reads"


def _nothing_raised() -> suppress:
    """Leaves off where something cannot be read; what was seen before stays."""
    return suppress(
        OSError, ValueError, Damaged, InvalidInput, zipfile.BadZipFile, NotImplementedError
    )
