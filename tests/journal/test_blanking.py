"""What is left of a change, and of a journal, without what goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from resolver.journal import Journal
from resolver.journal.blanking import Blanked, blank, without
from resolver.journal.sought import Sought
from resolver.model.edit import Change, Operation

AT = "2026-03-01T12:00:00Z"
SOUGHT = Sought(ids=frozenset(["zora"]), names=frozenset(["Zora Quux"]))


def change(*operations: Operation, **more: Any) -> Change:
    return Change(3, AT, "ana", "set", "a", operations=operations, **more)


@pytest.mark.parametrize(
    ("operation", "left"),
    [
        (Operation("zora", "retire", {}), None),
        (Operation("a", "merge", {"into": "zora"}), None),
        (Operation("a", "merge", {"into": "b"}), {"into": "b"}),
        (Operation("a", "add", {"text": "zora quux"}), None),
        (Operation("a", "suppress", {"text": "Zora"}), {"text": "Zora"}),
        (Operation("[]", "review", {"text": "Zora Quux", "means": "a"}), None),
        (Operation("[]", "review", {"text": "Z", "means": None, "excludes": ["zora"]}), None),
        (Operation("a", "set", {"name": "Zora Quux"}), None),
        (
            Operation("a", "set", {"description": "is Zora Quux", "country": None}),
            {"country": None},
        ),
        (
            Operation("a", "set", {"properties": {"p": ["Zora Quux", "b"], "q": None}}),
            {"properties": {"p": ["b"], "q": None}},
        ),
        (
            Operation("a", "set", {"properties": {"p": ["Zora Quux"]}}),
            {"properties": {"p": None}},
        ),
        (Operation("a", "create", {"type": "person", "name": "Zora Quux"}), None),
        (
            Operation(
                "a", "create", {"name": "zora quux", "aliases": ["Zora Quux", {"text": "A"}]}
            ),
            {"name": "A", "aliases": [{"text": "A"}]},
        ),
        (
            Operation(
                "a",
                "create",
                {"name": "A", "aliases": ["Zora Quux"], "properties": {"p": ["Zora Quux"]}},
            ),
            {"name": "A"},
        ),
    ],
)
def test_an_operation_keeps_what_does_not_go(
    operation: Operation, left: dict[str, Any] | None
) -> None:
    other = Operation("b", "retire", {})
    done = without(change(operation, other), SOUGHT)
    kept = [] if left is None else [operation._replace(value=left)]
    assert done.operations == (*kept, other)
    if left is None:
        assert without(change(operation), SOUGHT) == Change(3, AT, "", "erased")


def test_a_change_that_says_nothing_of_it_is_what_it_was() -> None:
    said = change(Operation("a", "retire", {}), before={"name": "Zora"}, reason="b")
    assert without(said, SOUGHT) is said
    told = replace(said, reason="as Zora Quux wants")
    assert without(told, SOUGHT) == replace(said, reason=None, before=None)


def test_what_undid_an_erased_change_is_erased_and_what_holds_still_holds(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal, journal.writing() as writing:
        add = Operation("a", "add", {"text": "Zora Quux"}), Operation("a", "add", {"text": "B"})
        writing.append("alias", add, by="ana", entity="a")
        writing.append("alias", add[:1], by="ana", entity="a", touched_ids=["a"])
        undone = writing.change(2)
        undo = writing.undo(undone, by="bo", reason=None, touched_ids=["a"])
        assert undo == 3
        assert blank(writing, SOUGHT) == Blanked(3, 0)
        kinds = [writing.change(number).kind for number in (1, 2, 3)]
        assert kinds == ["alias", "erased", "erased"]
        (effect,) = writing.edits().of("a")
        assert effect.operation.value == {"text": "B"}
        assert writing.touched(1, 3) == set()
        assert blank(writing, SOUGHT) == Blanked(0, 0)
