"""Entity JSONL is read whole or refused by path, line and key."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack

GOOD_LINE = '{"id": "a", "type": "person", "name": "A"}\n'


@pytest.mark.parametrize(
    ("lines", "line", "column", "what"),
    [
        ('{"id": "b", "type": \n', 2, None, "not valid JSON at character"),
        ('["b"]\n', 2, None, "not a JSON object"),
        ('\n{"id": "b", "type": "person"}\n', 3, "name", "name is missing"),
        (
            '{"id": "b", "type": "person", "name": "B", "nick": 1}\n',
            2,
            "nick",
            "unknown key 'nick'",
        ),
        ('{"id": "b", "type": "person", "name": "B", "country": "IRN"}\n', 2, "country", "'IRN'"),
        ('{"id": "b", "type": "person", "name": "\\ud800"}\n', 2, "name", "not valid UTF-8"),
        ('{"id": "b", "type": "person", "name": "\udcff"}\n', 2, None, "not valid UTF-8"),
        (GOOD_LINE, 2, "id", "already used in line 1"),
        ("[" * 100_000 + "\n", 2, None, "JSON is nested too deeply or has a number too large"),
        (
            '{"id": "b", "prominence": ' + "9" * 5000 + "}\n",
            2,
            None,
            "JSON is nested too deeply or has a number too large",
        ),
        ('{"id": "b", "type": "person", "name": "B", "id": "c"}\n', 2, "id", "given twice"),
        ('{"id": 0, "type": "person", "name": "B"}\n', 2, "id", "id is a number, not a text"),
        ('{"id": "b", "type": "person", "name": "B", "aliases": {}}\n', 2, "aliases", "not a list"),
    ],
)
@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz"])
def test_a_broken_jsonl_is_refused_by_line_and_column(
    tmp_path: Path, form: str, lines: str, line: int, column: str | None, what: str
) -> None:
    path = tmp_path / f"x.{form}"
    content = (GOOD_LINE + lines).encode("utf-8", "surrogateescape")
    path.write_bytes(gzip.compress(content) if form.endswith("gz") else content)
    with pytest.raises(BadSource) as caught:
        list(open_pack(path).records())
    assert what in str(caught.value)
    assert (caught.value.line, caught.value.field) == (line, column)


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b", gzip.compress(GOOD_LINE.encode() * 99, mtime=0)[:-9], b"not gzip"]
)
def test_a_gzip_file_that_is_cut_or_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(content)
    if content:
        with pytest.raises(BadSource, match=r"x\.jsonl\.gz"):
            list(open_pack(path).records())
    else:
        assert list(open_pack(path).records()) == []


def test_rows_of_another_form_hint_at_a_map(tmp_path: Path) -> None:
    path = tmp_path / "fl.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"n": "Ann"}\n'))
    with pytest.raises(
        BadSource, match=r"unknown key 'n' — .*; or say in fl\.toml beside it which"
    ):
        list(open_pack(path).records())
