"""TOML is written as it is read, and what is none is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource
from resolver.packs.toml_text import read_toml, toml_table

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT)))
def test_what_is_written_is_read(table: dict[str, str | list[str]]) -> None:
    written = toml_table("[a]", [*table.items(), ("nothing", None)])
    assert tomllib.loads(written).get("a", {}) == table


def test_a_file_that_a_windows_editor_saved_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "A"\r\n')
    assert read_toml(path, "x = 1") == {"name": "A"}


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"name =", "Invalid value"), (b"\xff", "utf-8"), (b"a=" + b"[" * 5000, "brackets nested")],
)
def test_what_is_not_toml_is_refused_with_an_example(
    tmp_path: Path, content: bytes, what: str
) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(
        BadSource, match=rf"a\.toml: not valid TOML: .*{what}.* — write .* x = 1, in"
    ):
        read_toml(path, "x = 1")
