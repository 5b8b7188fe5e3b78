"""The door answers one query, many, and what is known of an entity, until it is closed."""

from __future__ import annotations

import csv
import itertools
import math
import string
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver import Query, Resolver, compare
from resolver.curate.homes import compile_home, import_sources
from resolver.errors import EmptyText, HomeError, UnknownEntity
from resolver.indexing import seen
from resolver.model import COUNTRIES
from resolver.table import Table
from resolver.text.spelling import consonants, spoken
from tests.conftest import compile_entities
from tests.curate.packs import write_pack

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


def filled(letters: str, between: str = "", every: int = 1, length: int = 1_000) -> str:
    """A text of so many letters, one after the other, with something between every so many."""
    size = max(length // (every + len(between)), 1) * every
    row = "".join(itertools.islice(itertools.cycle(letters), size))
    return between.join(row[at : at + every] for at in range(0, size, every))[:length]


SCRIPTS = {
    "latin": string.ascii_lowercase,
    "accents": "".join(map(chr, range(0xC0, 0x24F))),
    "arabic": "".join(map(chr, range(0x620, 0x64B))),
    "arabic forms": "".join(map(chr, range(0xFB50, 0xFBB0))),
    "han": "".join(map(chr, range(0x4E00, 0x4E00 + 9_973))),
    "hangul": "".join(map(chr, range(0xAC00, 0xAC00 + 9_973))),
    "growing": "ﷺ",
    "marks": "\u0301\u0323\u0315",
}
WORST_TEXTS = {
    **{name: filled(letters) for name, letters in SCRIPTS.items()},
    **{f"{name}, pairs": filled(letters, " ", 2) for name, letters in SCRIPTS.items()},
    **{f"{name}, lone": filled(letters, " ") for name, letters in SCRIPTS.items()},
    **{
        f"{name}, spans": filled(letters, ", ", 60).replace(letters[7], " ")
        for name, letters in SCRIPTS.items()
        if len(letters) > 7
    },
    "one word": "abc" * 333,
    "joined marks": "a" + ("\u0301\u0323" * 15 + "\u200d") * 32,
    "brackets": "x" + "(a" * 490 + ")" * 19,
    "closed brackets": "x" + ")" * 999,
    "open brackets": "x" + "(" * 990 + "y)",
    "digits": "1234567890" * 100,
    "misread digits": "a0" * 500,
    "spaces": "a" + " " * 998 + "b",
    "zero width": "a" + "\u200b" * 998 + "b",
    "signs": "$" * 1_000,
    "ampersands": "é" + "&" * 999,
    "spans": "a, " * 333,
    "legal forms": "joint stock company " * 50,
    "a person and an office": f"John Smith, commander of {'brigade of the ' * 65}",
    "universities": "Department of Physics, University of Lavras, " * 22,
}
VALUES = {
    name: [filled(SCRIPTS[name][number:] + "x") for number in range(100)]
    for name in ("han", "arabic forms", "accents")
} | {"growing": ["ﷺ" * (901 + number) for number in range(99)]}
ALL_COUNTRIES = tuple(sorted(COUNTRIES))


def facts_of(name: str, length: int = 10_000) -> list[dict[str, Any]]:
    """What else a query may say that takes long: properties in a script, and a context."""
    one_each = {f"p{number}": value for number, value in enumerate(VALUES[name])}
    context = filled(SCRIPTS[name], " ", 5, length)
    return [
        {"properties": {"birth_date": VALUES[name]}, "country": ALL_COUNTRIES, "context": context},
        {"properties": one_each, "country": ALL_COUNTRIES, "limit": 200, "context": context},
    ]


WORST_OPTIONS: list[dict[str, Any]] = [
    {},
    {"type": "person", "type_strict": False, "accept": 0, "review": 0, "margin": 0, "limit": 200},
    {"type": "organization", "country": ALL_COUNTRIES, "limit": 200},
    {"as_of": "1999-01-01", "accept": 1, "review": 1, "context": "a\u0301 " * 3_333},
]


def least_s(call: Callable[[], object], promised_s: float) -> float:
    """The least time that a call takes on a processor, tried until it is what was promised.

    Tries are spread over some seconds: for so long a shared machine may be at half its speed.
    """
    least = math.inf
    for pause_s in (0, *[0.25] * 19):
        time.sleep(pause_s)
        for cached in (spoken, consonants):
            cached.cache_clear()
        begin = time.thread_time()
        call()
        least = min(least, time.thread_time() - begin)
        if least < promised_s:
            break
    return least


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


@pytest.mark.alone
def test_no_comparison_takes_more_than_50_ms() -> None:
    texts = list(WORST_TEXTS.values())
    pairs = [*itertools.pairwise(texts), *((text, f"b{text[:998]}") for text in texts)]
    words = ["".join(pair) for pair in itertools.product("abcdefghijkl", "xyz", "mnop")]
    pairs.append((" ".join(words), " ".join(f"{word}e" for word in reversed(words[:200]))))
    for entity_type in ("person", "organization", None):
        for one, other in pairs:
            took = least_s(lambda: compare(one, other, type=entity_type), 0.05)  # noqa: B023 - called at once
            assert took < 0.05, (one[:40], other[:40], entity_type)


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
