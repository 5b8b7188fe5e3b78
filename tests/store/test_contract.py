"""What every back-end of the store promises; each test runs against each of `BACKENDS`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver.errors import BadSource, UnknownSource
from resolver.model import REVIEWS, Additions, Alias, Entity, Record, Redirect, Review, Source
from resolver.store import Changes, Store
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


def test_what_a_source_said_is_given_back(store: Store) -> None:
    said: list[Record] = [
        Additions("A", (Alias("A2", "fa", "native"),)),
        Entity("a", "place", "A", (Alias("A1"),), ("IQ",), "d", 7.5, {"p": ["1", "2"]}),
        Additions("b", (Alias("B1", valid_from="2015", source="seen"), Alias("B0"))),
        entity("c"),
        Additions("d", (Alias("D"),)),
        Redirect("o", "a"),
        Redirect("p", "o"),
    ]
    store.replace(source("t", "1"), [entity("b", "B"), Additions("a", (Alias("of t"),))])
    store.replace(source("s", "1"), reversed(said))
    assert list(store.records_of("s")) == said
    with pytest.raises(UnknownSource, match="no source has the name 'u' — there are s, t"):
        list(store.records_of("u"))


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
    store.replace(source("s", "1"), [entity("z"), whole, entity("A"), entity("a")])
    assert [each.id for each, _ in store.entities()] == ["A", "a", "z", "é/ü 1"]
    assert [each for each, _ in store.entities()][-1] == whole
    unread = pickle.loads(pickle.dumps(list(store.unread())))  # noqa: S301 - our own
    assert [each.read() for each in unread] == list(store.entities())


def test_entities_come_in_order_of_code_points(store: Store) -> None:
    ids = ["a", "B", "é", "\U00010000", "ﬀ", "a b", "10", "9"]
    store.replace(source("s", "1"), [entity(each) for each in ids])
    assert [each.id for each, _ in store.entities()] == sorted(ids)


def test_only_the_entities_that_were_asked_for_come(store: Store) -> None:
    everything = [entity(f"e{n}", f"A{n}") for n in range(1200)]
    store.replace(source("s", "1"), everything)
    store.replace(source("more", "1"), [Additions("e7", (Alias("B"),))])
    asked = [f"e{n}" for n in range(1, 1200, 2)]
    found = list(store.entities_of([*asked, "nobody"]))
    assert [each.entity.id for each in found] == sorted(asked)
    (seventh,) = store.entities_of(["e7"])
    assert seventh == (entity("e7", "A7", "B"), ("s", "more"))


def test_what_a_call_returned_is_there_when_the_store_is_opened_again(open_backend: Open) -> None:
    with open_backend() as store:
        store.replace(source("s", "1"), [entity("a", "A1")])
        store.mark_compiled("f1")
    with open_backend() as store:
        assert [each for each, _ in store.entities()] == [entity("a", "A1")]
        assert store.changed_since("f1") == ()


def test_changes_count_from_the_last_index_that_was_compiled_whole(store: Store) -> None:
    store.replace(source("s", "1"), [entity("a"), entity("b"), entity("c")])
    assert store.changed_since("f1") is None
    store.mark_compiled("f1")
    assert store.changed_since("f1") == ()
    store.replace(source("s", "2"), [entity("a"), entity("b", "B2"), entity("d")])
    store.replace(source("more", "1"), [Additions("a", (Alias("A2"),))])
    store.replace(source("s", "3"), [entity("a"), entity("b", "B3"), entity("d")])
    assert set(store.changed_since("f1") or ()) == {"a", "b", "c", "d"}
    store.mark_compiled("f2")
    assert (store.changed_since("f1"), store.changed_since("f2")) == (None, ())
    store.forget("more")
    assert store.changed_since("f2") == ("a",)


def test_an_import_that_fails_changes_nothing_since_the_last_index(store: Store) -> None:
    store.replace(source("s", "1"), [entity("a")])
    store.mark_compiled("f1")
    with pytest.raises(BadSource):
        store.replace(source("other", "1"), [entity("b"), entity("a")])
    assert store.changed_since("f1") == ()


def decided(text: str, **more: Any) -> Review:
    return Review(text, **{"who": "ana", "when": "2026-03-01T12:00:00Z", **more})


def test_reviews_are_kept_by_question_and_survive_an_import(store: Store) -> None:
    store.replace(source("s", "1"), [entity("a")])
    first = [decided("Zahedi", means="a"), decided("Zahedi", type="person", nobody=True)]
    assert store.decide(first) == Changes(added=2)
    again = decided("ZAHEDI", excludes=("a", "b"))
    assert store.decide([again, decided("Zahedi", type="person", nobody=True)]) == Changes(
        updated=1, unchanged=1
    )
    assert set(store.reviews()) == {again, first[1]}
    store.replace(source("s", "2"), [entity("b")])
    assert set(store.reviews()) == {again, first[1]}


def test_reviews_are_a_source_whose_digest_says_that_one_changed(store: Store) -> None:
    def digest() -> str:
        return next(each.digest for each in store.sources() if each.name == REVIEWS)

    assert store.decide([]) == Changes()
    assert store.sources() == ()
    store.decide([decided("Zahedi", means="a")])
    first = digest()
    store.decide([decided("Zahedi", means="a", who="ben")])
    assert digest() == first
    store.decide([decided("Zahedi", means="b")])
    assert digest() != first
    store.decide([decided("Zahedi", means="a")])
    assert digest() == first
    assert store.count() == 0


def test_reviews_are_forgotten_as_a_source_is(store: Store) -> None:
    store.replace(source("s", "1"), [entity("a")])
    store.decide([decided("Zahedi", means="a"), decided("Reza", nobody=True)])
    assert store.forget("s") == Changes(retired=1)
    assert len(list(store.reviews())) == 2
    assert store.forget(REVIEWS) == Changes(retired=2)
    assert (list(store.reviews()), store.sources()) == ([], ())


def test_reviews_that_break_halfway_change_nothing(store: Store) -> None:
    def breaks() -> Iterator[Review]:
        yield decided("Zahedi", means="a")
        raise BadSource("review.csv", "is broken", line=3)

    with pytest.raises(BadSource):
        store.decide(breaks())
    assert (list(store.reviews()), store.sources()) == ([], ())


def test_redirects_come_and_go_with_their_source(store: Store) -> None:
    records: list[Record] = [entity("b"), Redirect("a", "b"), Redirect("c", "a")]
    assert store.replace(source("s", "1"), records) == Changes(added=3)
    assert list(store.redirects()) == [Redirect("a", "b"), Redirect("c", "a")]
    assert (store.count(), store.orphans()) == (1, ())
    store.mark_compiled("f1")
    changed: list[Record] = [entity("b"), entity("c"), Redirect("a", "c")]
    assert store.replace(source("s", "2"), changed) == Changes(updated=2, unchanged=1)
    assert list(store.redirects()) == [Redirect("a", "c")]
    assert set(store.changed_since("f1") or ()) == {"a", "c"}
    store.forget("s")
    assert list(store.redirects()) == []


def test_an_id_may_be_redirected_that_another_source_has_as_an_entity(store: Store) -> None:
    store.replace(source("owner", "1"), [entity("a"), entity("b")])
    store.replace(source("z", "1"), [Redirect("a", "c")])
    store.replace(source("more", "1"), [Redirect("a", "b")])
    assert list(store.redirects()) == [Redirect("a", "b")]  # as the first source by name says
    assert store.count() == 2
