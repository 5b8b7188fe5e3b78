"""Values ask as they would in a CSV, and what is asked of columns is checked first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest

from resolver import Query, Resolver
from resolver.bulk.answers import columns_of
from resolver.bulk.options import BulkOptions
from resolver.bulk.questions import Roles
from resolver.columnar import (
    Asked,
    answering,
    asked_columns,
    columns_from,
    options_for,
    row_of,
    text_of,
)
from resolver.errors import InvalidInput


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Babil", "Babil"),
        (" a ", " a "),
        (np.str_("a"), "a"),
        (None, ""),
        (float("nan"), ""),
        (Decimal("nan"), ""),
        (1944, "1944"),
        (1944.0, "1944"),
        (-0.0, "0"),
        (1e22, "10000000000000000000000"),
        (33.25, "33.25"),
        (float("inf"), "inf"),
        (np.int64(7), "7"),
        (np.float64(7), "7"),
        (np.float32(0.5), "0.5"),
        (Decimal("1.10"), "1.10"),
        (Decimal("1E+3"), "1000"),
        (True, "true"),
        (np.False_, "false"),
        (date(1944, 2, 29), "1944-02-29"),
        (datetime(1944, 2, 29, 23, 59, tzinfo=UTC), "1944-02-29"),
        (np.datetime64("1944-02-29"), "1944-02-29"),
        ("Zürich".encode(), "Zürich"),
        (["IQ", None, "IR"], "IQ|IR"),
        ((1.0, 2.5), "1|2.5"),
        (np.array(["IQ", "IR"]), "IQ|IR"),
        ({"a": [1, date(1944, 1, 1)]}, '{"a": [1, "1944-01-01"]}'),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_value_is_written_as_a_person_writes_it(value: object, text: str) -> None:
    assert text_of(value) == text


def test_bytes_that_are_not_utf_8_cannot_be_asked() -> None:
    with pytest.raises(InvalidInput):
        Query(text_of(b"Z\xfcrich"))


def test_what_is_said_becomes_the_options_of_a_list() -> None:
    options = options_for(
        ["n", "t", "c", "x", "d", "i", "s"],
        "n",
        {
            "type_column": "t",
            "country_column": "c",
            "context_column": "x",
            "as_of_column": "d",
            "id_column": "i",
            "properties": {"state": "s", "admin": "n"},
            "top": 3,
            "accept": 0.9,
            "type_strict": False,
        },
    )
    roles = Roles("n", "t", "c", (("state", "s"), ("admin", "n")), "x", "d", "i")
    asked = Query("any", limit=3, accept=0.9, type_strict=False)
    assert options == BulkOptions(roles=roles, asked=asked, top=3)
    assert sorted(asked_columns(options)) == sorted(["n", "t", "c", "x", "d", "i", "s"])


def test_columns_that_are_called_so_are_taken_as_in_a_list() -> None:
    assert options_for(["type", "name"], None, {}).roles.type == "type"
    assert options_for(["type", "name"], None, {"type": "person"}).roles.type is None
    assert options_for(["who"], None, {}).roles == Roles("who")


@pytest.mark.parametrize(
    ("columns", "column", "asked", "what"),
    [
        (["a", "b"], "name", {}, "the frame has no column name — its columns are a, b"),
        ([], "name", {}, "the frame has no column name — it has none"),
        (["a", "b"], None, {}, "no column is called name — say which"),
        (["name"], None, {"type_column": "t"}, "the frame has no column t"),
        (["name"], None, {"properties": {"state": "s"}}, "the frame has no column s"),
        (["name", "name"], "name", {}, "the frame has the column name twice — rename"),
        (["name", "resolver_id"], None, {}, "the frame already has a column resolver_id — rename"),
        (["name", "resolver_id_2"], None, {"top": 2}, "already has a column resolver_id_2"),
        (["name"], None, {"top": 0}, "top cannot be 0 — give a number from 1 to 20"),
        (["name"], None, {"top": "3"}, "top cannot be '3'"),
        (["name"], None, {"type": "ship"}, "ship"),
        (["name"], None, {"accept": 2}, "accept 2 is out of range"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    columns: list[str], column: str | None, asked: Asked, what: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        options_for(columns, column, asked)
    assert what in str(caught.value)


def test_an_argument_that_is_none_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="no argument 'colum'"):
        options_for(["name"], None, {"colum": "name"})  # type: ignore[typeddict-unknown-key]


def test_what_is_added_becomes_columns(bundled: Resolver) -> None:
    how = answering(bundled, options_for(["name"], None, {}))
    decision = bundled.resolve(replace(Query("Babil"), limit=1))
    answer = how.new(row_of(1, ["Babil"]))
    how.to_answer(answer, decision)
    blank = how.without_asking(row_of(2, [""]))
    columns = list(columns_from([answer.added or "", blank.added or ""], 1))
    assert [name for name, _, _ in columns] == list(columns_of())
    assert [name for name, is_number, _ in columns if is_number] == [
        "resolver_score",
        "resolver_margin",
    ]
    found = {name: values for name, _, values in columns}
    assert found["resolver_id"] == ["babil-governorate", None]
    assert found["resolver_score"] == [decision.candidates[0].score, None]
    assert found["resolver_verdict"] == ["match", None]


def test_of_no_rows_there_are_the_columns_too() -> None:
    assert [values for _, _, values in columns_from([], 2)] == [[]] * len(columns_of(2))
