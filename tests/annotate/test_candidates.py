"""Whom a name may mean, before the text is asked."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.annotate.candidates import MAX_CANDIDATES, Asking, Candidate
from resolver.annotate.table import Table, table_of
from resolver.errors import UnknownType
from resolver.index import Index
from resolver.match.score.weights import Weights
from resolver.model import Passage
from resolver.text.words import load_words
from tests.annotate.conftest import TABLE, asked, place, said
from tests.match.conftest import Decide, MakeIndex


def table_with(index: Index) -> Table:
    return table_of(index, Weights.of_index(index), load_words())


def found(candidates: list[Candidate], table: Table) -> list[tuple[str, str]]:
    """The ID of each candidate, and how it was found."""
    return [(table.index.record(each.match.number)["id"], each.how) for each in candidates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iraq", [("iraq", "name")]),
        ("IRAQ", [("iraq", "name")]),
        ("Hilla", [("hilla", "name"), ("hilla-yemen", "name")]),
        ("Tex.", [("texas", "short")]),
        ("TX", [("texas", "short")]),
        ("Tex", []),
        ("Iraqis", [("iraq", "demonym")]),
        ("French", [("france", "demonym")]),
        ("Dominican", []),  # the table has neither country
        ("Robert Zahn", []),
    ],
)
def test_those_who_bear_a_name_may_be_meant(
    text: str, expected: list[tuple[str, str]], table: Table
) -> None:
    _, asking = asked(text, table)
    assert sorted(found(asking.borne(text), table)) == sorted(expected)


def test_a_demonym_of_two_countries_may_mean_either(make_index: MakeIndex) -> None:
    table = table_with(
        make_index(place("dm", "Dominica", "DM"), place("do", "Dominican Republic", "DO"))
    )
    _, asking = asked("Dominican", table)
    assert found(asking.borne("Dominican"), table) == [("do", "demonym"), ("dm", "demonym")]


def test_a_name_that_nobody_bears_is_searched(table: Table) -> None:
    _, asking = asked("Mohamad Reza Zahidi", table)
    assert asking.borne("Mohamad Reza Zahidi") == []
    names = ("Mohamad Reza Zahidi", None), ("Mohamad Reza Zahidi", "place"), ("Iraqq", "place")
    person, as_place, place = asking.found(names)
    assert found(person, table)[0] == ("zahedi", "like")
    assert ("zahedi", "like") not in found(as_place, table)
    assert found(place, table)[0] == ("iraq", "like")
    assert asking.like(["Mohamad Reza Zahidi", "Robert Zahn"]) == {"Mohamad Reza Zahidi"}
    assert found(asking.borne("Mohamad Reza Zahidi"), table)[0] == ("zahedi", "matched")


@pytest.mark.parametrize(
    ("written", "expected"),
    [("A man", []), ("A Man", []), ("阿曼", ["om"]), ("Oman", ["om"]), ("Bei jing", ["cn"])],
)
def test_words_are_no_letters_of_another_script(
    written: str, expected: list[str], make_index: MakeIndex
) -> None:
    table = table_with(
        make_index(
            place("om", "Oman", "OM") | {"aliases": [{"text": "阿曼", "language": "zh"}]},
            place("cn", "北京", "CN") | {"aliases": [{"text": "Bei jing"}]},
        )
    )
    _, asking = asked("text", table)
    assert [entity for entity, _ in found(asking.borne(written), table)] == expected


def test_what_a_unit_is_cut_to_is_no_acronym(make_index: MakeIndex) -> None:
    alias = {"text": "PA", "kind": "acronym"}
    authority = {"id": "pa", "type": "organization", "name": "Port Authority", "aliases": [alias]}
    table = table_with(make_index(authority))
    _, asking = asked("text", table)
    assert found(asking.borne("PA"), table) == found(asking.borne("P.A."), table)
    assert found(asking.borne("PA"), table) == [("pa", "alias")]
    assert asking.borne("Pa.") == []


def test_an_acronym_that_is_read_letter_by_letter_is_written_in_capitals(
    make_index: MakeIndex,
) -> None:
    names = {"mit": "MIT", "nato": "NATO"}
    index = make_index(
        *(
            {"id": each, "type": "organization", "name": f"The {each} whole"}
            | {"aliases": [{"text": name, "kind": "acronym"}]}
            for each, name in names.items()
        )
    )
    table = table_of(index, Weights.of_index(index), load_words())
    _, asking = asked("Mit", table)
    found = {text: len(asking.borne(text)) for text in ("MIT", "Mit", "NATO", "Nato")}
    assert found == {"MIT": 1, "Mit": 0, "NATO": 1, "Nato": 1}


def test_a_search_that_does_not_look_like_a_match_is_none(table: Table) -> None:
    _, asking = asked("text", table)
    assert asking.like(["Zanzibar Okinawa", "Mohammad Reza Zahidi"]) == {"Mohammad Reza Zahidi"}
    assert asking.like(["Zanzibar Okinawa"]) == asking.like([]) == set()
    assert asking.borne("Zanzibar Okinawa") == []


def test_only_those_of_a_wanted_type_may_be_meant(table: Table) -> None:
    for options, entity_type, expected in (
        ({"types": ["person"]}, None, 0),
        ({"types": ["place", "person"]}, None, 1),
        ({}, "person", 0),
        ({}, "place", 1),
    ):
        _, asking = asked("Iraq", table, **options)
        assert len(asking.borne("Iraq", entity_type)) == expected


def test_a_type_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownType):
        Passage("Iraq", types=("human",))


def test_an_alias_says_less_when_it_was_not_in_use(make_index: MakeIndex) -> None:
    alias = {"text": "Zahra City", "kind": "former", "valid_until": "1990"}
    renamed = place("zahra", "New Zahra", "JO") | {"aliases": [alias]}
    table = table_with(make_index(renamed))
    totals = []
    for as_of in ("1980", "2020"):
        asking = Asking(table, Passage("Zahra City", as_of=as_of))
        (candidate,) = asking.borne("Zahra City")
        assert candidate.how == "alias"
        totals.append(sum(term.value for term in candidate.terms))
    assert totals[0] > totals[1]


def test_of_many_who_bear_a_name_the_most_prominent_may_be_meant(make_index: MakeIndex) -> None:
    many = MAX_CANDIDATES + 10
    table = table_with(make_index(*(place(f"s-{n}", "Springfield", "US", n) for n in range(many))))
    _, asking = asked("Springfield", table)
    numbers = {
        int(each.removeprefix("s-")) for each, _ in found(asking.borne("Springfield"), table)
    }
    assert numbers == set(range(10, many))


def test_prominence_is_how_few_of_its_type_are_more_prominent(table: Table) -> None:
    _, asking = asked("Iraq", table)
    by_name = {name: asking.borne(name)[0] for name in ("Iraq", "Bush", "Mohammad Reza Zahedi")}
    assert by_name["Iraq"].prominence > by_name["Bush"].prominence > 0
    assert not by_name["Mohammad Reza Zahedi"].has_prominence


TEXT = "Troops left Hilla and Baghdad on Monday."


def reviewed(decide: Decide, **decision: object) -> Resolver:
    return decide(TABLE, ("Hilla", dict(decision)))


def test_who_is_meant_by_somebodys_decision_is_meant_in_a_text(decide: Decide) -> None:
    (hilla, _) = reviewed(decide, means="hilla-yemen").annotate(TEXT).mentions
    assert (hilla.decision.verdict, hilla.decision.candidates[0].id) == ("match", "hilla-yemen")
    assert "reviewed" in {each.name for each in hilla.decision.candidates[0].evidence}


def test_a_name_that_means_nobody_by_decision_is_none_in_a_text(decide: Decide) -> None:
    resolver = reviewed(decide, nobody=True)
    assert said(resolver.annotate(TEXT)) == [("Baghdad", "baghdad")]
    (given,) = resolver.annotate(TEXT, [(12, 17)]).mentions
    assert given.decision.verdict == "no_match"
    assert "review excludes" in {each.name for each in given.decision.candidates[0].evidence}


def test_whom_a_name_does_not_mean_by_decision_is_not_meant_in_a_text(decide: Decide) -> None:
    (hilla, _) = reviewed(decide, excludes=("hilla",)).annotate(TEXT).mentions
    assert [each.id for each in hilla.decision.candidates] == ["hilla-yemen"]
