"""What every back-end of the store promises; each test runs against each of `BACKENDS`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.errors import BadSource, UnknownSource
from resolver.model import (
    Additions,
    Alias,
    Entity,
    Record,
    Redirect,
    Review,
    SameAs,
    Source,
)
from resolver.store import Changes, OtherId, Store, StoredEntity, prepared
from resolver.store.reviewed import review_operation
from resolver.store.sqlite import SqliteStore

Open = Callable[[], Store]

BACKENDS: dict[str, Callable[[Path], Store]] = {"sqlite": SqliteStore.open}


@pytest.fixture(params=BACKENDS)
def open_backend(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Opens one and the same store, each time it is called."""
    return lambda: BACKENDS[request.param](tmp_path)


@pytest.fixture
def store(open_backend: Open) -> Iterator[Store]:
    with open_backend() as opened:
        yield opened


def entity(entity_id: str, *aliases: str, name: str = "N") -> Entity:
    return Entity(entity_id, "person", name, tuple(Alias(text) for text in aliases))


def source(name: str, digest: str) -> Source:
    return Source(name=name, digest=digest)


def replace(store: Store, source: Source, records: Iterable[Record]) -> Changes:
    return store.replace(source, map(prepared, records))


def test_importing_again_replaces_what_the_source_brought_before(store: Store) -> None:
    first = [entity("a", "A1"), entity("b", "B1"), entity("c")]
    assert replace(store, source("s", "1"), first) == Changes(added=3)
    second = [entity("a", "A1"), entity("b", "B2"), entity("d")]
    assert replace(store, source("s", "2"), second) == Changes(1, 1, 1, 1)
    assert [each.entity for each in store.entities()] == second


def test_the_same_bytes_change_nothing_and_are_not_read(store: Store) -> None:
    replace(store, source("s", "1"), [entity("a"), entity("b")])

    def never() -> Iterator[Record]:
        raise AssertionError
        yield

    assert replace(store, source("s", "1"), never()) == Changes(unchanged=2)


def test_what_a_source_said_is_given_back(store: Store) -> None:
    said: list[Record] = [
        Additions("A", (Alias("A2", "fa", "native"),)),
        Entity("a", "place", "A", (Alias("A1"),), ("IQ",), "d", 7.5, {"p": ["1", "2"]}),
        Additions("b", (Alias("B1", valid_from="2015", source="seen"), Alias("B0"))),
        entity("c"),
        Additions("d", (Alias("D"),)),
        Redirect("o", "a"),
        Redirect("p", "o"),
        SameAs("a", ("x", "y")),
    ]
    said_of_t: list[Record] = [entity("b", "B"), Additions("a", (Alias("of t"),))]
    store.replace(source("t", "1"), map(prepared, said_of_t))
    store.replace(source("s", "1"), map(prepared, reversed(said)))
    assert list(store.records_of("s")) == said
    with pytest.raises(UnknownSource, match="no source has the name 'u' — there are s, t"):
        list(store.records_of("u"))


def test_a_source_that_breaks_halfway_changes_nothing(store: Store) -> None:
    replace(store, source("s", "1"), [entity("a", "A1")])

    def breaks() -> Iterator[Record]:
        yield from (entity(f"n{n}") for n in range(5000))
        raise BadSource("x.csv", "is broken", line=5001)

    with pytest.raises(BadSource):
        replace(store, source("s", "2"), breaks())
    assert [each.entity for each in store.entities()] == [entity("a", "A1")]
    assert [each.digest for each in store.sources()] == ["1"]


def test_one_source_owns_an_entity_and_others_add_aliases_to_it(store: Store) -> None:
    replace(store, source("owner", "1"), [entity("a", "A1")])
    replace(
        store, source("more", "1"), [Additions("a", (Alias("A2"),)), Additions("z", (Alias("Z"),))]
    )
    assert list(store.entities()) == [
        StoredEntity(entity("a", "A1", "A2"), ("owner", "more"), ("owner", "more"))
    ]
    assert store.orphans() == ("z",)
    with pytest.raises(BadSource, match="the entity 'a' belongs to the source 'owner'"):
        replace(store, source("other", "1"), [entity("b"), entity("a")])
    assert store.count() == 1
    assert store.forget("more") == Changes(retired=2)
    assert list(store.entities()) == [StoredEntity(entity("a", "A1"), ("owner",), ("owner",))]
    assert [each.name for each in store.sources()] == ["owner"]
    with pytest.raises(UnknownSource, match="no source has the name 'more' — there are owner"):
        store.forget("more")
    store.forget("owner")
    with pytest.raises(UnknownSource, match="there is none, run: resolver import SOURCE"):
        store.forget("owner")


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
    replace(store, source("s", "1"), [entity("z"), whole, entity("A"), entity("a")])
    assert [each.entity.id for each in store.entities()] == ["A", "a", "z", "é/ü 1"]
    assert [each.entity for each in store.entities()][-1] == whole
    unread = pickle.loads(pickle.dumps(list(store.unread())))  # noqa: S301 - our own
    assert [each.read() for each in unread] == list(store.entities())


