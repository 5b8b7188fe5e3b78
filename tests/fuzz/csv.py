"""Bytes → rows, and the rows that `bulk` writes: those that came in, whatever is in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from resolver import Resolver
from resolver.bulk.answers import columns_of
from resolver.bulk.options import BulkOptions
from resolver.bulk.run import Files, resolve_list
from resolver.errors import BadSource, InvalidInput
from resolver.packs.rejects import Rejects
from resolver.packs.rows import table_rows
from tests.conftest import compile_entities
from tests.fuzz.target import Target, within

LIMIT_S: Final = 0.25
"""Seconds of a processor for a small table."""

LIMIT_S_PER_BYTE: Final = 1e-3
"""Seconds that each byte may add: hardly one is a name of its own."""

SAID: Final = BulkOptions.from_texts(
    {"column": ["name"], "delimiter": [","], "quoting": ["double"], "encoding": ["utf-8"]}
)
"""Nothing is found out, so that Python's own reader can read the same."""

CELLS: Final = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", "name", "Babil", "a,b", '"', "two\nlines", "\r", " ", "\ufeff", "\0", "=1+1"]
)
TABLES: Final = st.builds(
    lambda header, rows, end, quoting: _written([header, *rows], end, quoting),
    st.lists(CELLS, max_size=2).map(lambda others: ["name", *others]),
    st.lists(st.lists(CELLS, max_size=3), max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
DAMAGED: Final = st.builds(
    lambda table, at, piece, cut: table[: at % (len(table) + 1)] + piece + table[at + cut :],
    TABLES,
    st.integers(0, 200),
    st.binary(max_size=4) | st.sampled_from([b"\n", b"\r", b"\n\n", b'"', b",", b"\xff\xfe"]),
    st.integers(0, 4),
)


def _written(rows: list[list[str]], end: str, quoting: int) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type] # typed as the one constant of each
    return out.getvalue().encode()


def rows_of(table: bytes) -> list[list[str]]:
    """The header and the rows of a CSV, each as wide, read by Python alone.

    Lines end in a newline; below the header a blank one is a row of empty cells.
    """
    text = io.StringIO(table.decode("utf-8-sig"), newline="\n")
    rows = csv.reader(text, strict=True)
    header = next(row for row in rows if row)
    wide = [row + [""] * (len(header) - len(row)) for row in rows]
    return [header, *wide]


def _is_utf8(table: bytes) -> bool:
    """Whether the header is too; a row that is not has an error."""
    return table == table.decode("utf-8", "ignore").encode()


@contextmanager
def csv_target(folder: Path) -> Iterator[Target]:
    """The target."""
    home = compile_entities(folder, {"id": "babil", "type": "place", "name": "Babil"})
    source = folder / "source.csv"

    def check_csv(table: bytes) -> None:
        out = io.BytesIO()
        source.write_bytes(table)
        try:
            with within(LIMIT_S + LIMIT_S_PER_BYTE * len(table)):
                for _ in table_rows(source, Rejects(), required=["name"]):
                    pass
        except BadSource:
            pass
        try:
            with within(LIMIT_S + LIMIT_S_PER_BYTE * len(table)):
                files = Files(io.BytesIO(table), out, name="in.csv")
                summary = resolve_list(resolver, files, SAID)
        except InvalidInput:
            return
        header, *after = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
        assert tuple(header[-len(columns_of()) :]) == columns_of()
        assert {len(row) for row in after} <= {len(header)}
        assert summary.tally.rows == len(after)
        if not summary.tally.errors and _is_utf8(table):
            assert [row[: -len(columns_of())] for row in after] == rows_of(table)[1:]

    with Resolver.open(home) as resolver:
        yield Target(check_csv, TABLES | DAMAGED)
