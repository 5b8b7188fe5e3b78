"""Reach for `open_list` to read a list that somebody else wrote, in whatever form it is.

The form is what the user says, else what the name says, else what the bytes say. Every row of the
list comes, in order; what is wrong with one is said beside it. Only what makes the list unreadable
raises: it is empty, damaged, too large, or a row takes too much memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from resolver.lists.delimited import open_delimited
from resolver.lists.form import (
    Form,
    Kind,
    SaidForm,
    named_delimiter,
    named_form,
    refuse_other_file,
    refuse_spreadsheet,
)
from resolver.lists.jsonl import open_jsonl
from resolver.lists.opening import Input, lying, open_input
from resolver.lists.parquet import MAGIC, open_parquet
from resolver.lists.reader import ListReader, Row

__all__ = ["ListReader", "Row", "open_list"]

_OBJECT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')
"""How a list of JSON objects begins."""


_ENOUGH: Final = 4_096
"""Bytes that are enough to know what a list is."""


@contextmanager
def open_list(
    path: Path | BinaryIO,
    *,
    name: str,
    said: SaidForm,
    wanted: Sequence[str] = (),
    max_bytes: int | None = None,
) -> Iterator[ListReader]:
    """A list, opened as long as the block lasts.

    Args:
        path: The file, or a stream that is read once.
        name: What errors call it; the ends of a name say its form.
        said: What the user says of its form.
        wanted: Columns that it is read for; they help to find the delimiter.
        max_bytes: Unpacked bytes that it may have, or None for any number.

    Raises:
        BadSource: It cannot be read, or is empty.
        ListTooLarge: It holds more than `max_bytes`.
        DiskFull: There is no space for what must be kept of a stream.
        InvalidInput: It is a spreadsheet's own file, or Parquet, and pyarrow is not installed.
    """
    refuse_spreadsheet(name)
    called = path.name if isinstance(path, Path) and named_form(name)[0] is None else name
    with open_input(path, name, max_bytes) as source:
        kind = said.kind or named_form(called)[0] or _kind_of(source)
        if kind == "csv":
            refuse_other_file(name, _head(source))
            said = replace(said, delimiter=said.delimiter or named_delimiter(called))
            yield open_delimited(source, said, wanted)
            return
        with lying(source, is_plain=kind == "parquet") as file:
            if kind == "jsonl":
                yield open_jsonl(file, said, source.compression)
                return
            with open_parquet(file, Form("parquet", source.compression)) as reader:
                yield reader


def _kind_of(source: Input) -> Kind:
    head = _head(source)
    if head.startswith(MAGIC):
        return "parquet"
    return "jsonl" if _OBJECT.match(head) else "csv"


def _head(source: Input) -> bytes:
    """The first bytes, unpacked."""
    head = b""
    for piece in source.look():
        head += piece
        if len(head) >= _ENOUGH:
            break
    return head
