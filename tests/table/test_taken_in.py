"""Changes out of a file into another home, each once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from resolver import Resolver
from resolver.curate.export import export_edits
from resolver.curate.homes import compile_home, import_sources
from resolver.errors import BadSource
from resolver.journal.checking import disagreements
from resolver.model import Review
from resolver.store import open_store
from resolver.store.reviewed import review_operation, review_value
from resolver.table import Table
from resolver.table.reviewing import decided
from resolver.table.taken_in import TakenIn, is_edit_file, take_in
from tests.conftest import write_jsonl

AT = "2026-03-01T12:00:00Z"
ENTITIES: list[dict[str, Any]] = [
    {"id": "acme", "type": "organization", "name": "Acme", "aliases": ["AWC"]},
    {"id": "zed", "type": "organization", "name": "Zed"},
]
MERGE = {
    "at": AT,
    "by": "ana",
    "kind": "merge",
    "entity": "acme",
    "operations": [{"target": "zed", "action": "merge", "value": {"into": "acme"}}],
}
BACK = MERGE | {
    "entity": "zed",
    "operations": [{"target": "acme", "action": "merge", "value": {"into": "zed"}}],
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "firms.jsonl", ENTITIES)


@pytest.fixture
def edits(source: Path, tmp_path: Path) -> Path:
    """What somebody changed in a home of that source."""
    home, path = tmp_path / "first", tmp_path / "edits.jsonl"
    import_sources(home, [source], wait_s=10)
    review = Review("Al", means="zed", who="bo", when=AT)
    with Table.open(home, by="ana") as table:
        table.alias("acme", "Akmé", reason="as they sign")
        table.undo(table.alias("acme", "gone").change)
        table.merge("acme", ["zed"])
        with table.store.journal.writing() as writing:
            writing.append("review", [review_operation(review)], by="bo", at=AT)
    assert export_edits(home, path) == 3
    return path


def records(home: Path) -> list[dict[str, object]]:
    with open_store(home) as store:
        return [each.entity.to_dict() for each in store.entities()]


def test_another_home_has_the_same_edits_after_it_by_the_same_people(
    edits: Path, source: Path, tmp_path: Path
) -> None:
    home = tmp_path / "other"
    import_sources(home, [source], wait_s=10)
    assert take_in(home, edits, wait_s=10) == TakenIn(3, 0)
    assert records(home) == records(tmp_path / "first")
    with Table.open(home) as table:
        alias, merge, review = table.changes()
        assert next(iter(table.store.reviews())).means == "zed"
    assert (alias.number, alias.by, alias.reason) == (1, "ana", "as they sign")
    assert alias.after == {"aliases": [{"text": "Akmé", "kind": "name"}]}
    assert merge.after is not None
    assert merge.after["merged"] == ["zed"]
    assert (review.by, review.at, review.before) == ("bo", AT, None)
    assert review.after == json.loads(json.dumps(review_value(table_review())))
    again = tmp_path / "again.jsonl"
    export_edits(home, again)
    assert again.read_bytes() == edits.read_bytes()


def test_names_that_edits_bring_are_found_before_an_index_has_them(
    edits: Path, source: Path, tmp_path: Path
) -> None:
    home = tmp_path / "other"
    import_sources(home, [source], wait_s=10)
    take_in(home, edits, wait_s=10)
    with open_store(home) as store, store.journal.reading() as reading:
        found = [reading.named([text], 0) for text in ("AKMÉ", "Zed", "gone")]
    assert found == [{"acme"}, {"acme"}, set()]


def table_review() -> Review:
    return Review("Al", means="zed", who="bo", when=AT)


def test_what_is_there_is_not_added_again_also_where_it_was_undone(
    edits: Path, tmp_path: Path
) -> None:
    home = tmp_path / "first"
    with Table.open(home) as table:
        table.undo(1)
    before = records(home)
    assert take_in(home, edits, wait_s=10) == TakenIn(0, 3)
    assert records(home) == before


def test_edits_may_come_before_the_sources_that_they_are_about(
    edits: Path, source: Path, tmp_path: Path
) -> None:
    home = tmp_path / "other"
    assert take_in(home, edits, wait_s=10) == TakenIn(3, 0, waiting=2)
    import_sources(home, [source], wait_s=10)
    assert records(home) == records(tmp_path / "first")


def test_a_file_with_something_wrong_is_refused_by_its_line(
    source: Path, edits: Path, tmp_path: Path
) -> None:
    home = tmp_path / "other"
    import_sources(home, [source], wait_s=10)
    lines = edits.read_text().splitlines()
    edits.write_text("\n".join([lines[0], "", '{"at": 3}']))
    with pytest.raises(BadSource, match="jsonl, line 3"):
        take_in(home, edits, wait_s=10)
    with Table.open(home) as table:
        assert table.through == 0
    edits.write_text("\n".join(map(json.dumps, [MERGE, BACK])))
    with pytest.raises(BadSource, match=r"line 2: .* would each be merged into the other"):
        take_in(home, edits, wait_s=10)


def test_a_file_of_edits_is_known_by_how_it_begins(edits: Path, source: Path) -> None:
    assert is_edit_file(edits)
    assert not is_edit_file(source)
    assert not is_edit_file(source.with_name("nothing"))


def test_a_change_that_creates_and_decides_comes_along(source: Path, tmp_path: Path) -> None:
    path, homes = tmp_path / "edits.jsonl", [tmp_path / "first", tmp_path / "second"]
    for home in homes:
        import_sources(home, [source], wait_s=10)
    compile_home(homes[0], wait_s=10)
    with Table.open(homes[0], by="ana") as table, Resolver.open(homes[0]) as resolver:
        table.review({"text": "Zork", "decision": "nobody"})
        made = table.resolve_or_create({"type": "person", "name": "Zork"}, resolver)
        with table.store.journal.reading() as reading:
            assert disagreements(reading) == []
    assert export_edits(homes[0], path) == 2
    take_in(homes[1], path, wait_s=10)
    with Table.open(homes[1]) as table:
        (held,) = decided(table.store)
        assert (held.number, held.review.means) == (2, made.id)
        assert table.entity(str(made.id)).entity.name == "Zork"
        with table.store.journal.reading() as reading:
            assert disagreements(reading) == []


def test_what_a_file_has_no_more_is_named_until_it_is_undone(
    edits: Path, source: Path, tmp_path: Path
) -> None:
    home = tmp_path / "other"
    import_sources(home, [source], wait_s=10)
    assert take_in(home, edits, wait_s=10).gone == ()
    with Table.open(home) as table:
        table.alias("zed", "of this home alone")
    edits.write_text("".join(edits.read_text().splitlines(keepends=True)[1:]))
    assert take_in(home, edits, wait_s=10) == TakenIn(0, 2, gone=(1,))
    assert take_in(home, edits, wait_s=10).gone == (1,)
    with Table.open(home) as table:
        table.undo(1)
    assert take_in(home, edits, wait_s=10).gone == ()
