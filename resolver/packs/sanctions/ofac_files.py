"""Which files are OFAC's list. Reach for it to say of one more file what to fetch in its place.

The files are known by their names, packed or not, and by how they begin. What somebody may take for
the list, and is another list, another form or a part, is known too, and said.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from resolver.errors import BadSource
from resolver.lists.form import unpacked_name
from resolver.packs.looking import head_of
from resolver.packs.sanctions.ofac_advanced import is_advanced
from resolver.rows import readable

_NEEDED: Final = ("sdn.csv", "alt.csv", "add.csv")

COMMENTS: Final = "sdn_comments.csv"

_PARTS: Final = (*_NEEDED, COMMENTS)

_COPY: Final = re.compile(r"[ _]?\(\d+\)(?=\.)")
"""What a browser adds to the name of a file that is there already."""

_ROW: Final = re.compile(rb'\s*\d+,\s*(?:"|\d+,\s*(?:"|-0-))')
"""How each of the files begins."""

_HEADER: Final = re.compile(rb"[^\r\n]*(?:ent_num|sdn_name|sdn_type)", re.IGNORECASE)
"""What some tools write before the first row."""

_PLAIN: Final = re.compile(rb"<(?:\w+:)?sdnList[\s>]")
"""The XML without names in other scripts."""

_CONSOLIDATED: Final = re.compile(r"cons_(?:prim|alt|add|comments|advanced)\.(?:csv|xml)")
"""Files of those who are on other lists of OFAC, and are not blocked."""

_FETCH: Final = f"fetch {', '.join(_NEEDED)} into one directory, or sdn_advanced.xml"


def is_ofac(path: Path) -> bool:
    """Whether what lies at a path is OFAC's list, or may be taken for it."""
    try:
        if path.is_dir():
            return any(map(_is_part, _parts_in(path).values()))
        return _is_part(path) or is_advanced(path) or _is_other(path)
    except OSError:
        return False


def files_of(path: Path) -> dict[str, Path]:
    """The files of the list at a path, by the names that OFAC gives them.

    Args:
        path: The directory of sdn.csv, that file, or sdn_advanced.xml.

    Returns:
        sdn.csv, alt.csv, add.csv and maybe sdn_comments.csv; {} for the XML.

    Raises:
        BadSource: It is something else, or a file is not there; says what to fetch.
    """
    with readable(path):
        is_folder = path.is_dir()
        found = _parts_in(path if is_folder else path.parent)
    if not is_folder and not _is_part(path):
        if _is_other(path):
            raise BadSource(path, _what_else(path), _FETCH)
        return {}
    name = "sdn.csv" if is_folder else _called(path)
    if not is_folder:
        if name != "sdn.csv" or _COPY.search(path.name):
            raise _not_whole(path, name, found)
        found["sdn.csv"] = path
    if "sdn.csv" not in found:
        raise BadSource(path, "sdn.csv is not there, which has the list itself", _FETCH)
    _check_begin(found["sdn.csv"])
    for each in _NEEDED:
        if each not in found:
            what = f"{each} is not beside it, which has a part of the list"
            remedy = f"download {', '.join(_NEEDED)} into one directory"
            raise BadSource(found["sdn.csv"], what, remedy)
    return {each: found[each] for each in _PARTS if each in found}


def _called(path: Path) -> str:
    """What OFAC calls a file."""
    return _COPY.sub("", unpacked_name(path.name.lower()))


def _parts_in(folder: Path) -> dict[str, Path]:
    """The files of a directory that have the very names, packed or not; those unpacked first."""
    found: dict[str, Path] = {}
    for each in sorted(folder.iterdir(), key=lambda each: (len(each.name), each.name)):
        name = unpacked_name(each.name.lower())
        if name in _PARTS:
            found.setdefault(name, each)
    return found


def _is_part(path: Path) -> bool:
    """Whether a file is one of the list's, by its name and how it begins; it may be empty."""
    name = _called(path)
    if name not in _PARTS or not path.is_file():
        return False
    head = head_of(path)
    if name == "sdn.csv" and (_HEADER.match(head) or not path.stat().st_size):
        return True
    return _ROW.match(head) is not None


def _is_other(path: Path) -> bool:
    """Whether a file is another list of OFAC's, or another form of this one."""
    head = head_of(path)
    if _CONSOLIDATED.fullmatch(_called(path)):
        return head.startswith(b"<") or _ROW.match(head) is not None
    return _PLAIN.search(head) is not None


def _what_else(path: Path) -> str:
    if _CONSOLIDATED.fullmatch(_called(path)):
        return "OFAC's consolidated list of those who are not blocked, which is not read"
    return "OFAC's plain XML, which is not read: it has neither all names nor all facts"


def _not_whole(path: Path, name: str, found: dict[str, Path]) -> BadSource:
    """The error for a file that is a part of the list, or is called otherwise."""
    if name == "sdn.csv":
        remedy = f"call it sdn.csv, with {_NEEDED[1]} and {_NEEDED[2]} of the same day beside it"
        return BadSource(path, "it may not belong to what lies beside it", remedy)
    if "sdn.csv" in found:
        what = "a part of OFAC's list, which is read with sdn.csv"
        return BadSource(path, what, "give sdn.csv alone, or the directory")
    return BadSource(path, "a part of OFAC's list, and sdn.csv is not beside it", _FETCH)


def _check_begin(path: Path) -> None:
    head = head_of(path)
    if not head:
        raise BadSource(path, "the file is empty", "fetch it again")
    if _ROW.match(head) is None:
        what = "the first row is a header, or no row of OFAC's: the list has none"
        raise BadSource(path, what, "fetch it again, or take the header away", line=1)
