"""Besides its name: the alias, type, prominence and facts of a candidate, and a text around it."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any, NamedTuple, cast

import pytest

from resolver import Alias, Query
from resolver.index import Index
from resolver.index.manifest import FieldEntry
from resolver.index.segment import fact_code, named_facts
from resolver.match.retrieve.question import Question
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.facts import (
    alias_kind_terms,
    asked_fields,
    entity_terms,
    fact_terms,
    span_terms,
    validity_terms,
)
from resolver.match.score.fields import nats_of_same
from resolver.match.score.levels import LEVELS
from resolver.match.score.terms import Term, WeightKey
from resolver.model import ALIAS_KINDS, FieldKind
from resolver.text.names import Name, parts
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, evidence_names, person

OWN = {key: float(number) for number, key in enumerate(WEIGHTS, 1)}
"""A value of its own for each weight, so that a value says which weight was used."""


def own(key: str) -> float:
    return OWN[WeightKey(key)]


def field(kind: FieldKind, entities: int = 1_000, **chance: float) -> FieldEntry:
    """What an index knows of a property of which each level is as rare as one in a thousand."""
    levels = dict.fromkeys(LEVELS[kind][:-1], 0.001)
    return {
        "kind": kind,
        "entities": entities,
        "values": entities,
        "chance": levels | chance,
        "repeats": {},
    }


class Table(NamedTuple):
    """Stands for an index: its properties, and how many entities have each fact."""

    fields: dict[str, FieldEntry]
    counts: dict[int, int]

    def entities_with(self, fact: int) -> int:
        return self.counts.get(fact, 1)


def table(fields: dict[str, FieldEntry] | None = None, **counts: int) -> Index:
    """A table by its properties, and by how many entities have which city."""
    facts = {fact_code(".city", city): count for city, count in counts.items()}
    return cast("Index", Table(fields or {}, facts))


def terms_of_facts(query: Query, record: dict[str, Any], index: Index) -> list[Term]:
    """The terms of the facts of a record, with the codes that an index has of them."""
    properties = tuple((key, tuple(values)) for key, values in record.get("properties", {}).items())
    facts = named_facts(tuple(record.get("country", ())), properties)
    codes = [fact_code(key, value) for key, values in facts for value in values]
    asked = asked_fields(Question.of(query, load_words()), index)
    return fact_terms(asked, codes, record, index, load_words(), OWN)


@pytest.mark.parametrize("kind", ALIAS_KINDS)
def test_the_kind_of_an_alias_counts_unless_it_is_a_name_or_native(kind: str) -> None:
    key = {"weak": "weak alias", "acronym": "acronym alias"}.get(kind, "other alias kind")
    expected = [] if kind in ("name", "native") else [Term("alias kind", own(key), None, kind)]
    assert alias_kind_terms(kind, OWN) == expected


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "as_of", "in_use"),
    [
        (None, None, "1999", True),
        ("1999", "2005", "1999-01-01", True),
        ("1999-06", None, "1999", True),  # a part of the year
        ("1999-06", None, "1999-05-31", False),
        (None, "2005", "2005-12-31", True),
        (None, "2005-03", "2005-04", False),
        (None, "2005-03", "2005", True),
    ],
)
def test_an_alias_counts_less_at_a_time_when_it_was_not_in_use(
    valid_from: str | None, valid_until: str | None, as_of: str, in_use: bool
) -> None:
    alias = Alias("X", valid_from=valid_from, valid_until=valid_until)
    terms = validity_terms(alias, as_of, OWN)
    dates = f"{valid_from or ''}/{valid_until or ''}"
    expected = [Term("outside validity", own("outside validity"), as_of, dates)]
    assert terms == ([] if in_use else expected)


@pytest.mark.parametrize(("rank", "share"), [(0.0, -0.5), (0.5, 0.0), (1.0, 0.5)])
def test_prominence_counts_from_the_least_to_the_most_prominent(rank: float, share: float) -> None:
    (term,) = entity_terms(Query("x"), "person", rank, OWN)
    assert term == Term("prominence", own("prominence") * share)


@pytest.mark.parametrize(
    ("asked", "known", "differs"),
    [
        ("person", "person", False),
        ("person", "other", True),
        ("person", "robot", True),
        ("other", "robot", False),
        (None, "person", False),
    ],
)
def test_a_type_counts_where_another_was_asked(
    asked: str | None, known: str, differs: bool
) -> None:
    expected = [Term("other type", own("other type"), asked, known)] if differs else []
    assert entity_terms(Query("x", type=asked), known, math.nan, OWN) == expected


@pytest.mark.parametrize(
    ("asked", "known", "name"),
    [
        (("IR",), ["IR"], "same fact"),
        (("IQ", "IR"), ["LB", "IQ"], "same fact"),
        (("IR",), ["IQ"], "other fact"),
        (("IR",), [], None),
        ((), ["IR"], None),
    ],
)
def test_countries_agree_if_one_of_them_does(
    asked: tuple[str, ...], known: list[str], name: str | None
) -> None:
    index = table({"country": field("code")})
    terms = terms_of_facts(Query("x", country=asked), {"country": known}, index)
    assert [term.name for term in terms] == ([] if name is None else [name])
    for term in terms:
        assert term[2:] == (f"country={'|'.join(asked)}", f"country={'|'.join(known)}")
        if name == "other fact":
            assert term.value == own("other country")


@pytest.mark.parametrize(
    ("kind", "asked", "known", "name", "other"),
    [
        ("date", "1960-05-01", ["1960-05-01"], "same fact", None),
        ("date", "1960-05", ["1960-05-01"], "same fact", None),  # all that both of them say
        ("date", "1960", ["1960-05-01"], "similar fact", None),  # no more of it is known
        ("date", "1960-05-01", ["1960-06-02"], "related fact", "other date"),
        ("date", "1960-05-01", ["1983-05-01"], "other fact", "other date"),
        ("date", "1960", ["1961", "1960"], "same fact", None),
        ("text", "Tehran", ["TEHRAN", "Qom"], "same fact", None),
        ("text", "Tehran", ["Qom"], "other fact", "other text"),
        ("text", "Needles", ["The Needles"], "similar fact", None),
        ("code", "ak", ["al"], "other fact", "other code"),
        ("number", "100", ["108"], "related fact", "other code"),
        ("text", "$", ["$"], "same fact", None),
        ("text", "$", ["€"], "other fact", "other text"),
    ],
)
def test_a_property_counts_by_how_far_its_values_agree(
    kind: FieldKind, asked: str, known: list[str], name: str, other: str | None
) -> None:
    query = Query("x", properties={"born": asked})
    index = table({".born": field(kind)})
    (term,) = terms_of_facts(query, {"properties": {"born": known}}, index)
    nats = nats_of_same(1, 1_000)
    near = min(-math.log(0.001), nats)
    value = {
        "same fact": own("same fact") + own("same fact per nat") * nats,
        "similar fact": own("similar fact") + own("similar fact per nat") * near,
        "related fact": own("related fact per nat") * near,
        "other fact": 0.0,
    }[name]
    value += own(other) if other else 0.0
    assert term.value == pytest.approx(value)
    assert term == Term(name, term.value, f"born={asked}", f"born={'|'.join(known)}")


def test_a_rare_value_says_more_than_a_common_one_misspelt_too() -> None:
    index = table({".city": field("text")}, Tehran=400, Qom=2)

    def value(asked: str, known: str) -> float:
        query = Query("x", properties={"city": asked})
        (term,) = terms_of_facts(query, {"properties": {"city": [known]}}, index)
        return term.value

    assert value("Qom", "Qom") > value("Tehran", "Tehran")
    assert value("Isfahaan", "Isfahan") > value("Tehraan", "Tehran")


def test_a_fact_that_repeats_another_says_what_is_left() -> None:
    born, age = field("date"), field("number")
    age["repeats"] = {".born": 0.75}
    query = Query("x", properties={"born": "1960", "age": "64"})
    known = {"properties": {"born": ["1960"], "age": ["64"]}}
    index = table({".born": born, ".age": age | {"entities": 500}})
    first, second = terms_of_facts(query, known, index)
    whole = own("same fact") + own("same fact per nat") * nats_of_same(1, 500)
    assert (first.asked, second.asked) == ("born=1960", "age=64")
    assert second.value == pytest.approx(0.25 * whole)


def test_a_property_that_is_not_known_says_nothing() -> None:
    query = Query("x", country=("IR",), properties={"born": "1960"})
    assert terms_of_facts(query, {"properties": {"died": ["1960"]}}, table()) == []
    assert terms_of_facts(query, {}, table()) == []


def test_a_property_that_no_entity_had_when_the_table_was_compiled_is_a_text() -> None:
    query = Query("x", properties={"born": "1960"})
    for year, name in (("1960", "same fact"), ("1961", "other fact")):
        (term,) = terms_of_facts(query, {"properties": {"born": [year]}}, table())
        assert term.name == name


def organization(text: str) -> Name:
    return parts(text, "organization", load_words())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("molot works", ["span"]),
        ("department of physics", ["span", "unit"]),
    ],
)
def test_a_part_of_a_text_may_be_a_unit_of_something(text: str, names: list[str]) -> None:
    terms = span_terms(organization(text), defaultdict(lambda: 4.0), 10.0, OWN)
    assert [term.name for term in terms] == names


@pytest.mark.parametrize(("text", "short"), [("molot", 6.0), ("molot tula", 2.0), ("a b c", 0.0)])
def test_a_part_of_a_text_says_less_the_more_it_lacks_to_single_out_a_name(
    text: str, short: float
) -> None:
    name = Name(words=tuple(text.split()), roles=())
    (term,) = span_terms(name, defaultdict(lambda: 4.0), 10.0, OWN)
    assert term.value == own("span per nat") * short


def test_at_equal_text_a_name_beats_a_weak_alias(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        person("a", "Babil", {"text": "Babylon", "kind": "weak"}), person("b", "Babylon")
    )
    assert resolver.resolve(Query("Babylon")).id == "b"
    first, second = resolver.resolve(Query("Babylon", as_of="2020")).candidates  # all are scored
    assert (first.id, second.id) == ("b", "a")
    assert first.score > second.score


def test_an_alias_that_was_not_in_use_then_counts_less(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        person(
            "old", "Kaliningrad", {"text": "Fort X", "kind": "former", "valid_until": "1946-07"}
        ),
        person("new", "Zelenograd", {"text": "Fort X", "kind": "former", "valid_from": "1950"}),
    )
    for year, first in (("1930", "old"), ("1946", "old"), ("1960-05", "new")):
        decision = resolver.resolve(Query("Fort X", as_of=year))
        assert decision.id == first, year
    alias = decision.candidates[0].alias
    assert (alias.kind, alias.valid_from, alias.valid_until) == ("former", "1950", None)


def test_a_prominent_entity_comes_first_where_all_else_is_equal(
    make_resolver: MakeResolver,
) -> None:
    resolver = make_resolver(
        {"id": "small", "type": "place", "name": "Paris", "prominence": 25_000},
        {"id": "unknown", "type": "place", "name": "Paris"},
        {"id": "large", "type": "place", "name": "Paris", "prominence": 2_000_000},
    )
    assert [c.id for c in resolver.resolve(Query("Paris")).candidates] == [
        "large",
        "unknown",
        "small",
    ]


def test_a_type_that_is_not_listed_is_treated_as_other(make_resolver: MakeResolver) -> None:
    resolver = make_resolver({"id": "r", "type": "robot", "name": "Robbie"})
    (candidate,) = resolver.resolve(Query("Robbie", type="other")).candidates
    assert candidate.type == "robot"
    assert "other type" not in evidence_names(candidate)


TWINS: tuple[dict[str, Any], ...] = (
    {"country": ["DE"], "properties": {"town": ["Köln"], "founded": ["1890"]}},
    {},
)
"""What two of one name may be known by: everything, and nothing."""


@pytest.mark.parametrize("entity_type", ["organization", "person", "place", "work", "other"])
@pytest.mark.parametrize("others", [0, 200])
@pytest.mark.parametrize(
    "asked",
    [
        {"country": ("DE",)},
        {"properties": {"town": ("Köln",)}},
        {"country": ("DE",), "properties": {"town": ("Köln",), "founded": ("1890",)}},
    ],
)
def test_who_is_silent_never_goes_before_who_agrees(
    make_resolver: MakeResolver, entity_type: str, others: int, asked: dict[str, Any]
) -> None:
    twins = [
        {"id": f"{number}", "type": entity_type, "name": "Stadtbibliothek", **known}
        for number, known in enumerate(TWINS)
    ]
    rest = [
        {
            "id": f"r{number}",
            "type": entity_type,
            "name": f"Archiv {number}",
            "country": ["DE" if number % 3 else "FR"],
            "properties": {"town": [f"Stadt {number}"], "founded": [str(1600 + number)]},
        }
        for number in range(others)
    ]
    decision = make_resolver(*twins, *rest).resolve(Query("Stadtbibliothek", **asked))
    first, second = decision.candidates[:2]
    assert (first.id, second.id) == ("0", "1")
    assert first.score > second.score
    assert "unknown fact" in evidence_names(second)
    assert "unknown fact" not in evidence_names(first)


def test_silence_says_nothing_where_nobody_agrees(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        {"id": "a", "type": "organization", "name": "Stadtbibliothek"},
        {"id": "b", "type": "organization", "name": "Stadtbibliothek", "country": ["FR"]},
    )
    decision = resolver.resolve(Query("Stadtbibliothek", country=("DE",)))
    assert decision.candidates[0].id == "a"
    assert all("unknown fact" not in evidence_names(each) for each in decision.candidates)
