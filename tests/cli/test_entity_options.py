"""What options say of an entity."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli.entity_options import given_entity, read_entity
from resolver.errors import BadValue


def test_options_are_the_wire_form_of_an_entity() -> None:
    given = {
        "entity_id": "ana",
        "type": "person",
        "name": None,
        "country": ("GB", "US"),
        "aliases": ("A",),
        "property": ("birth_date=1944", "lei=a=b", "lei=c"),
    }
    assert given_entity(given) == {
        "id": "ana",
        "type": "person",
        "country": ["GB", "US"],
        "aliases": ["A"],
        "properties": {"birth_date": ["1944"], "lei": ["a=b", "c"]},
    }
    assert given_entity({}) == {}


@pytest.mark.parametrize("text", ["[]", "{", "[" * 100_000])
def test_a_file_that_is_no_object_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(BadValue, match="json is not a JSON object"):
        read_entity(path)
