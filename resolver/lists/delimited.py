"""A CSV, or whatever stands between delimiters, as a list. Reach for `open_delimited` to open it.

A blank line below the header is a row of empty cells. A row that ends early is filled up. The
surplus cells of a row that is too long are joined into its last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.lists.compression import Damaged
from resolver.lists.dialect import Dialect, Sample, columns_of, find_dialect
from resolver.lists.encoding import FoundEncoding, find_encoding
from resolver.lists.form import Form, SaidForm
from resolver.lists.lines import Lines
from resolver.lists.opening import Input, damaged
from resolver.lists.reader import ListReader, Row
from resolver.lists.splitting import RowSplitter, SplitRow
from resolver.progress import Advance, no_advance
from resolver.rows import MAX_ROW

_SAMPLE_SIZE: Final = 1 << 20
"""Bytes of a sample, more only where they hold no whole line."""


class _Start(NamedTuple):
    """The first lines: what ends a line, and whether there are more than these."""

    lines: list[str]
    end: str
    is_cut: bool


class DelimitedReader(ListReader):
    """An opened CSV.

    Args:
        source: Its bytes.
        form: How it is written.
        encoding: What was found of its encoding.
        end: What ends a line.
        header: Its first row that is not blank.
    """

    def __init__(
        self,
        source: Input,
        form: Form,
        encoding: FoundEncoding,
        end: str,
        header: list[str],
    ) -> None:
        names = tuple(header) if form.header else ()
        warnings = (encoding.warning,) if encoding.warning else ()
        super().__init__(form, names, columns_of(header, form.header), warnings, source.size)
        self._source = source
        self._bom = encoding.bom
        self._end = end

    def rows(self, advance: Advance = no_advance) -> Iterator[Row]:
        """Every row, as `ListReader` has it."""
        form, pieces = self.form, self._source.pieces(advance)
        lines = Lines(self._source.name, pieces, form.encoding, bom=self._bom, end=self._end)
        split = iter(RowSplitter(self._source.name, lines, form.delimiter, form.quoting))
        if form.header:
            _skip_header(split, lines)
        width = len(self.columns)
        for number, row in enumerate(split, 1):
            if row.error is None and len(row.cells) == width and not lines.bad:
                yield Row(number, row.line, row.cells, None, True, "")
            else:
                yield self._odd(number, row, _bad(lines, row))

    def _odd(self, number: int, row: SplitRow, bad: str | None) -> Row:
        """A row with which something may be wrong."""
        count, width = len(row.cells), len(self.columns)
        error = bad or row.error
        is_asked = error is None and count <= width
        if error is None and count not in (0, width):
            whose = "the header has" if self.form.header else "the first row has"
            error = f"{count} cell{'s' * (count != 1)} where {whose} {width}"
        return Row(number, row.line, self._fitted(row.cells), error, is_asked, "")

    def _fitted(self, cells: list[str]) -> list[str]:
        width = len(self.columns)
        if len(cells) > width:
            last = width - 1
            return [*cells[:last], self.form.delimiter.join(cells[last:])]
        return cells + [""] * (width - len(cells))


def open_delimited(source: Input, said: SaidForm, wanted: Sequence[str]) -> DelimitedReader:
    """The CSV in these bytes.

    Args:
        source: The bytes.
        said: What the user says of its form.
        wanted: Columns that it is read for.

    Raises:
        BadSource: It is empty, cannot be read, or its first line is longer than `MAX_ROW`.
    """
    encoding = find_encoding(source.name, source.look(), said.encoding, source.look_limit)
    start = _start(source, encoding)
    sample = Sample(start.lines, start.is_cut, said.header, wanted)
    dialect = find_dialect(sample, said.delimiter, said.quoting)
    if not start.lines:
        _refuse_damaged(source)
    header = _header(source.name, start.lines, dialect)
    if said.header and any("\0" in name for name in header):
        what = "the header has NUL characters: it is no text, or UTF-16 without a BOM"
        raise BadSource(source.name, what, "save it as UTF-8, or say its encoding", line=1)
    form = Form("csv", source.compression, *dialect, encoding.codec, said.header)
    return DelimitedReader(source, form, encoding, start.end, header)


def _start(source: Input, encoding: FoundEncoding) -> _Start:
    """The first rows, or what a megabyte has of them."""
    head, is_cut = _head(source, encoding.codec)
    text = head[encoding.bom :].decode(encoding.codec, "backslashreplace")
    end = "\r" if "\r" in text and "\n" not in text else "\n"
    lines = list(Lines(source.name, [head], encoding.codec, bom=encoding.bom, end=end))
    if is_cut and len(lines) > 1:
        lines.pop()  # it may be the start of one
    return _Start(lines, end, is_cut)


def _head(source: Input, codec: str) -> tuple[bytes, bool]:
    """The first bytes, and whether there are more."""
    ends = ["\n".encode(codec), "\r".encode(codec)]
    head: list[bytes] = []
    size, has_end = 0, False
    for piece in source.look():
        if (size >= _SAMPLE_SIZE and has_end) or size > MAX_ROW:
            return b"".join(head), True
        head.append(piece)
        size += len(piece)
        has_end = has_end or any(end in piece for end in ends)
    return b"".join(head), False


def _refuse_damaged(source: Input) -> None:
    """Refuse what is packed and damaged from its start."""
    try:
        next(source.pieces(), None)
    except Damaged as damage:
        raise damaged(source.name, damage, line=1) from None


def _header(name: str, lines: list[str], dialect: Dialect) -> list[str]:
    """The first row that is not blank."""
    for row in RowSplitter(name, lines, *dialect):
        if row.cells:
            return row.cells
    raise BadSource(name, "the file is empty", "begin with a header, such as: id,name")


def _skip_header(rows: Iterator[SplitRow], lines: Lines) -> None:
    for row in rows:
        _bad(lines, row)
        if row.cells:
            return


def _bad(lines: Lines, row: SplitRow) -> str | None:
    """What is wrong with the bytes of a row, taken out of what is known of its lines."""
    if not lines.bad:
        return None
    found = [lines.bad.pop(line, None) for line in range(row.line, row.line + row.height)]
    return next((error for error in found if error is not None), None)
