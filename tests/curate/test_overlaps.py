"""Likely pairs across two sources are found, reviewed, and become one entity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver import Resolver
from resolver.curate.homes import compile_home, import_sources
from resolver.curate.overlap_file import overlap_lines
from resolver.curate.overlaps import MAX_NAMES, Overlaps, find_overlaps
from resolver.curate.same import declare_same
from tests.conftest import write_jsonl
from tests.curate.packs import write_pack

FIRST: list[dict[str, Any]] = [
    {"id": "1", "type": "organization", "name": "Acme Widgets", "country": ["US"]},
    {"id": "2", "type": "organization", "name": "Zeta", "aliases": ["Omega Holding"]},
    {"id": "3", "type": "person", "name": "Nobody Known"},
    {"id": "4", "type": "organization", "name": "ACME Widgets Inc"},
    {"id": "same", "type": "place", "name": "Babylon"},
    {"id": "5", "type": "strange", "name": "Delta", "properties": {"p": ["x" * 2_000, "y"] * 90}},
]
SECOND: list[dict[str, Any]] = [
    {"id": "a", "type": "organization", "name": "Acme Widgets", "country": ["US"]},
    {"id": "b", "type": "organization", "name": "Omega Holding"},
    {"id": "c", "type": "place", "name": "Zeta"},
    {"id": "d", "type": "place", "name": "Delta"},
    {"id": "same", "type": "place", "name": "Babylon"},
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    first = write_jsonl(tmp_path / "first.jsonl", FIRST)
    second = write_jsonl(tmp_path / "second.jsonl", SECOND[:-1])
    import_sources(tmp_path / "home", [first, second], wait_s=1)
    write_jsonl(second, SECOND)
    return tmp_path / "home"


def found(first: str, second: str, home: Path) -> Overlaps:
    return find_overlaps(first, second, home, wait_s=1)


def pairs_of(overlaps: Overlaps) -> dict[str, str]:
    return {each.id: each.other.id for each in overlaps.pairs}


def test_the_best_pair_of_each_entity_is_found_by_any_of_its_names(home: Path) -> None:
    done = found("first", str(home.parent / "second.jsonl"), home)
    assert done.asked == len(FIRST)
    assert pairs_of(done) == {"1": "a", "2": "b", "4": "a", "5": "d"}
    scores = [each.other.score for each in done.pairs]
    assert scores == sorted(scores, reverse=True)
    first = next(each for each in done.pairs if each.id == "1")
    assert (first.verdict, first.facts, first.also) == ("match", "organization; US", ("4",))
    assert done.shared == 1


def test_what_is_declared_to_be_the_same_is_no_news(home: Path) -> None:
    pack = write_pack(home.parent / "p", "1,organization,Acme Widgets,US\n")
    (pack / "same_as.csv").write_text("id,same_as\na,1\n")
    assert pairs_of(found(str(pack), "second", home)) == {}
    assert pairs_of(found("second", str(pack), home)) == {}


def test_of_very_many_names_a_few_are_asked(home: Path) -> None:
    names = [f"Wholly Other {n}" for n in range(MAX_NAMES)]
    many = {"id": "m", "type": "organization", "name": "M", "aliases": [*names, "Omega Holding"]}
    write_jsonl(home.parent / "many.jsonl", [many])
    assert "m" not in pairs_of(found(str(home.parent / "many.jsonl"), "second", home))


def test_from_the_pairs_to_one_entity(home: Path) -> None:
    done = found("first", "second", home)
    path = home.parent / "review.csv"
    text = "".join(overlap_lines(done.pairs))
    lines = [
        f"yes{line}" if ",2," in line else f"no{line}" if ",4," in line else line
        for line in text.splitlines(keepends=True)
    ]
    path.write_text("".join(lines), "utf-8")
    assert declare_same(home, path, by="ana") == (1, 1, 2)
    compile_home(home, wait_s=1)
    with Resolver.open(home) as resolver:
        assert resolver.entity("b") == resolver.entity("2")
        assert resolver.entity("a") != resolver.entity("1")
