"""What a question is answered with, over the bundled packs and small tables of our own."""

from __future__ import annotations

import csv
import math
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver, compare
from resolver.errors import UnknownEntity
from resolver.match.score.evidence import EVIDENCE_NAMES

MakeHome = Callable[..., Path]

with (Path(__file__).parent / "cases" / "seed.csv").open(encoding="utf-8", newline="") as f:
    SEED = list(csv.DictReader(f))


def person(entity_id: str, name: str, *aliases: Any, **more: Any) -> dict[str, Any]:
    return {"id": entity_id, "type": "person", "name": name, "aliases": list(aliases), **more}


@pytest.mark.parametrize("case", SEED, ids=lambda case: f"{case['text']}-{case['type']}")
def test_a_name_is_resolved_as_the_table_says(bundled: Resolver, case: dict[str, str]) -> None:
    decision = bundled.resolve(Query(case["text"], type=case["type"] or None))
    assert (decision.verdict, decision.id or "") == (case["verdict"], case["id"])


@pytest.mark.parametrize(
    "text", ["Мохаммад Реза Захеди", "モハンマド・レザー・ザーヘディー", "모하마드 레자 자헤디"]
)
def test_a_spelling_in_another_script_is_heard_though_no_table_lists_it(
    bundled: Resolver, text: str
) -> None:
    decision = bundled.resolve(Query(text))
    assert decision.id == "mohammad-reza-zahedi"
    assert "sounds alike" in {term.name for term in decision.candidates[0].evidence}


def test_sound_tells_which_of_several_spellings_is_meant(make_home: MakeHome) -> None:
    names = ("Zhuangta", "Changtai", "Chunta", "Chantal", "Chungtan")
    home = make_home(
        *({"id": f"n{n}", "type": "place", "name": name} for n, name in enumerate(names))
    )
    with Resolver.open(home) as resolver:
        first, second = resolver.resolve(Query("Chuang-t’a", type="place")).candidates[:2]
    assert first.id == "n0"
    heard, other = (
        next(term.value for term in candidate.evidence if term.name == "whole sound")
        for candidate in (first, second)
    )
    assert heard > max(0, other)


def test_the_same_name_in_latin_letters_says_more_than_its_sound(make_home: MakeHome) -> None:
    names = ("Neena", "Nina", "Ninian", "Niina")
    home = make_home(
        *({"id": f"n{n}", "type": "place", "name": name} for n, name in enumerate(names))
    )
    with Resolver.open(home) as resolver:
        candidates = resolver.resolve(Query("Нина", type="place")).candidates
    assert candidates[0].id == "n1"
    said = [
        candidate.id
        for candidate in candidates
        if "same in Latin" in {term.name for term in candidate.evidence}
    ]
    assert said == ["n1"]


def test_names_that_nobody_can_write_in_latin_letters_are_not_the_same_there() -> None:
    gothic, cuneiform = "𐌰𐍄𐍄𐌰", "𒀀𒁀𒀀"
    told = {term.name for term in compare(gothic, cuneiform).evidence}
    assert "other script" in told
    assert "same in Latin" not in told


def test_numbers_are_identity_in_every_script(make_home: MakeHome) -> None:
    names = ("Brigade 44", "Brigade 45", *(f"Name {n} Other" for n in range(30)))
    home = make_home(*(person(f"n{n}", name) for n, name in enumerate(names)))
    with Resolver.open(home) as resolver:
        first, second = resolver.resolve(Query("Бригада 45")).candidates[:2]
    assert (first.id, second.id) == ("n1", "n0")
    assert first.score > 10 * second.score
    assert "different number" in {term.name for term in second.evidence}


def some_queries() -> Iterator[Query]:
    for case in SEED:
        yield Query(case["text"], type=case["type"] or None)
        yield Query(case["text"][:6] + "x", country=("IR",), limit=9)


def test_many_questions_have_the_answers_of_each_in_order(bundled: Resolver) -> None:
    queries = list(some_queries())
    assert list(bundled.resolve_many(queries)) == [bundled.resolve(query) for query in queries]