def test_entities_come_in_order_of_code_points(store: Store) -> None:
    ids = ["a", "B", "é", "\U00010000", "ﬀ", "a b", "10", "9"]
    replace(store, source("s", "1"), [entity(each) for each in ids])
    assert [each.entity.id for each in store.entities()] == sorted(ids)


def test_only_the_entities_that_were_asked_for_come(store: Store) -> None:
    everything = [entity(f"e{n}", f"A{n}") for n in range(1200)]
    replace(store, source("s", "1"), everything)
    replace(store, source("more", "1"), [Additions("e7", (Alias("B"),))])
    asked = [f"e{n}" for n in range(1, 1200, 2)]
    found = list(store.entities_of([*asked, "nobody"]))
    assert [each.entity.id for each in found] == sorted(asked)
    (seventh,) = store.entities_of(["e7"])
    assert seventh == StoredEntity(entity("e7", "A7", "B"), ("s", "more"), ("s", "more"))


def test_what_a_call_returned_is_there_when_the_store_is_opened_again(open_backend: Open) -> None:
    with open_backend() as store:
        replace(store, source("s", "1"), [entity("a", "A1")])
        store.mark_compiled("f1")
    with open_backend() as store:
        assert [each.entity for each in store.entities()] == [entity("a", "A1")]
        assert store.changed_since("f1") == ()


def test_changes_count_from_the_last_index_that_was_compiled_whole(store: Store) -> None:
    replace(store, source("s", "1"), [entity("a"), entity("b"), entity("c")])
    assert store.changed_since("f1") is None
    store.mark_compiled("f1")
    assert store.changed_since("f1") == ()
    replace(store, source("s", "2"), [entity("a"), entity("b", "B2"), entity("d")])
    replace(store, source("more", "1"), [Additions("a", (Alias("A2"),))])
    replace(store, source("s", "3"), [entity("a"), entity("b", "B3"), entity("d")])
    assert set(store.changed_since("f1") or ()) == {"a", "b", "c", "d"}
    store.mark_compiled("f2")
    assert (store.changed_since("f1"), store.changed_since("f2")) == (None, ())
    store.forget("more")
    assert store.changed_since("f2") == ("a",)


def test_an_import_that_fails_changes_nothing_since_the_last_index(store: Store) -> None:
    replace(store, source("s", "1"), [entity("a")])
    store.mark_compiled("f1")
    with pytest.raises(BadSource):
        replace(store, source("other", "1"), [entity("b"), entity("a")])
    assert store.changed_since("f1") == ()


def decided(text: str, **more: Any) -> Review:
    return Review(text, **{"who": "ana", "when": "2026-03-01T12:00:00Z", **more})


def decide(store: Store, *reviews: Review) -> None:
    with store.journal.writing() as writing:
        for review in reviews:
            writing.append("review", [review_operation(review)], by=review.who)


def test_reviews_are_kept_by_question_and_survive_an_import(store: Store) -> None:
    replace(store, source("s", "1"), [entity("a")])
    first = [decided("Zahedi", means="a"), decided("Zahedi", type="person", nobody=True)]
    decide(store, *first)
    again = decided("ZAHEDI", excludes=("a", "b"))
    decide(store, again)
    assert set(store.reviews()) == {again, first[1]}
    replace(store, source("s", "2"), [entity("b")])
    assert set(store.reviews()) == {again, first[1]}
    assert [each.name for each in store.sources()] == ["s"]
    assert store.count() == 1


def test_redirects_come_and_go_with_their_source(store: Store) -> None:
    records: list[Record] = [entity("b"), Redirect("a", "b"), Redirect("c", "a")]
    assert replace(store, source("s", "1"), records) == Changes(added=3)
    assert list(store.redirects()) == [Redirect("a", "b"), Redirect("c", "a")]
    assert (store.count(), store.orphans()) == (1, ())
    store.mark_compiled("f1")
    changed: list[Record] = [entity("b"), entity("c"), Redirect("a", "c")]
    assert replace(store, source("s", "2"), changed) == Changes(updated=2, unchanged=1)
    assert list(store.redirects()) == [Redirect("a", "c")]
    assert store.changed_since("f1") == ("a", "b", "c")  # b was one with a
    store.forget("s")
    assert list(store.redirects()) == []


