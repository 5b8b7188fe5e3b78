"""The store holds what sources say, all of a source or nothing of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.errors import (
    BadSource,
    HomeBusy,
    HomeFormat,
    HomeMissing,
    StoreDamaged,
    UnknownSource,
)
from resolver.home import Home
from resolver.model import Additions, Alias, Entity, Record, Source
from resolver.store import Changes, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def entity(entity_id: str, *aliases: str, name: str = "N") -> Entity:
    return Entity(entity_id, "person", name, tuple(Alias(text) for text in aliases))


def source(name: str, digest: str) -> Source:
    return Source(name=name, digest=digest)


def test_importing_again_replaces_what_the_source_brought_before(store: Store) -> None:
    first = [entity("a", "A1"), entity("b", "B1"), entity("c")]
    assert store.replace(source("s", "1"), first) == Changes(added=3)
    second = [entity("a", "A1"), entity("b", "B2"), entity("d")]
    assert store.replace(source("s", "2"), second) == Changes(1, 1, 1, 1)
    assert [each for each, _ in store.entities()] == second


def test_the_same_bytes_change_nothing_and_are_not_read(store: Store) -> None:
    store.replace(source("s", "1"), [entity("a"), entity("b")])

    def never() -> Iterator[Record]:
        raise AssertionError
        yield

    assert store.replace(source("s", "1"), never()) == Changes(unchanged=2)


def test_a_source_that_breaks_halfway_changes_nothing(store: Store) -> None:
    store.replace(source("s", "1"), [entity("a", "A1")])

    def breaks() -> Iterator[Record]:
        yield from (entity(f"n{n}") for n in range(5000))
        raise BadSource("x.csv", "is broken", line=5001)

    with pytest.raises(BadSource):
        store.replace(source("s", "2"), breaks())
    assert [each for each, _ in store.entities()] == [entity("a", "A1")]
    assert [each.digest for each in store.sources()] == ["1"]


def test_one_source_owns_an_entity_and_others_add_aliases_to_it(store: Store) -> None:
    store.replace(source("owner", "1"), [entity("a", "A1")])
    store.replace(
        source("more", "1"), [Additions("a", (Alias("A2"),)), Additions("z", (Alias("Z"),))]
    )
    assert list(store.entities()) == [(entity("a", "A1", "A2"), ("owner", "more"))]
    assert store.orphans() == ("z",)
    with pytest.raises(BadSource, match="the entity 'a' belongs to the source 'owner'"):
        store.replace(source("other", "1"), [entity("b"), entity("a")])
    assert store.count() == 1
    assert store.forget("more") == Changes(retired=2)
    assert list(store.entities()) == [(entity("a", "A1"), ("owner",))]
    assert [each.name for each in store.sources()] == ["owner"]
    with pytest.raises(UnknownSource, match="no source has the name 'more' — there are owner"):
        store.forget("more")


def test_entities_come_in_order_of_id_with_all_that_was_said(store: Store) -> None:
    whole = Entity(
        "é/ü 1",
        "vessel",
        "N",
        (Alias("A", "fa", "former", "2015", "2016-03", "a book"),),
        ("IR",),
        "a ship",
        12.5,
        {"imo": ("1", "2")},
    )
    store.replace(source("s", "1"), [entity("z"), whole, entity("A"), entity("a")])
    assert [each.id for each, _ in store.entities()] == ["A", "a", "z", "é/ü 1"]
    assert [each for each, _ in store.entities()][-1] == whole


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreDamaged, match=r"store\.sqlite is not a store"):
        Store.open(tmp_path)


def test_a_store_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(HomeFormat, match="store version 99"):
        Store.open(tmp_path)


def test_one_writer_at_a_time_holds_a_home(tmp_path: Path) -> None:
    with (
        Home(tmp_path).locked(wait_s=0),
        pytest.raises(HomeBusy),
        Home(tmp_path).locked(wait_s=0.1),
    ):
        pass
    with Home(tmp_path).locked(wait_s=0):
        pass
    with pytest.raises(HomeMissing), Home(tmp_path / "nowhere").locked(wait_s=0):
        pass
