"""The door answers one query, many, and what is known of an entity, until it is closed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver import Query, Resolver
from resolver.curate.homes import compile_home, import_sources
from resolver.errors import EmptyText, HomeError, UnknownEntity
from resolver.indexing import seen
from resolver.table import Table
from tests.conftest import compile_entities
from tests.curate.packs import write_pack
from tests.worst import VALUES, WORST_OPTIONS, WORST_TEXTS, facts_of, least_s

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
    native = {"text": "محمدرضا زاهدی", "language": "fa", "kind": "native"}
    assert {**native, "pack": "middle-east-news"} in record["aliases"]
    assert [source["licence"] for source in record["sources"]] == ["MIT"]
    with pytest.raises(UnknownEntity, match="no entity has the id 'nobody'"):
        bundled.entity("nobody")


def test_an_id_that_became_another_is_followed(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "people", "ben,person,Ben Stone,US\nalive,person,Al,\n")
    (pack / "redirects.csv").write_text("old_id,id\nold,older\nolder,ben\nlost,nowhere\n")
    import_sources(tmp_path / "home", [pack], wait_s=10)
    other = write_pack(tmp_path / "more", "", "ben,B Stone,\n")
    (other / "redirects.csv").write_text("old_id,id\nalive,ben\n")
    import_sources(tmp_path / "home", [other], wait_s=10)
    compile_home(tmp_path / "home", wait_s=10)
    with Resolver.open(tmp_path / "home") as resolver:
        assert resolver.entity("old") == resolver.entity("ben")
        assert resolver.entity("ben")["other_ids"] == [
            {"id": "old", "by": "redirect", "source": "people"},
            {"id": "older", "by": "redirect", "source": "people"},
        ]
        assert [resolver.survivor(each) for each in ("old", "older", "ben")] == ["ben"] * 3
        assert resolver.survivor("alive") == "alive"  # an entity goes before a redirect of its ID
        for unknown in ("lost", "nowhere", "x"):
            with pytest.raises(UnknownEntity, match=f"no entity has the id '{unknown}'"):
                resolver.survivor(unknown)
        with pytest.raises(EmptyText):
            resolver.survivor("")


@pytest.mark.alone
def test_no_legal_query_takes_more_than_50_ms(bundled: Resolver) -> None:
    worst = [(text, options) for text in WORST_TEXTS.values() for options in WORST_OPTIONS]
    spans = [text for name, text in WORST_TEXTS.items() if "spans" in name]
    for text in (*spans, "Reza Zahdi", WORST_TEXTS["universities"]):
        worst += [(text, options) for name in VALUES for options in facts_of(name)]
    for text, options in worst:
        took = least_s(lambda: bundled.resolve(Query(text, **options)), 0.05)  # noqa: B023 - called at once
        assert took < 0.05, (text[:40], sorted(options))


def test_a_closed_resolver_says_so(bundled_home: Path) -> None:
    resolver = Resolver.open(bundled_home)
    resolver.close()
    resolver.close()
    with pytest.raises(ValueError, match="this resolver is closed"):
        resolver.resolve(Query("x"))


def test_what_is_open_stays_while_the_table_is_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.index.current.OVERLAYS_STAY_S", 0)
    home = compile_entities(tmp_path, {"id": "ana", "type": "person", "name": "Ana"})
    with Table.open(home, by="ana") as table:

        def edit(text: str) -> None:
            assert seen(home, table.alias("ana", text).change, wait_s=5)

        edit("Anna")
        with Resolver.open(home) as opened:
            name = opened.fingerprint
            for text in ("Anne", "Annie", "Hannah"):
                edit(text)
            with Resolver.open_snapshot(home, name) as again:
                assert again.resolve(Query("Anna")) == opened.resolve(Query("Anna"))
                with Resolver.open(home, opened) as newer:
                    assert newer.shares_base(again)
                    assert newer.fingerprint != again.fingerprint
        edit("Nan")
        with Resolver.open(home) as edited:
            compile_home(home, wait_s=5, whole=True)
            with Resolver.open(home) as anew:
                assert not anew.shares_base(edited)
        with pytest.raises(HomeError):
            Resolver.open_snapshot(home, name)


def test_a_sample_is_spread_over_what_is_there(bundled: Resolver) -> None:
    people = bundled.sample(10_000, "person")
    assert {each["type"] for each in people} == {"person"}
    assert 10 < len(people) < len(bundled.sample(10_000)) == bundled.entities
    some = [each["id"] for each in bundled.sample(5, "person")]
    assert (len({*some}), some[0]) == (5, people[0]["id"])
    assert bundled.sample(5, "planet") == []