def test_an_id_may_be_redirected_that_another_source_has_as_an_entity(store: Store) -> None:
    replace(store, source("owner", "1"), [entity("a"), entity("b")])
    replace(store, source("z", "1"), [Redirect("a", "c")])
    replace(store, source("more", "1"), [Redirect("a", "b")])
    assert list(store.redirects()) == [Redirect("a", "b")]  # as the first source by name says
    assert store.count() == 2


def known(store: Store) -> dict[str, set[str]]:
    """By ID, the names of each entity."""
    return {
        each.entity.id: {each.entity.name, *(alias.text for alias in each.entity.aliases)}
        for each in store.entities()
    }


def test_ids_that_are_declared_the_same_are_one_entity(store: Store) -> None:
    replace(store, source("z", "1"), [entity("b", "B1", name="B")])
    replace(store, source("a", "1"), [entity("a", "A1", name="A"), entity("x")])
    same = [SameAs("a", ("q",)), SameAs("b", ("q", "q2"))]
    assert replace(store, source("links", "1"), same) == Changes(added=2)
    replace(store, source("more", "1"), [Additions("q", (Alias("Q1"),))])
    (whole, _) = store.entities()
    assert (whole.entity.id, whole.entity.name) == ("b", "B")  # of the source that came first
    assert [each.text for each in whole.entity.aliases] == ["B1", "A1", "Q1", "A"]
    assert (whole.sources, whole.packs) == (("z", "a", "more"), ("z", "a", "more", "a"))
    assert whole.other_ids == tuple(OtherId(each, "same_as", "links") for each in ("a", "q", "q2"))
    assert list(store.entities_of(["q2", "a", "nobody"])) == [whole]
    assert (store.count(), store.orphans()) == (2, ())
    assert store.joined().survivors == {"a": "b", "q": "b", "q2": "b"}
    assert store.forget("links") == Changes(retired=2)
    assert known(store) == {"a": {"A", "A1"}, "b": {"B", "B1"}, "x": {"N"}}
    assert (store.count(), store.orphans()) == (3, ("q",))


def test_a_source_that_is_imported_again_keeps_its_place(store: Store) -> None:
    replace(store, source("z", "1"), [entity("z")])
    replace(store, source("a", "1"), [entity("a")])
    replace(store, source("links", "1"), [SameAs("a", ("z",))])
    replace(store, source("z", "2"), [entity("z", "Z2")])
    assert [*known(store)] == ["z"]
    store.forget("z")
    assert [*known(store)] == ["a"]
    replace(store, source("z", "1"), [entity("z")])
    assert [*known(store)] == ["a"]  # it came again, and last


def test_a_record_of_what_is_the_same_stands_beside_the_entity(store: Store) -> None:
    first: list[Record] = [entity("a"), SameAs("a", ("b", "c"))]
    assert replace(store, source("s", "1"), first) == Changes(added=2)
    store.mark_compiled("f")
    assert replace(store, source("s", "2"), first) == Changes(unchanged=2)
    assert store.changed_since("f") == ()
    second: list[Record] = [entity("a"), SameAs("a", ("b",))]
    assert replace(store, source("s", "3"), second) == Changes(updated=1, unchanged=1)
    assert store.changed_since("f") == ("a", "b", "c")
    assert store.joined().survivors == {"b": "a"}
    assert replace(store, source("s", "4"), [SameAs("a", ("b",))]) == Changes(0, 0, 1, 1)
    assert (store.count(), store.joined().survivors) == (0, {})


def test_sources_share_an_id_of_a_scheme_that_both_have(store: Store) -> None:
    def of(name: str, *schemes: str) -> Source:
        return Source(name, "1", schemes=schemes)

    replace(store, of("z", "wikidata", "iso"), [entity("Q1", "One", name="Z")])
    replace(store, of("a", "iso"), [entity("Q1", "Un", name="A"), entity("Q2")])
    assert store.sources()[1].schemes == ("wikidata", "iso")
    assert [(each.entity.name, each.sources) for each in store.entities()] == [
        ("Z", ("z", "a")),
        ("N", ("a",)),
    ]
    assert store.count() == 2
    for other in (of("m"), of("m", "geonames")):
        with pytest.raises(BadSource, match="the entity 'Q1' belongs to the source 'a'"):
            replace(store, other, [entity("Q1")])
    store.forget("z")
    assert [each.entity.name for each in store.entities()] == ["A", "N"]