def test_many_questions_are_taken_as_answers_are_taken(bundled: Resolver) -> None:
    endless = (Query("Reza Zahedi") for _ in iter(int, 1))
    answers = bundled.resolve_many(endless)
    assert [next(answers).id for _ in range(3)] == ["mohammad-reza-zahedi"] * 3


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "\0" not in text))
def test_scores_compete_and_terms_add_up_to_them_whatever_is_asked(
    bundled: Resolver, text: str
) -> None:
    decision = bundled.resolve(Query(text))
    scores = [candidate.score for candidate in decision.candidates]
    assert sum(scores) < 1
    assert scores == sorted(scores, reverse=True)
    assert len({candidate.id for candidate in decision.candidates}) == len(scores)
    for candidate in decision.candidates:
        assert {term.name for term in candidate.evidence} <= EVIDENCE_NAMES
        total = math.fsum(term.value for term in candidate.evidence)
        assert math.isclose(1 / (1 + math.exp(-total)), candidate.score, abs_tol=1e-9)


@pytest.mark.parametrize("text", ["!!!", "🙂", "\u0301", "$", "—", "\ufe0f", "()"])
def test_a_text_of_signs_matches_nobody(bundled: Resolver, text: str) -> None:
    decision = bundled.resolve(Query(text))
    assert decision.verdict == "no_match"
    assert decision.candidates == ()


def test_a_name_of_signs_is_found_letter_by_letter(make_home: MakeHome) -> None:
    home = make_home(person("dollar", "$"), person("plus", "+"), person("a", "A"))
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("$")).id == "dollar"
        assert resolver.resolve(Query("$$")).verdict == "no_match"


def test_a_name_that_several_bear_is_ambiguous_and_a_fact_decides(make_home: MakeHome) -> None:
    home = make_home(
        *(
            person(
                f"li-{code.lower()}", "Li Wei", country=[code], properties={"birth_date": [year]}
            )
            for code, year in (("CN", "1970"), ("SG", "1980"), ("US", "1990"))
        ),
        *(person(f"other-{n}", f"Name {n} Other") for n in range(30)),
    )
    with Resolver.open(home) as resolver:
        alone = resolver.resolve(Query("Li Wei"))
        assert alone.verdict == "ambiguous"
        assert [candidate.score < 1 / 3 for candidate in alone.candidates[:3]] == [True] * 3
        assert resolver.resolve(Query("Li Wei", country=("SG",))).id == "li-sg"
        assert resolver.resolve(Query("Li Wei", properties={"birth_date": "1990"})).id == "li-us"
        wrong = resolver.resolve(Query("Li Wei", country=("FR",), limit=3))
        assert {c.id for c in wrong.candidates} == {"li-cn", "li-sg", "li-us"}


def test_the_verdict_does_not_depend_on_how_many_candidates_are_shown(make_home: MakeHome) -> None:
    home = make_home(*(person(f"li-{n}", "Li Wei") for n in range(12)))
    with Resolver.open(home) as resolver:
        one, many = (resolver.resolve(Query("Li Wei", limit=limit)) for limit in (1, 200))
    assert (one.verdict, one.margin) == (many.verdict, many.margin) == ("ambiguous", one.margin)
    assert len(one.candidates) == 1
    assert len(many.candidates) == 12
    assert one.candidates[0] == many.candidates[0]
    assert many.candidates[0].score < 1 / 12


def test_a_type_keeps_its_own_and_other_or_only_prefers(make_home: MakeHome) -> None:
    home = make_home(
        {"id": "p", "type": "person", "name": "Sadr"},
        {"id": "o", "type": "organization", "name": "Sadr"},
        {"id": "x", "type": "other", "name": "Sadr"},
        {"id": "aircraft", "type": "aircraft", "name": "Sadr"},
    )
    with Resolver.open(home) as resolver:
        strict = resolver.resolve(Query("Sadr", type="person"))
        assert [c.id for c in strict.candidates] == ["p", "aircraft", "x"]
        loose = resolver.resolve(Query("Sadr", type="person", type_strict=False))
        assert {c.id for c in loose.candidates} == {"p", "o", "x", "aircraft"}
        assert loose.candidates[0].id == "p"


def test_at_equal_text_a_name_beats_a_weak_alias(make_home: MakeHome) -> None:
    home = make_home(
        person("a", "Babil", {"text": "Babylon", "kind": "weak"}), person("b", "Babylon")
    )
    with Resolver.open(home) as resolver:
        decision = resolver.resolve(Query("Babylon"))
    assert decision.id == "b"
    assert [c.id for c in decision.candidates] == ["b", "a"]


