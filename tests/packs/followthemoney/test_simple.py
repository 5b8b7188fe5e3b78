"""OpenSanctions' table of targets: an entity a row, by the names of its columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack
from resolver.packs.rejects import RejectFile, Rejects

FILE = Path(__file__).parent / "files" / "targets.simple.csv"


def test_entities_of_rows() -> None:
    pack = open_pack(FILE)
    rejects = Rejects()
    assert [each.to_dict() for each in pack.records(rejects)] == [
        {
            "id": "NK-1",
            "type": "vessel",
            "name": "SEA PLATANO",
            "country": ["PA"],
            "properties": {
                "dataset": ["EU Council Official Journal", "EU Sanctions Map"],
                "identifier": ["IMO9123456", "351234567"],
                "imo": ["9123456"],
                "programme": ["EU-MARE", "EU-RUS"],
            },
        },
        {
            "id": "NK-2",
            "type": "person",
            "name": 'Jane "JP" Platano',
            "aliases": [
                {"text": "J. Platano", "kind": "name"},
                {"text": "Джейн", "kind": "name"},
            ],
            "country": ["RU", "UA"],
            "properties": {
                "birth_date": ["1970-01-02"],
                "dataset": ["UK FCDO Sanctions List"],
                "programme": ["GB-RUS"],
            },
        },
    ]
    assert dict(rejects.left_out) == {"Address": 1}


def test_older_files_without_a_column_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,schema,name,aliases,birth_date,countries\nNK-1,Company,A,B;C,,us\n")
    (found,) = open_pack(path).records()
    assert [each.text for each in found.names] == ["A", "B", "C"]


def test_a_row_that_is_wrong_has_a_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    header = "id,schema,name,aliases,birth_date,countries\n"
    path.write_text(f'{header}NK-1,Company,"A, B"\nNK-2,Company,B,,,\n')
    with pytest.raises(BadSource, match="line 2: 3 cells where the header has 6"):
        list(open_pack(path).records())
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert [each.entity_id for each in open_pack(path).records(rejects)] == ["NK-2"]
    assert json.loads((tmp_path / "rejects.jsonl").read_text())["row"] == 'NK-1,Company,"A, B"'
