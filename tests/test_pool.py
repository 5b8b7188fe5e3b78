"""Many queries on all processors have the answers that each has alone."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import resolver.engine
import resolver.pool
from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.pipeline import rank
from resolver.match.score.scoring import Ranking
from resolver.match.score.weights import Weights
from resolver.pool import Pool, RankedBlocks, RankQuery
from resolver.text.words import load_words


def queries(count: int, seed: int = 1) -> Iterator[Query]:
    """Names of the bundled packs as somebody might write them, with this and that known."""
    chance = random.Random(seed)  # noqa: S311 - only has to be the same each time
    names = ["Mohammad Reza Zahedi", "Babil Governorate", "X (formerly Twitter)", "Côte d'Ivoire"]
    names += [
        "محمدرضا زاهدی",
        "Ливан",
        "レバノン",
        "Hezbollah",
        "U.S. Navy",
        "نيويورك",
        "Bombay",
        "$",
    ]
    for _ in range(count):
        name = chance.choice(names)
        if chance.random() < 0.7:
            at = chance.randrange(len(name))
            name = name[:at] + chance.choice(["", "a", " ", name[at] * 2, "ي"]) + name[at + 1 :]
        yield Query(
            name if name.strip() else "?",
            type=chance.choice([None, None, "person", "place"]),
            country=chance.choice([(), (), ("IR",), ("IQ", "LB")]),
            as_of=chance.choice([None, None, None, "1999"]),
            limit=chance.choice([1, 5, 200]),
        )


def test_a_long_stream_has_the_answers_of_each_in_order(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver.engine, "WITHOUT_POOL", 50)
    monkeypatch.setattr(resolver.engine, "processors", lambda: 2)
    monkeypatch.setattr(Pool, "ready", lambda _: True)
    asked = list(queries(700))
    assert list(bundled.resolve_many(asked)) == [bundled.resolve(query) for query in asked]


def test_until_the_pool_is_there_queries_are_answered_here(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = itertools.chain([False] * 30, itertools.repeat(True))
    monkeypatch.setattr(resolver.engine, "WITHOUT_POOL", 10)
    monkeypatch.setattr(resolver.engine, "processors", lambda: 2)
    monkeypatch.setattr(Pool, "ready", lambda _: next(waits))
    for count in (25, 200):  # ends while it waits, and after
        asked = list(queries(count))
        assert list(bundled.resolve_many(asked)) == [bundled.resolve(query) for query in asked]


def test_one_processor_is_enough(bundled: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver.engine, "WITHOUT_POOL", 50)
    monkeypatch.setattr(resolver.engine, "processors", lambda: 1)
    asked = list(queries(120))
    assert list(bundled.resolve_many(asked)) == [bundled.resolve(query) for query in asked]


def test_a_stream_without_end_is_taken_a_few_blocks_ahead(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver.engine, "WITHOUT_POOL", 10)
    monkeypatch.setattr(resolver.engine, "processors", lambda: 2)
    taken = itertools.count()
    endless = (query for query in queries(1_000_000) if next(taken) >= 0)
    assert len(list(itertools.islice(bundled.resolve_many(endless), 100))) == 100
    assert next(taken) < 2_000


@pytest.fixture
def index(bundled_home: Path) -> Index:
    return Index.open(bundled_home)


@pytest.fixture
def here(index: Index) -> RankQuery:
    weights = Weights.of_index(index)
    return partial(rank, index=index, weights=weights, words=load_words())


def test_what_a_killed_process_had_is_worked_out_here(index: Index, here: RankQuery) -> None:
    asked = list(queries(500, seed=2))
    with Pool(index.folder, 2, here) as pool:
        answers = pool.rank(iter(asked))
        found = [next(answers) for _ in range(70)]
        pool._processes[1]._process.kill()
        found += answers
    assert [(each.verdict, each.scores) for each in found] == [
        (each.verdict, each.scores) for each in map(here, asked)
    ]


def test_a_pool_says_when_it_is_ready(index: Index, here: RankQuery, tmp_path: Path) -> None:
    for folder in (index.folder, tmp_path / "missing"):
        with Pool(folder, 2, here) as pool:
            while not pool.ready():
                time.sleep(0.01)
            asked = list(queries(200, seed=4))
            found = [each.verdict for each in pool.rank(asked)]
        assert found == [here(query).verdict for query in asked]


def test_a_snapshot_that_was_removed_is_still_open_here(here: RankQuery, tmp_path: Path) -> None:
    asked = list(queries(100, seed=3))
    with Pool(tmp_path / "missing", 1, here) as pool:
        found = [each.verdict for each in pool.rank(asked)]
    assert found == [here(query).verdict for query in asked]


def test_long_queries_do_not_lock_both_sides_up(index: Index, here: RankQuery) -> None:
    asked = [Query(f"Babil {n}", context="x " * 4_900, limit=200) for n in range(600)]
    with Pool(index.folder, 1, here) as pool:
        assert len(list(pool.rank(asked))) == 600


def test_a_query_that_is_asked_again_soon_is_ranked_once(
    here: RankQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver.pool, "CACHED", 3)
    asked: list[Query] = []

    def rank_block(block: list[Query]) -> list[Ranking]:
        asked.extend(block)
        return [here(query) for query in block]

    ranked = RankedBlocks(rank_block)
    names = [Query(name) for name in ("Babil", "Bombay", "Babil", "Ливан", "Hezbollah")]
    assert ranked.rank(names) == [here(query) for query in names]
    assert ranked.rank(names[-1:]) == [here(names[-1])]
    assert asked == [names[0], names[1], names[3], names[4]]
    ranked.rank(names[:1])  # of four it was the first, and so forgotten
    assert asked[-1] == names[0]
