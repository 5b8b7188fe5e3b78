"""A dump of Wikidata becomes entities, redirects and IDs of the same things."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pytest
import zstandard

from resolver.errors import BadSource
from resolver.model import Entity, Redirect, SameAs
from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.rejects import RejectFile
from tests.packs.wikidata.dumped import dump, dump_of, is_a, item, line_of, statement, text_value

ADA = item("Q1", {"en": "Ada"}, *is_a("Q5"))
LVIV = item("Q36036", {"en": "Lviv"}, *is_a("Q515"), statement("P1566", text_value("702550")))
PAPER = item("Q3", {"en": "On something"}, *is_a("Q13442814"))
PROPERTY = {"type": "property", "datatype": "string", "id": "P1", "labels": {}, "claims": {}}


def ids(path: Path) -> list[str]:
    return [each.entity_id for each in open_pack(path).records()]


DUMP = dump_of([PROPERTY, ADA, PAPER, LVIV])
PACKED = {
    "json": DUMP,
    "json.gz": gzip.compress(DUMP),
    "json.bz2": bz2.compress(DUMP),
    "json.zst": zstandard.compress(DUMP),
}


@pytest.mark.parametrize("end", PACKED)
def test_a_dump_is_read_however_it_is_packed(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"wikidata-20260101-all.{end}"
    path.write_bytes(PACKED[end])
    pack = open_pack(path)
    assert (pack.source.name, pack.source.version) == ("wikidata", "20260101")
    assert pack.source.licence == "CC0-1.0"
    ada, lviv, same = pack.records()
    assert isinstance(ada, Entity)
    assert isinstance(lviv, Entity)
    assert (ada.type, lviv.type) == ("person", "place")
    assert same == SameAs("Q36036", ("geonames-702550",))
    if end != "json":
        path.write_bytes(path.read_bytes()[:-9])
        with (
            RejectFile(tmp_path / "rejects.jsonl") as rejects,
            pytest.raises(BadSource, match="damaged or cut short"),
        ):
            list(pack.records(rejects))


def test_the_file_beside_it_chooses_and_counts_for_the_digest(tmp_path: Path) -> None:
    path = dump(tmp_path / "latest-all.json", ADA, PAPER)
    before = open_pack(path).source.digest
    (tmp_path / "latest-all.toml").write_text('classes = {Q13442814 = "work"}', "utf-8")
    assert ids(path) == ["Q3"]
    assert open_pack(path).source.digest != before
    (tmp_path / "latest-all.toml").write_text("x = 1", "utf-8")
    with pytest.raises(BadSource, match="unknown key 'x'"):
        open_pack(path)


def test_redirects_count_that_lead_to_an_item_that_is_wanted(tmp_path: Path) -> None:
    path = dump(
        tmp_path / "latest-all.json",
        {"entity": "Q7", "redirect": "Q1"},
        ADA,
        {"entity": "Q8", "redirect": "Q3"},
        PAPER,
    )
    (tmp_path / "latest-all.redirects.csv").write_text("old_id,id\nQ9,Q1\nQ10,Q99\n", "utf-8")
    found = [each for each in open_pack(path).records() if isinstance(each, Redirect)]
    assert found == [Redirect("Q7", "Q1"), Redirect("Q9", "Q1")]


def test_an_identifier_that_two_items_claim_belongs_to_the_first(tmp_path: Path) -> None:
    twice = item("Q2", {"en": "Two"}, *is_a("Q515"), statement("P1566", text_value("702550")))
    found = list(open_pack(dump(tmp_path / "x.json", LVIV, twice)).records())
    assert [each for each in found if isinstance(each, SameAs)] == [
        SameAs("Q36036", ("geonames-702550",))
    ]


def test_a_damaged_line_is_refused_by_its_number_or_rejected(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    broken = line_of(ADA)[:-5]
    path.write_bytes(b"[\n" + line_of(LVIV) + b",\n" + broken + b",\n" + line_of(ADA) + b"\n]\n")
    with pytest.raises(BadSource, match=r"x\.json, line 3: not valid JSON"):
        ids(path)
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        found = [each.entity_id for each in open_pack(path).records(rejects)]
    assert (found, rejects.count) == (["Q36036", "Q36036", "Q1"], 1)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (dump_of([ADA]), True),
        (line_of(ADA), True),
        (b'\xef\xbb\xbf[\r\n{"type":"item","id":"Q1"}', True),
        (b'{"id":"Q1","type":"item","labels":{}}', True),
        (b'{"entity":"Q1","redirect":"Q2"}', True),
        (b'{"id":"a","type":"person","name":"A"}', False),
        (b'[{"id":1}]', False),
        (b"", False),
    ],
)
def test_a_dump_is_recognised_by_how_it_begins(tmp_path: Path, text: bytes, is_one: bool) -> None:
    path = tmp_path / "x"
    path.write_bytes(text)
    entry = recognised(path)
    assert (entry is not None and entry.name == "wikidata") == is_one
