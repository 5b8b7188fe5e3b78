"""One JSON object a line, as a list. Reach for `open_jsonl` to open one.

Its columns are the keys of all objects, as they first appear. So it is read twice; a stream is kept
in a temporary file for that. The cells are the values as text: "" for null and for a key that is
not there, numbers as they are written, a list of texts joined by "|", anything else that is nested
as JSON. A line that is no object stays, as text in the first cell, and is not asked. A blank line
is a row of empty cells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from resolver.errors import BadSource
from resolver.lists.encoding import FoundEncoding, find_encoding
from resolver.lists.form import Compression, Form, SaidForm
from resolver.lists.lines import Lines
from resolver.lists.opening import FileInput
from resolver.lists.reader import ListReader, Row
from resolver.progress import Advance, no_advance

MAX_KEYS: Final = 10_000
"""Distinct keys that a list may have."""

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


class JsonlReader(ListReader):
    """An opened list of JSON objects.

    Args:
        source: Its bytes.
        form: How it is written.
        encoding: What was found of its encoding.
        keys: The keys of all objects.
    """

    def __init__(
        self, source: FileInput, form: Form, encoding: FoundEncoding, keys: tuple[str, ...]
    ) -> None:
        warnings = (encoding.warning,) if encoding.warning else ()
        columns = tuple(key.strip() for key in keys)
        super().__init__(form, keys, columns, warnings, source.size)
        self._source = source
        self._encoding = encoding

    def rows(self, advance: Advance = no_advance) -> Iterator[Row]:
        """Every row, as `ListReader` has it."""
        lines = _lines(self._source, self._encoding, advance)
        for number, line in enumerate(lines, 1):
            bad = lines.bad.pop(number, None) if lines.bad else None
            yield self._row(number, line.removesuffix("\n").removesuffix("\r"), bad)

    def _row(self, number: int, text: str, bad: str | None) -> Row:
        if not text.strip():
            return Row(number, number, [""] * len(self.header), None, True, text)
        found = None if bad else object_of(text)
        if found is None:
            cells = [text, *[""] * (len(self.header) - 1)]
            return Row(number, number, cells, bad or "not a JSON object", False, text)
        cells = [value_text(found.get(key)) for key in self.header]
        return Row(number, number, cells, None, True, text)


def open_jsonl(source: FileInput, said: SaidForm, compression: Compression) -> JsonlReader:
    """The objects in these bytes.

    Args:
        source: The bytes.
        said: What the user says of its form.
        compression: How the list was packed, before it came to lie here.

    Raises:
        BadSource: It is empty, cannot be read, has no object, or more than `MAX_KEYS` keys.
    """
    encoding = find_encoding(source.name, source.look(), said.encoding, source.look_limit)
    form = Form("jsonl", compression, encoding=encoding.codec)
    return JsonlReader(source, form, encoding, _keys(source, encoding))


def object_of(line: str) -> dict[str, object] | None:
    """The object that a line is, its numbers as they are written, or None where it is none."""
    try:
        found = json.loads(
            line, parse_int=_Number, parse_float=_Number, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def value_text(value: object) -> str:
    """A value of JSON as the text of a cell."""
    if isinstance(value, str):
        # Half of a pair is no character, and cannot be written.
        return value if value.isascii() else _SURROGATE.sub(_escaped, value)
    if value is None:
        return ""
    if isinstance(value, list) and all(type(each) is str for each in value):
        return "|".join(map(value_text, value))
    return json_text(value)


def json_text(value: object) -> str:
    """A value as JSON, its numbers as they were written."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        pairs = (f"{json_text(key)}: {json_text(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(json_text, value))}]"
    return _SURROGATE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _keys(source: FileInput, encoding: FoundEncoding) -> tuple[str, ...]:
    """The keys of all objects, in the order in which they first appear."""
    keys: dict[str, None] = {}
    number, has_object = 0, False
    for number, line in enumerate(_lines(source, encoding, no_advance), 1):
        found = object_of(line)
        if found is not None:
            has_object = True
            keys.update(dict.fromkeys(found))
        if len(keys) > MAX_KEYS:
            what = f"the objects have more than {MAX_KEYS:,} distinct keys"
            raise BadSource(source.name, what, "give each the same few keys", line=number)
    if not number:
        raise BadSource(source.name, "the file is empty", "give one JSON object a line")
    if not has_object:
        raise BadSource(source.name, "no line is a JSON object", "give one JSON object a line")
    return tuple(keys)


def _lines(source: FileInput, encoding: FoundEncoding, advance: Advance) -> Lines:
    return Lines(source.name, source.pieces(advance), encoding.codec, bom=encoding.bom)


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
