"""Rows come out in their order, each with its answer, in memory that does not grow."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from itertools import islice

import pytest

from resolver import Decision, Query, Resolver
from resolver.bulk import stream
from resolver.bulk.questions import Questions, Roles
from resolver.bulk.stream import Answer, Answering, answer_rows
from resolver.lists.reading import Row
from resolver.lists.writing import Value
from resolver.text.words import load_words


def row(number: int, name: str, *, error: str | None = None, is_asked: bool = True) -> Row:
    return Row(number, number + 1, [name], error, is_asked, "")


def encode(values: Iterable[Value]) -> str:
    return "|".join("" if each is None else str(each) for each in values)


def answering(resolver: Resolver) -> Answering:
    asking = Questions(("name",), Roles("name"), Query("any"), load_words(), "in.csv")
    return Answering(resolver, asking, encode)


def answered(resolver: Resolver, rows: Iterable[Row]) -> list[tuple[Row, Answer]]:
    found: list[tuple[Row, Answer]] = []
    answer_rows(answering(resolver), rows, lambda row, _, answer: found.append((row, answer)))
    return found


class Ahead(Resolver):
    """One that says the same of every name, and takes so many queries before it answers."""

    def __init__(self, decision: Decision, ahead: int = 400) -> None:
        self._decision = decision
        self._ahead = ahead
        self.asked: list[str] = []

    def resolve_many(self, queries: Iterable[Query]) -> Iterator[Decision]:
        queries = iter(queries)
        while block := [query.text for query in islice(queries, self._ahead)]:
            self.asked += block
            yield from [self._decision] * len(block)


def test_rows_keep_their_order_and_get_what_resolve_says(bundled: Resolver) -> None:
    names = ["Reza Zahedi", "Robert Zahn", "", "Reza Zahedi", "x" * 1_001, "!!!"]
    found = answered(bundled, [row(number, name) for number, name in enumerate(names, 1)])
    assert [each.number for each, _ in found] == [1, 2, 3, 4, 5, 6]
    assert [answer.verdict for _, answer in found] == [
        "match", "no_match", "", "match", "error", "no_match",
    ]  # fmt: skip
    assert found[0][1] is found[3][1]
    assert "text has 1,001 characters" in (found[4][1].error or "")


def test_what_is_asked_again_is_asked_once(bundled: Resolver) -> None:
    resolver = Ahead(bundled.resolve(Query("Babil")))
    rows = [row(number, "ab"[number % 2]) for number in range(6_000)]
    assert len(answered(resolver, rows)) == 6_000
    assert sorted(resolver.asked) == ["a", "b"]


def test_a_row_that_is_written_wrong_says_so_beside_its_answer(bundled: Resolver) -> None:
    rows = [
        row(1, "Babil", error="1 cell where the header has 2"),
        row(2, "Babil", error="not valid UTF-8", is_asked=False),
        row(3, "Babil"),
    ]
    found = [answer for _, answer in answered(bundled, rows)]
    assert [each.verdict for each in found] == ["match", "error", "match"]
    assert (found[0].added or "").endswith("|1 cell where the header has 2")
    assert (found[2].added or "").endswith("|")


def test_an_id_is_followed_and_one_that_is_nobodys_is_said(bundled: Resolver) -> None:
    roles = Roles("name", id="id")
    asking = Questions(("id", "name"), roles, Query("any"), load_words(), "in.csv")
    rows = [
        Row(1, 2, ["mohammad-reza-zahedi", "anything"], None, True, ""),
        Row(2, 3, ["nobody-has-it", "Babil"], None, True, ""),
        Row(3, 4, ["", "Babil"], None, True, ""),
    ]
    found: list[Answer] = []
    answer_rows(
        Answering(bundled, asking, encode), rows, lambda _, __, answer: found.append(answer)
    )
    assert [each.verdict for each in found] == ["match", "no_match", "match"]
    assert "mohammad-reza-zahedi" in (found[0].added or "")
    assert found[1].error == "no entity has the id 'nobody-has-it'"
    assert "babil-governorate" in (found[2].added or "")


def test_memory_does_not_grow_with_the_names(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.bulk.stream.MAX_REMEMBERED", 300_000)
    resolver = Ahead(bundled.resolve(Query("Babil")))
    rows = (row(number, f"n{number}") for number in range(20_000))
    count = [0]

    def sink(*_: object) -> None:
        count[0] += 1

    tracemalloc.start()
    try:
        answer_rows(answering(resolver), rows, sink)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count[0], len(set(resolver.asked))) == (20_000, 20_000)
    assert peak < 4_000_000


@pytest.mark.parametrize(("size", "most"), [(1, 10_001), (1_000_000, 33)])
def test_rows_that_wait_are_bounded_by_their_number_and_their_size(
    bundled: Resolver, size: int, most: int
) -> None:
    asking = Questions(("note", "name"), Roles("name"), Query("any"), load_words(), "in.csv")
    resolver = Ahead(bundled.resolve(Query("Babil")))
    out, waited = [0], list[int]()

    def rows() -> Iterator[Row]:
        for number in range(1, 2 * most + 1):
            yield Row(number, number, ["x" * size, "Babil"], None, True, "")
            waited.append(number - out[0])

    def sink(*_: object) -> None:
        out[0] += 1

    answer_rows(Answering(resolver, asking, encode), rows(), sink)
    assert out[0] == 2 * most
    assert max(waited) <= most


def test_one_row_beyond_the_size_that_may_wait_goes_through(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MAX_WAITING_CHARACTERS", 10)
    found = answered(bundled, [row(number, "Reza Zahedi") for number in (1, 2, 3)])
    assert [answer.verdict for _, answer in found] == ["match"] * 3
