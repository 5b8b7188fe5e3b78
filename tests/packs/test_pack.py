"""A pack streams its records, and refuses an entity that is listed twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import Entity, Source
from resolver.packs.pack import Located, Pack, digest

PATH = Path("people.csv")


def pack_of(*located: Located) -> Pack:
    return Pack(Source("people", "digest"), 0, lambda _: iter(located))


def test_an_id_in_two_lines_is_refused_by_both() -> None:
    entity = Entity("a", "person", "A")
    twice = pack_of(Located(entity, PATH, 2), Located(entity, PATH, 5))
    with pytest.raises(BadSource, match=r"people\.csv, line 5, column id: .* used in line 2"):
        list(twice.records())


def test_a_digest_is_that_of_the_bytes_of_all_files_in_their_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    assert digest([one, two]) == digest([one, two])
    assert digest([one, two]) != digest([two, one])
    with pytest.raises(BadSource, match="cannot be read: no such file"):
        digest([tmp_path / "none"])
