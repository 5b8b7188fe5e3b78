"""The door answers one query, many, and what is known of an entity, until it is closed."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver import Query, Resolver, compare
from resolver.errors import UnknownEntity

with (Path(__file__).parent / "cases" / "seed.csv").open(encoding="utf-8", newline="") as f:
    SEED = list(csv.DictReader(f))


@pytest.mark.parametrize("case", SEED, ids=lambda case: f"{case['text']}-{case['type']}")
def test_a_name_is_resolved_as_the_table_says(bundled: Resolver, case: dict[str, str]) -> None:
    decision = bundled.resolve(Query(case["text"], type=case["type"] or None))
    assert (decision.verdict, decision.id or "") == (case["verdict"], case["id"])


def some_queries() -> Iterator[Query]:
    for case in SEED:
        yield Query(case["text"], type=case["type"] or None)
        yield Query(case["text"][:6] + "x", country=("IR",), limit=9)


def test_many_queries_have_the_answers_of_each_in_order(bundled: Resolver) -> None:
    queries = list(some_queries())
    assert list(bundled.resolve_many(queries)) == [bundled.resolve(query) for query in queries]


def test_many_queries_are_taken_as_answers_are_taken(bundled: Resolver) -> None:
    endless = (Query("Reza Zahedi") for _ in iter(int, 1))
    answers = bundled.resolve_many(endless)
    assert [next(answers).id for _ in range(3)] == ["mohammad-reza-zahedi"] * 3


def test_an_entity_is_shown_with_its_sources_and_their_licences(bundled: Resolver) -> None:
    record = bundled.entity("mohammad-reza-zahedi")
    assert record["name"] == "Mohammad Reza Zahedi"
    assert {"text": "محمدرضا زاهدی", "language": "fa", "kind": "native"} in record["aliases"]
    assert [source["licence"] for source in record["sources"]] == ["MIT"]
    with pytest.raises(UnknownEntity, match="no entity has the id 'nobody'"):
        bundled.entity("nobody")


def test_a_text_that_grows_when_folded_is_answered_soon(bundled: Resolver) -> None:
    begin = time.process_time()
    for text in ("ﷺ" * 1000, "a " * 500, "ab " * 333):
        bundled.resolve(Query(text.strip()))
        compare(text.strip(), "b" + text[:998], type="person")
    assert time.process_time() - begin < 2


def test_a_closed_resolver_says_so(bundled_home: Path) -> None:
    resolver = Resolver.open(bundled_home)
    resolver.close()
    resolver.close()
    with pytest.raises(ValueError, match="this resolver is closed"):
        resolver.resolve(Query("x"))