def test_an_alias_that_was_not_in_use_then_counts_less(make_home: MakeHome) -> None:
    home = make_home(
        person(
            "old", "Kaliningrad", {"text": "Fort X", "kind": "former", "valid_until": "1946-07"}
        ),
        person("new", "Zelenograd", {"text": "Fort X", "kind": "former", "valid_from": "1950"}),
    )
    with Resolver.open(home) as resolver:
        for year, first in (("1930", "old"), ("1946", "old"), ("1960-05", "new")):
            decision = resolver.resolve(Query("Fort X", as_of=year))
            assert decision.id == first, year
        alias = decision.candidates[0].alias
    assert (alias.kind, alias.valid_from, alias.valid_until) == ("former", "1950", None)


def test_a_prominent_entity_comes_first_where_all_else_is_equal(make_home: MakeHome) -> None:
    home = make_home(
        {"id": "small", "type": "place", "name": "Paris", "prominence": 25_000},
        {"id": "unknown", "type": "place", "name": "Paris"},
        {"id": "large", "type": "place", "name": "Paris", "prominence": 2_000_000},
    )
    with Resolver.open(home) as resolver:
        assert [c.id for c in resolver.resolve(Query("Paris")).candidates] == [
            "large",
            "unknown",
            "small",
        ]


def test_a_rare_word_counts_more_than_a_long_legal_form(make_home: MakeHome) -> None:
    syllables = "bel dor gan hem kir lum nov pas rud tev".split()
    others = (f"{a}{b} Joint-Stock Company".title() for a in syllables for b in syllables)
    names = ("Lakokraska OAO", *others)
    home = make_home(
        *({"id": f"n{n}", "type": "organization", "name": name} for n, name in enumerate(names))
    )
    with Resolver.open(home) as resolver:
        query = Query("Lakokraska Open Joint-Stock Company", type="organization")
        assert resolver.resolve(query).candidates[0].id == "n0"


def test_an_entity_is_shown_with_its_sources_and_their_licences(bundled: Resolver) -> None:
    record = bundled.entity("mohammad-reza-zahedi")
    assert record["name"] == "Mohammad Reza Zahedi"
    assert {"text": "محمدرضا زاهدی", "language": "fa", "kind": "native"} in record["aliases"]
    assert [source["licence"] for source in record["sources"]] == ["MIT"]
    with pytest.raises(UnknownEntity, match="no entity has the id 'nobody'"):
        bundled.entity("nobody")


def test_a_misspelled_part_never_says_more_than_the_part_itself(make_home: MakeHome) -> None:
    crowd = [person(f"p{n}", f"Ivan {chr(97 + n % 26)}{chr(97 + n // 26)}rov") for n in range(300)]
    with Resolver.open(make_home(*crowd)) as resolver:
        right, *wrong = (
            resolver.resolve(Query(f"{first} Xyzwq")) for first in ("Ivan", "Iwan", "Ivann")
        )
    own = [
        sum(term.value for term in each.candidates[0].evidence if term.name != "competition")
        for each in (right, *wrong)
    ]
    assert own[0] == max(own)
    for each in wrong:
        assert each.verdict == "no_match"


def test_facts_cannot_make_up_for_a_name_and_nothing_reaches_one(make_home: MakeHome) -> None:
    facts = {f"fact{n}": [str(n)] for n in range(20)}
    home = make_home(
        person("ann", "Ann Bee", country=["IR"], properties=facts), person("other", "Zed Qux")
    )
    with Resolver.open(home) as resolver:
        sure = resolver.resolve(Query("Ann Bee", country=("IR",), properties=facts))
        assert 0.99 < sure.candidates[0].score < 0.9999
        other = Query("Totally Different Ann", country=("IR",), properties=facts)
        assert resolver.resolve(other).verdict != "match"


def test_what_agrees_is_found_among_many_that_do_not(make_home: MakeHome) -> None:
    def alias(until: str | None) -> dict[str, Any]:
        return {"text": "Fort X", "kind": "former", "valid_until": until}

    ended = [person(f"a{n}", f"Name {n} Of", alias("2000")) for n in range(19)]
    still = person("still", "Nineteen Of", alias(None))
    places = [{"id": f"b{n}", "type": "place", "name": "Sadr"} for n in range(19)]
    near = [
        person(f"c{n}", f"Foo Bar{chr(97 + n // 26)}{chr(97 + n % 26)}", country=["US"])
        for n in range(400)
    ]
    french = person("french", "Foo Barzz", country=["FR"])
    home = make_home(*ended, still, *places, person("sadr", "Sadr"), *near, french)
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Fort X", as_of="2020")).candidates[0].id == "still"
        loose = resolver.resolve(Query("Sadr", type="person", type_strict=False))
        assert loose.candidates[0].id == "sadr"
        assert resolver.resolve(Query("Foo Bar", country=("FR",))).candidates[0].id == "french"


