"""What changed between two sources is told by entity and alias."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.curate import diff
from resolver.curate.diff import differences
from resolver.curate.homes import import_sources
from resolver.errors import DiskFull
from tests.conftest import write_jsonl
from tests.curate.packs import write_pack


def changes(before: Path | str, after: Path | str, home: Path) -> list[dict[str, Any]]:
    with differences(str(before), str(after), home, wait_s=1) as done:
        return [each.to_dict() for each in done.found]


def test_entities_fields_and_aliases_that_came_and_went(tmp_path: Path) -> None:
    first: list[dict[str, Any]] = [
        {"id": "a", "type": "person", "name": "A", "aliases": ["A1", "A2"], "country": ["IQ"]},
        {"id": "b", "type": "person", "name": "B", "properties": {"p": ["1"], "q": ["2"]}},
        {"id": "c", "type": "place", "name": "C"},
    ]
    second: list[dict[str, Any]] = [
        {
            "id": "a",
            "type": "person",
            "name": "A!",
            "aliases": ["A1", {"text": "A2", "kind": "weak"}],
            "country": ["IQ", "IR"],
        },
        {"id": "b", "type": "person", "name": "B", "properties": {"p": ["1", "3"]}},
        {"id": "d", "type": "place", "name": "D"},
    ]
    sides = write_jsonl(tmp_path / "1.jsonl", first), write_jsonl(tmp_path / "2.jsonl", second)
    assert changes(*sides, tmp_path) == [
        {
            "change": "changed",
            "record": "entity",
            "id": "a",
            "fields": {
                "country": {"before": ["IQ"], "after": ["IQ", "IR"]},
                "name": {"before": "A", "after": "A!"},
            },
            "aliases": {
                "added": [{"text": "A2", "kind": "weak"}],
                "retired": [{"text": "A2", "kind": "name"}],
            },
        },
        {
            "change": "changed",
            "record": "entity",
            "id": "b",
            "fields": {
                "properties.p": {"before": ["1"], "after": ["1", "3"]},
                "properties.q": {"before": ["2"], "after": None},
            },
            "aliases": {"added": [], "retired": []},
        },
        {"change": "retired", "record": "entity", "id": "c", "type": "place", "name": "C"},
        {"change": "added", "record": "entity", "id": "d", "type": "place", "name": "D"},
    ]


def test_an_entity_that_became_another_is_retired_and_a_redirect_is_added(tmp_path: Path) -> None:
    before = write_pack(tmp_path / "s", "a,person,A,\nb,person,B,\n", "x,X,name\n")
    after = write_pack(tmp_path / "t", "b,person,B,\n", "x,X,name\nx,Y,weak\n")
    (after / "redirects.csv").write_text("old_id,id\na,b\n")
    found = changes(before, after, tmp_path)
    assert [(each["change"], each["record"], each["id"]) for each in found] == [
        ("retired", "entity", "a"),
        ("added", "redirect", "a"),
        ("changed", "additions", "x"),
    ]
    assert found[1]["became"] == "b"
    assert found[2]["aliases"] == {"added": [{"text": "Y", "kind": "weak"}], "retired": []}


def test_a_source_of_the_home_is_compared_with_a_newer_file(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "s.jsonl", [{"id": "a", "type": "person", "name": "A"}])
    import_sources(tmp_path / "home", [path], wait_s=1)
    assert changes("s", path, tmp_path / "home") == []
    write_jsonl(path, [{"id": "a", "type": "person", "name": "A2"}])
    with differences("s", str(path), tmp_path / "home", wait_s=1) as done:
        (found,) = done.found
        assert (found.change, done.unchanged) == ("changed", 0)


TABLES = st.dictionaries(st.sampled_from("abcdé"), st.sampled_from("AB"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES, TABLES)
def test_differences_are_those_of_two_dicts(
    tmp_path: Path, first: dict[str, str], second: dict[str, str]
) -> None:
    before, after = (
        write_jsonl(
            tmp_path / f"{number}.jsonl",
            [{"id": key, "type": "person", "name": name} for key, name in table.items()],
        )
        for number, table in enumerate((first, second))
    )
    with differences(str(before), str(after), tmp_path, wait_s=1) as done:
        found = {each.id: each.change for each in done.found}
    assert found == {
        key: "added" if key not in first else "retired" if key not in second else "changed"
        for key in sorted(first.keys() | second.keys())
        if first.get(key) != second.get(key)
    }
    assert done.unchanged == len(first.items() & second.items())


def test_a_disk_that_is_full_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_jsonl(
        tmp_path / "s.jsonl",
        [{"id": f"e{n}", "type": "person", "name": "N" * 99} for n in range(500)],
    )
    monkeypatch.setattr(diff, "_TABLES", diff._TABLES + "PRAGMA max_page_count = 9")
    with pytest.raises(DiskFull, match="no space left for the comparison — set TMPDIR"):
        changes(path, path, tmp_path)