def test_ids_that_were_one_with_a_changed_one_changed_too(store: Store) -> None:
    replace(store, source("s", "1"), [entity(each) for each in "abcd"])
    replace(store, source("l", "1"), [SameAs("a", ("b",)), SameAs("b", ("c",))])
    store.mark_compiled("f")
    replace(store, source("more", "1"), [Additions("c", (Alias("C1"),))])
    assert store.changed_since("f") == ("a", "b", "c")
    store.mark_compiled("f")
    replace(store, source("l", "2"), [SameAs("b", ("c",))])
    assert store.changed_since("f") == ("a", "b", "c")


def test_many_groups_are_read_in_order_of_the_survivors(store: Store) -> None:
    ids = [f"{n:05}" for n in range(5_000)]
    replace(store, source("s", "1"), [entity(each, f"A{each}") for each in ids])
    others = [entity(f"q{each}", f"B{each}", name=f"Q{each}") for each in ids[::2]]
    replace(store, source("t", "1"), [*others, *(SameAs(f"q{e}", (e,)) for e in ids[::2])])
    found = list(store.entities())
    assert [each.entity.id for each in found] == ids
    assert [each.text for each in found[4_000].entity.aliases] == ["A04000", "B04000", "Q04000"]
    assert [len(each.entity.aliases) for each in found] == [3, 1] * 2_500


IDS = st.sampled_from("abcd")
TWO_IDS = st.permutations("abcd").map(lambda order: order[:2])
RECORDS = st.one_of(
    st.builds(entity, IDS, st.sampled_from("xy"), name=st.sampled_from("NM")),
    st.builds(lambda each, text: Additions(each, (Alias(text),)), IDS, st.sampled_from("xy")),
    TWO_IDS.map(lambda two: Redirect(*two)),
    TWO_IDS.map(lambda two: SameAs(two[0], (two[1],))),
    TWO_IDS.map(lambda two: SameAs(two[0], (two[1],))),
)


def key(record: Record) -> tuple[bool, str]:
    """What a source may say once."""
    return isinstance(record, SameAs), record.entity_id


SAID = st.tuples(st.sampled_from(["s1", "s2"]), RECORDS)
EDITS = st.lists(st.one_of(st.integers(0, 20), SAID), min_size=1, max_size=2)
"""Records that are put, and the numbers of those that are taken away."""


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=15)
@given(
    st.lists(SAID, min_size=3, max_size=14, unique_by=lambda said: (said[0], key(said[1]))), EDITS
)
def test_what_changed_laid_over_what_was_is_all_that_is(
    backend: str, first: list[tuple[str, Record]], edits: list[int | tuple[str, Record]]
) -> None:
    tables: dict[str, dict[Any, Record]] = {"s1": {}, "s2": {}}

    def put(store: Store) -> None:
        for name, records in tables.items():
            said = Source(name, str(records), schemes=("ids",))
            replace(store, said, records.values())

    def by_id(found: Iterable[StoredEntity]) -> dict[str, StoredEntity]:
        return {each.entity.id: each for each in found}

    with TemporaryDirectory() as folder, BACKENDS[backend](Path(folder)) as store:
        for name, record in first:
            tables[name][key(record)] = record
        put(store)
        was = by_id(store.entities())
        store.mark_compiled("f")
        for edit in edits:
            if isinstance(edit, int):
                there = [(table, each) for table in tables.values() for each in table]
                table, each = there[edit % len(there)]
                del table[each]
            else:
                tables[edit[0]][key(edit[1])] = edit[1]
            put(store)
        now = by_id(store.entities())
        changed = store.changed_since("f") or ()
        kept = {each: whole for each, whole in was.items() if each not in changed}
        laid_over = by_id(store.entities_of(changed))
        assert kept.keys().isdisjoint(laid_over)
        assert kept | laid_over == now
        assert by_id(store.entities_of("abcd")) == now
        survivors = store.joined().survivors
        assert survivors.keys().isdisjoint(now)
        assert set(survivors.values()) <= now.keys()
        assert store.count() == len(now)


def test_entities_are_counted_by_the_sources_that_say_something_of_them(store: Store) -> None:
    assert store.count_by_source() == {}
    replace(store, source("s", "1"), [entity("a"), entity("b"), entity("c")])
    replace(store, source("more", "1"), [entity("d"), Additions("b", (Alias("B2"),))])
    assert store.count_by_source() == {"s": 3, "more": 2}
    store.forget("more")
    assert store.count_by_source() == {"s": 3}