def test_spellings_of_one_owner_that_fold_to_one_name_are_that_name(make_home: MakeHome) -> None:
    home = make_home(
        person("nato", "Nato", "NATO", "N.A.T.O."), person("college", "NATO Defence College")
    )
    with Resolver.open(home) as resolver:
        assert [c.id for c in resolver.resolve(Query("nato")).candidates] == ["nato"]


def test_a_further_type_is_treated_as_other(make_home: MakeHome) -> None:
    home = make_home({"id": "r", "type": "robot", "name": "Robbie"})
    with Resolver.open(home) as resolver:
        (candidate,) = resolver.resolve(Query("Robbie", type="other")).candidates
    assert candidate.type == "robot"
    assert "other type" not in {term.name for term in candidate.evidence}


def test_a_property_named_country_is_not_the_country(make_home: MakeHome) -> None:
    home = make_home(
        person("a", "Li Wei", country=["IR"]),
        person("b", "Li Wei", properties={"country": ["IR"]}),
    )
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Li Wei", country=("IR",))).candidates[0].id == "a"


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


SCRIPTS = sorted(
    {
        unicodedata.name(chr(n), "?").split()[0]: chr(n)
        for n in range(0x20, 0x30000)
        if chr(n).isalpha()
    }.items()
)


def test_every_script_and_every_length_is_answered(bundled: Resolver) -> None:
    for _, letter in SCRIPTS:
        assert bundled.resolve(Query(letter * 3)).verdict in ("match", "ambiguous", "no_match")
    for text in ("x", "x" * 1000, "zahedi " * 142, " ".join(f"w{n}" for n in range(200))):
        assert bundled.resolve(Query(text[:1000])).verdict in ("match", "ambiguous", "no_match")


@pytest.mark.parametrize(
    ("name", "other", "kind", "low", "high"),
    [
        ("Olaf Scholze", "Olaf Scholz", "person", 0.5, 0.99),
        ("Reza Zahedi", "reza  ZAHEDI", "person", 0.9, 1.0),
        ("Abdul Rahman", "Abdulrahman", "person", 0.5, 1.0),
        ("Robert Zahn", "Reza Zahedi", "person", 0.0, 0.3),
        ("Fund 5", "Fund 8", "organization", 0.0, 0.1),
        ("Fund 12345 6", "Fund 1234567", "organization", 0.0, 0.1),
        ("B52 Bomber", "B53 Bomber", "product", 0.0, 0.1),
        ("44th Brigade", "Brigade 44", "organization", 0.5, 1.0),
        ("!!!", "???", None, 0.0, 0.1),
        ("!!!", "!!!", None, 0.9, 1.0),
    ],
)
def test_two_names_are_compared(
    name: str, other: str, kind: str | None, low: float, high: float
) -> None:
    assert low <= compare(name, other, type=kind).score <= high


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_comparing_is_the_same_in_either_order_and_adds_up(name: str, other: str) -> None:
    name, other = f"a{name}".replace("\0", ""), f"b{other}".replace("\0", "")
    one, two = compare(name, other, type="person"), compare(other, name, type="person")
    assert one.score == two.score
    total = math.fsum(term.value for term in one.evidence)
    assert math.isclose(1 / (1 + math.exp(-total)), one.score, abs_tol=1e-9)


def test_owners_of_the_name_with_all_facts_are_not_looked_beyond(make_home: MakeHome) -> None:
    home = make_home(
        person("ir", "Reza Karimi", country=["IR"], properties={"birth_date": ["1960"]}),
        person("iq", "Reza Karimi", country=["IQ"]),
        person("near", "Reza Karimy", country=["IR"]),
    )
    with Resolver.open(home) as resolver:
        for facts, expected in (
            ({"country": ("IR",)}, ["ir", "iq"]),
            ({"country": ("IR",), "properties": {"birth_date": ("1960",)}}, ["ir", "iq"]),
            ({"country": ("IR",), "properties": {"birth_date": ("1961",)}}, ["ir", "iq", "near"]),
            ({"country": ("LB",)}, ["ir", "iq", "near"]),
            ({}, ["ir", "iq", "near"]),
        ):
            found = [each.id for each in resolver.resolve(Query("Reza Karimi", **facts)).candidates]
            assert sorted(found) == sorted(expected), facts
        assert resolver.resolve(Query("Reza Karimi", country=("IR",))).id == "ir"
