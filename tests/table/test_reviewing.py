"""Decisions about names are numbered changes, and hold until they are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver.curate.homes import import_sources
from resolver.errors import InvalidInput, UnknownEntity, UnknownReview
from resolver.model import Review
from resolver.table import Table, reviewing
from tests.conftest import write_jsonl

PEOPLE = [
    {"id": "ben", "type": "person", "name": "Ben Stone"},
    {"id": "other", "type": "person", "name": "Ben Stone"},
    {"id": "rock", "type": "place", "name": "Stone"},
]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    import_sources(tmp_path / "home", [write_jsonl(tmp_path / "s.jsonl", PEOPLE)], wait_s=1)
    with Table.open(tmp_path / "home", by="ana") as opened:
        yield opened


def held(table: Table) -> list[tuple[int, str, str | None, tuple[str, ...]]]:
    found = reviewing.decided(table.store)
    return [(number, each.decision, each.means, each.excludes) for number, each in found]


def test_each_decision_is_a_change_with_who_and_why(table: Table) -> None:
    asked = {"text": "Ben Stone", "type": "person", "decision": "match", "id": "ben"}
    done = table.review(asked, reason="as in the file")
    assert (done.change, done.is_new, done.before) == (1, True, None)
    (change,) = table.changes()
    assert (change.kind, change.by, change.entity) == ("review", "ana", "ben")
    assert (change.before, change.reason) == (None, "as in the file")
    assert change.after is not None
    assert done.to_dict() == {
        "number": 1,
        "text": "Ben Stone",
        "type": "person",
        "decision": "match",
        "id": "ben",
        "by": "ana",
        "at": change.at,
    }


def test_what_is_decided_so_already_is_no_change(table: Table) -> None:
    asked = {"text": "Ben Stone", "decision": "nobody"}
    first = table.review(asked)
    again = table.by("ben").review({**asked, "text": "BEN  stone"})
    assert (again.change, again.is_new, again.review) == (first.change, False, first.review)
    assert table.through == 1


def test_undone_what_was_decided_before_holds_again(table: Table) -> None:
    table.review({"text": "Ben", "decision": "match", "id": "ben"})
    table.review({"text": "ben", "decision": "not", "id": "other"})
    table.review({"text": "BEN", "decision": "nobody"})
    assert held(table) == [(3, "nobody", None, ())]
    table.undo(3)
    assert held(table) == [(2, "match", "ben", ("other",))]
    table.undo(1)
    assert held(table) == [(2, "not", None, ("other",))]
    table.undo(2)
    assert held(table) == []
    table.undo(6)
    assert held(table) == [(2, "not", None, ("other",))]


def test_decisions_are_paged_by_the_number_of_their_change(table: Table) -> None:
    for text in "abc":
        table.review({"text": text, "decision": "nobody"})
    table.review({"text": "a", "decision": "match", "id": "ben"})
    assert [each.review.text for each in reviewing.decided(table.store, limit=2)] == ["b", "c"]
    assert [each.number for each in reviewing.decided(table.store, after=3)] == [4]


def test_an_id_that_became_another_may_be_named(table: Table) -> None:
    table.merge("ben", ["other"])
    table.review({"text": "B", "decision": "match", "id": "other"})
    assert held(table) == [(2, "match", "other", ())]


@pytest.mark.parametrize(
    ("asked", "field", "message"),
    [
        ({"decision": "match", "id": "rock", "type": "person"}, "id", "is of the type place"),
        ({"decision": "perhaps"}, "decision", "decision 'perhaps' is none that there is"),
        ({"decision": "match"}, "id", "needs an id"),
        ({"decision": "nobody", "id": "ben"}, "id", "has no id"),
        ({"decision": "nobody", "country": ["QQ"]}, "country", "not a country code"),
        ({"decision": "nobody", "text": ""}, "text", "text is empty"),
        ({"decision": "nobody", "who": "me"}, "who", "a review has an unknown key 'who'"),
    ],
)
def test_a_wrong_decision_is_refused_and_names_the_field(
    table: Table, asked: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(InvalidInput, match=message) as refused:
        table.review({"text": "Ben", **asked})
    assert refused.value.field == field
    assert table.through == 0


def test_of_several_decisions_all_are_kept_or_none(table: Table) -> None:
    made = [
        Review("Ben", means=each, who="ana", when="2026-03-01T12:00:00Z") for each in ("ben", "zz")
    ]
    with pytest.raises(UnknownEntity, match="no entity has the id 'zz'"):
        reviewing.decide(table.store, made)
    assert table.through == 0


def test_only_a_review_that_holds_is_found_by_its_number(table: Table) -> None:
    number = table.review({"text": "Ben", "decision": "nobody"}).change
    table.alias("ben", "Benny")
    assert reviewing.review_change(table.store, number).by == "ana"
    undo = table.undo(number).change
    for wrong in (0, number, number + 1, undo, 99, -1):
        with pytest.raises(UnknownReview, match=f"change {wrong} is no review that holds"):
            reviewing.review_change(table.store, wrong)
    table.undo(undo)
    assert reviewing.review_change(table.store, number).number == number
