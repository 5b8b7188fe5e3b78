"""A dump → the lines that may be wanted. Reach for it to leave out the rest before JSON is read.

Reading a line as JSON takes fifty times as long as looking for the class and the pages in its
bytes. Nothing that is wanted is left out: what remains is looked at again by its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from resolver.errors import BadSource
from resolver.packs.rejects import Rejects
from resolver.packs.wikidata.options import Options
from resolver.rows import bounded_lines

_SITELINK: Final = b'"site":'
"""Every page about an item has it, and a text cannot: its quotes are escaped."""

_CLASSES: Final = b'"P31"'
_CLASSES_KEY: Final = re.compile(rb'"P31"\s*:\s*\[')
"""Where the classes begin; or a qualifier, or what a reference says, of that property."""

_NEXT: Final = re.compile(rb'"P\d+"\s*:\s*\[\s*\{\s*"mainsnak"')
"""Where the statements of the next property begin."""

_ITEM: Final = re.compile(rb'"(?:numeric-id"\s*:\s*|id"\s*:\s*"Q)(\d+)')

_REDIRECT: Final = re.compile(rb'\{\s*"(?:entity"|redirect")')


class Line(NamedTuple):
    """A line that may be wanted: its number from 1, and its bytes without comma and end."""

    number: int
    data: bytes


class Filter:
    """Whether a line may be wanted.

    Args:
        options: What is wanted.
    """

    def __init__(self, options: Options) -> None:
        self._classes = frozenset(each[1:].encode() for each in options.types)
        self._min_sitelinks = options.min_sitelinks

    def passes(self, line: bytes) -> bool:
        """Whether the item of a line may be of a class that is wanted, with pages enough."""
        at = line.find(_CLASSES)
        if at < 0:
            return _REDIRECT.match(line) is not None
        while at >= 0:
            if _CLASSES_KEY.match(line, at) and self._is_wanted_from(line, at):
                return line.count(_SITELINK) >= self._min_sitelinks
            at = line.find(_CLASSES, at + len(_CLASSES))
        return False

    def _is_wanted_from(self, line: bytes, at: int) -> bool:
        """Whether a class that is wanted stands before the statements of the next property."""
        end = _NEXT.search(line, at + len(_CLASSES))
        found = _ITEM.findall(line, at, len(line) if end is None else end.start())
        return not self._classes.isdisjoint(found)


def wanted_lines(
    path: Path, stream: IO[bytes], options: Options, rejects: Rejects
) -> Iterator[Line]:
    """The lines of a dump that may be wanted, in order.

    Args:
        path: What to call it in errors.
        stream: Its bytes.
        options: What is wanted.
        rejects: What becomes of lines that hold no entity.

    Raises:
        BadSource: The dump cannot be read, is cut short, or a line is longer than `MAX_ROW`.
    """
    passes = Filter(options).passes
    is_open = False
    for number, line in enumerate(bounded_lines(path, stream), 1):
        if line[:1] == b"{":
            if passes(line):
                yield Line(number, line.rstrip(b", \t\r\n"))
            continue
        text = line.strip(b"\xef\xbb\xbf \t\r\n")
        if text in (b"[", b"]"):
            is_open = text == b"["
        elif text[:1] in (b"{", b"["):  # the first after a BOM, or after [ in one line
            is_open = is_open or text[:1] == b"["
            if passes(text.lstrip(b"[ ")):
                yield Line(number, text.lstrip(b"[ ").rstrip(b", "))
        elif text not in (b"", b","):
            with rejects.row(path, number, line):
                raise BadSource(path, "not an entity", "fetch the dump again", line=number)
    if is_open:
        raise BadSource(path, "the dump is cut short: its last line is no ]", "fetch it again")
