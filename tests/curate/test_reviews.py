"""Decisions are stored, all of a call or none, and the next compile has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver import Query, Resolver
from resolver.curate.homes import compile_home, import_sources
from resolver.curate.reviews import decide, decide_file
from resolver.errors import BadSource, StoreEmpty, UnknownEntity
from resolver.index import Index
from resolver.model import Review
from resolver.store import open_store
from resolver.table import Table
from tests.conftest import write_jsonl
from tests.curate.packs import write_pack

MakeHome = Callable[..., Path]
NOW = "2026-03-01T12:00:00Z"
BEN, OTHER = ({"id": each, "type": "person", "name": "Ben Stone"} for each in ("ben", "other"))


def review(text: str, **more: Any) -> Review:
    return Review(text, **more, who="ana", when=NOW)


def resolved(home: Path, text: str, **more: Any) -> tuple[str | None, str]:
    with Resolver.open(home) as resolver:
        decision = resolver.resolve(Query(text, **more))
    return decision.id, decision.reason


def reviews_of(home: Path) -> list[Review]:
    with open_store(home) as store:
        return list(store.reviews())


def take_back(home: Path) -> None:
    with Table.open(home, by="ana") as table:
        for change in reversed(table.changes()):
            if change.kind == "review":
                table.undo(change.number)


def test_a_decision_holds_from_the_next_compile_on(make_home: MakeHome) -> None:
    home = make_home(BEN, OTHER)
    done = decide(home, [review("Ben Stone", means="ben")])
    assert (done.decided, done.changes.added, done.left_open) == (1, 1, 0)
    assert resolved(home, "Ben Stone") == (None, "twins")
    compile_home(home, wait_s=10)
    assert resolved(home, "Ben Stone") == ("ben", "reviewed")
    make_home(BEN, {**OTHER, "country": ["US"]})  # the source is imported again
    assert resolved(home, "Ben Stone") == ("ben", "reviewed")
    make_home(OTHER)  # without the one that is meant
    assert resolved(home, "Ben Stone") == ("other", "sole_owner")
    make_home(BEN, OTHER)
    take_back(home)
    compile_home(home, wait_s=10)
    assert resolved(home, "Ben Stone") == (None, "twins")


def test_a_decision_follows_an_entity_that_was_merged_away(tmp_path: Path) -> None:
    home = tmp_path / "home"
    pack = write_pack(tmp_path / "people", "ben,person,Ben Stone,US\nother,person,Ben Stone,\n")
    import_sources(home, [pack], wait_s=10)
    decided = [
        review("Ben Stone", means="ben"),
        review("B Stone", excludes=("ben",)),
    ]
    decide(home, decided)
    (pack / "entities.csv").write_text(
        "id,type,name,country\nstone,person,Benjamin Stone,US\nother,person,Ben Stone,\n"
        "third,person,B Stone,\n"
    )
    (pack / "redirects.csv").write_text("old_id,id\nben,stoney\nstoney,stone\n")
    (pack / "aliases.csv").write_text("entity_id,alias,kind\nstone,B Stone,\n")
    import_sources(home, [pack], wait_s=10)
    compile_home(home, wait_s=10)
    assert resolved(home, "Ben Stone") == ("stone", "reviewed")
    assert resolved(home, "B Stone") == ("third", "reviewed")
    decide(home, [review("Benny", means="ben")])  # an old ID may still be named


def test_a_decision_about_a_large_table_is_an_overlay(tmp_path: Path) -> None:
    home = tmp_path / "home"
    rows = ({"id": f"p{n}", "type": "person", "name": f"Name {n % 5_000}"} for n in range(10_000))
    import_sources(home, [write_jsonl(tmp_path / "people.jsonl", rows)], wait_s=10)
    base = compile_home(home, wait_s=10).fingerprint
    assert resolved(home, "Name 7") == (None, "twins")
    for number, entity_id in enumerate(("p7", "p5007")):
        decide(home, [review("Name 7", means=entity_id)])
        done = compile_home(home, wait_s=10)
        assert (done.changed, done.entities) == (0, 10_000), number
        assert Index.open(home).manifest["base"] == base
        assert resolved(home, "name 7") == (entity_id, "reviewed")
    with Resolver.open(home) as resolver:
        many = list(resolver.resolve_many(Query("Name 7", limit=1 + n % 9) for n in range(900)))
    assert {each.id for each in many} == {"p5007"}  # in the processes of the pool too
    take_back(home)
    compile_home(home, wait_s=10)
    assert resolved(home, "Name 7") == (None, "twins")


@pytest.mark.parametrize(
    ("decided", "message"),
    [
        ({"means": "nobody-there"}, "^no entity has the id 'nobody-there' — look it up"),
        ({"excludes": ("ben", "zz")}, "^no entity has the id 'zz'"),
    ],
)
def test_a_decision_about_an_unknown_id_is_refused_and_nothing_is_stored(
    make_home: MakeHome, decided: dict[str, Any], message: str
) -> None:
    home = make_home(BEN, OTHER)
    with pytest.raises(UnknownEntity, match=message):
        decide(home, [review("Ben", means="ben"), review("Stone", **decided)])
    assert reviews_of(home) == []


def test_a_home_without_a_store_takes_no_decision(tmp_path: Path) -> None:
    with pytest.raises(StoreEmpty):
        decide(tmp_path, [review("Ben", nobody=True)])
    with pytest.raises(StoreEmpty):
        decide_file(tmp_path, tmp_path / "review.csv", who="ana", when=NOW)


def test_the_decisions_of_a_file_are_stored(make_home: MakeHome, tmp_path: Path) -> None:
    home, path = make_home(BEN, OTHER), tmp_path / "review.csv"
    path.write_text(
        "decision,text,type,country,rows\nben,Ben Stone,person,US IQ,7\nNone,Bob,,,1\n,Al,,,1\n"
    )
    done = decide_file(home, path, who="ana", when=NOW)
    assert (done.decided, done.left_open) == (2, 1)
    assert set(reviews_of(home)) == {
        review("Ben Stone", type="person", country=("IQ", "US"), means="ben"),
        review("Bob", nobody=True),
    }
    again = decide_file(home, path, who="ben", when=NOW)
    assert (again.changes.unchanged, again.decided) == (2, 2)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("zz,Ben,,\n", "line 3, column decision: no entity has the id 'zz' — look it up"),
        ("ben,Ben,human,\n", "line 3, column type: type 'human' is not a type"),
        ("ben,Ben,,QQ\n", "line 3, column country: country 'QQ' is not a country code"),
        ("ben,,,\n", "line 3, column text: text is empty"),
        ("none,BEN STONE,,\n", "line 3, column decision: line 2 decides otherwise about the same"),
        ("ben,Ben,place,\n", "line 3, column decision: 'ben' is of the type person, and is never"),
        ("ben\n", "line 3, column text: text is empty"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_of_the_file_is_stored(
    make_home: MakeHome, tmp_path: Path, row: str, message: str
) -> None:
    home, path = make_home(BEN, OTHER), tmp_path / "review.csv"
    path.write_text(f"decision,text,type,country\nben,Ben Stone,,\n{row}")
    with pytest.raises(BadSource, match=message):
        decide_file(home, path, who="ana", when=NOW)
    assert reviews_of(home) == []
