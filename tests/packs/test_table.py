"""One CSV with a header is a source."""

from __future__ import annotations

from pathlib import Path

from resolver.model import Entity
from resolver.packs import open_pack


def test_one_csv_is_a_source_with_aliases_in_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,type,name,aliases,role\na,person,A,B|C,poet\n", "utf-8")
    pack = open_pack(path)
    (entity,) = pack.records()
    assert pack.source.name == "people"
    assert isinstance(entity, Entity)
    assert [alias.text for alias in entity.aliases] == ["B", "C"]
    assert entity.property_values == (("role", ("poet",)),)
