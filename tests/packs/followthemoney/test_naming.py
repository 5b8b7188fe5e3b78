"""Files of two data sets are two sources, though OpenSanctions calls them alike."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.followthemoney.naming import is_published


def written(path: Path, *datasets: list[str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    if path.name.endswith(".csv"):
        rows = [f"NK-{n},Person,A,,,,{';'.join(each)}\n" for n, each in enumerate(datasets)]
        path.write_text("id,schema,name,aliases,birth_date,countries,dataset\n" + "".join(rows))
        return path
    value = {"id": "x", "schema": "Person", "properties": {"name": ["A"]}}
    text = "".join(json.dumps(value | {"datasets": each}) + "\n" for each in datasets)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize(
    ("file", "datasets", "name"),
    [
        ("entities.ftm.json", [["us_ofac_sdn"], ["us_ofac_sdn"]], "opensanctions-us_ofac_sdn"),
        ("targets.nested.json.gz", [["eu_fsf"], ["eu_fsf", "x"]], "opensanctions-eu_fsf"),
        ("targets.nested.json", [["eu_fsf"], ["us_ofac_sdn"]], "opensanctions-peps"),
        ("targets.nested.json", [["eu_fsf", "x"], ["eu_fsf", "x"]], "opensanctions-peps"),
        ("targets.nested.json", [[]], "opensanctions-peps"),
        ("entities.ftm (1).json", [["a"], ["b"]], "opensanctions-peps-1"),
        ("targets.simple.csv", [["US OFAC (SDN) List"]], "opensanctions-US-OFAC-SDN-List"),
        ("targets.simple.csv", [["A"], ["B"]], "opensanctions-peps"),
        ("eu.simple.csv", [["A"], ["B"]], "opensanctions-eu"),
        ("us_ofac_sdn.json", [["us_ofac_sdn"]], "us_ofac_sdn"),
        ("mine.ftm.json.gz", [["us_ofac_sdn"]], "mine"),
        ("lines.jsonl", [["us_ofac_sdn"]], "lines"),
    ],
)
def test_a_source_is_called_after_data_set_folder_or_file(
    tmp_path: Path, file: str, datasets: list[list[str]], name: str
) -> None:
    path = written(tmp_path / "peps" / file, *datasets)
    entry = recognised(path)
    assert entry is not None
    assert entry.name == "opensanctions"
    source = open_pack(path).source
    assert source.name == name
    assert (source.licence is not None) is name.startswith("opensanctions-")


def test_what_opensanctions_calls_its_files() -> None:
    names = ("entities.ftm.json", "targets.simple (2).csv", "us_ofac_sdn.json")
    assert [*map(is_published, names)] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "x", "properties": {"schema": "Person"}}',
        '{"id": "x", "schema": ["Person"], "properties": {}}',
        '{"schema": "Person", "properties": []}',
        '{\n"schema": "Person", "properties": {}}',
        "{" * 100_000,
        "{",
        "[1]",
    ],
)
def test_other_json_is_not_recognised(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    assert recognised(path) is None


def test_a_first_line_that_is_long_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    value = {"id": "x", "schema": "Person", "properties": {"name": ["A" * 40_000]}}
    path.write_text(json.dumps(value))
    assert recognised(path) is not None
