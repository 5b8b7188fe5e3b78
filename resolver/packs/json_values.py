"""The values of one large JSON array or object, one by one. Reach for it where a file is one.

Memory holds a value at a time, not the file.

    [{"id": 1, …}, {"id": 2, …}]             items: ("", {"id": 1, …}), …
    {"1": {…}, "2": {…}}                     members: ("1", {…}), …
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.errors import BadSource
from resolver.lists.compression import PIECE, Readable
from resolver.rows import MAX_ROW

_ENDS: Final = frozenset(" \t\r\n,:]}")
"""What may follow a value."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")


class JsonValue(NamedTuple):
    """A value within the outermost array or object.

    Args:
        line: The line it begins in, from 1.
        key: Its key in an object, "" in an array.
        value: The value.
        raw: As it is written.
    """

    line: int
    key: str
    value: Any
    raw: str


def json_values(path: Path, stream: Readable) -> Iterator[JsonValue]:
    """The values of a JSON array or object, in order.

    Args:
        path: What to call it in errors.
        stream: Its bytes, UTF-8 with or without BOM.

    Raises:
        BadSource: It is neither, is cut short, or a value is no JSON or longer than `MAX_ROW`;
            names the line.
    """
    text = _Text(path, stream)
    opening = text.next_sign()
    if opening not in ("[", "{"):
        raise text.wrong("neither a JSON array nor an object")
    closing = "]" if opening == "[" else "}"
    text.skip()
    if text.next_sign() == closing:
        text.skip()
    else:
        yield from _values(text, closing)
    if text.next_sign():
        raise text.wrong("something follows the end of the JSON")


def misfit(error: Exception) -> str:
    """What is wrong with a value that is not of the form that its reader expects, in plain words.

    Args:
        error: What was raised as it was taken apart.
    """
    match error:
        case KeyError():
            return f"{error.args[0]} is missing"
        case IndexError():
            return "a list is empty"
        case _:
            return "a value is of another form than it should be"


def _values(text: _Text, closing: str) -> Iterator[JsonValue]:
    sign = ","
    while sign == ",":
        key = ""
        if closing == "}":
            text.next_sign()
            key, _ = text.value()
            if not isinstance(key, str) or text.next_sign() != ":":
                raise text.wrong("a key without a value")
            text.skip()
        text.next_sign()
        line = text.line
        yield JsonValue(line, key, *text.value())
        sign = text.next_sign()
        if sign not in (",", closing):
            raise text.wrong("the JSON is cut short" if not sign else "no comma between two values")
        text.skip()


class _Text:
    """The text of a stream, of which only the piece that is worked on is held."""

    def __init__(self, path: Path, stream: Readable) -> None:
        self.line = 1
        self._path = path
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._decoder = json.JSONDecoder()
        self._held = ""
        self._at = 0
        self._has_more = True

    def next_sign(self) -> str:
        """Go to the next character that is no space, and return it; "" at the end."""
        while True:
            found = _SPACE.match(self._held, self._at)
            self._go(found.end() if found else self._at)
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._read(PIECE):
                return ""

    def skip(self) -> None:
        """Go past one character."""
        self._at += 1

    def value(self) -> tuple[Any, str]:
        """Read the value that begins here, and go past it."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if not self._read(max(PIECE, len(self._held) - self._at)):
                    raise self.wrong(f"not valid JSON: {error.msg.lower()}") from None
            except (ValueError, RecursionError):
                raise self.wrong("a number too large, or nested too deeply") from None
            else:
                if self._held[end : end + 1] in _ENDS or not self._read(PIECE):  # a number goes on
                    raw = self._held[self._at : end]
                    self._go(end)
                    return value, raw

    def wrong(self, what: str) -> BadSource:
        """The error for what stands here."""
        return BadSource(self._path, what, "fetch it again, or give it as it came", line=self.line)

    def _go(self, end: int) -> None:
        self.line += self._held.count("\n", self._at, end)
        self._at = end

    def _read(self, size: int) -> bool:
        if not self._has_more:
            return False
        if len(self._held) - self._at > MAX_ROW:
            raise self.wrong(f"a value of more than {MAX_ROW:,} characters")
        piece = self._stream.read(size)
        self._has_more = bool(piece)
        try:
            more = self._decode(piece, not piece)
        except UnicodeDecodeError:
            raise self.wrong("not valid UTF-8") from None
        self._held = self._held[self._at :] + more
        self._at = 0
        return self._has_more
