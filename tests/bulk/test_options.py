"""What may be said of a list is one table, whoever says it."""

from __future__ import annotations

import pytest

from resolver import Query
from resolver.bulk.options import BULK_OPTIONS, QUERY_OPTIONS, BulkOptions, chosen_roles
from resolver.bulk.questions import Roles
from resolver.errors import BadValue, InvalidInput
from resolver.lists.form import SaidForm


def test_texts_become_options() -> None:
    said = {
        "column": ["person_name"],
        "type": ["organization"],
        "property": ["state=State", "city=City"],
        "country_column": ["cc"],
        "country": ["us", "GB"],
        "accept": ["0.9"],
        "top": ["3"],
        "only": ["unmatched"],
        "format": ["jsonl"],
        "delimiter": [";"],
        "no_header": ["true"],
        "max_errors": ["0"],
    }
    options = BulkOptions.from_texts(said)
    assert options == BulkOptions(
        roles=Roles("person_name", country="cc", properties=(("state", "State"), ("city", "City"))),
        asked=Query("any", type="organization", country=("GB", "US"), accept=0.9, limit=3),
        said=SaidForm(delimiter=";", header=False),
        top=3,
        only="unmatched",
        kind="jsonl",
        max_errors=0,
    )
    assert options.only_verdict == "no_match"
    assert BulkOptions.from_texts({}) == BulkOptions(asked=Query("any", limit=1))


@pytest.mark.parametrize(
    ("given", "field", "what"),
    [
        ({"colum": ["x"]}, "colum", "unknown option 'colum'"),
        ({"column": ["x", "y"]}, "column", "column is given twice"),
        ({"property": ["state"]}, "property", "has no name and column — write state=COLUMN"),
        ({"only": ["all"]}, "only", "use matched or ambiguous or unmatched"),
        ({"format": ["xlsx"]}, "format", "use csv or jsonl or parquet"),
        ({"top": ["0"]}, "top", "not a number from 1 to 20"),
        ({"top": ["two"]}, "top", "not a number from 1 to 20"),
        ({"max_errors": ["-1"]}, "max_errors", "not a number from 0"),
        ({"excel": ["maybe"]}, "excel", "give true or false"),
        ({"accept": ["2"]}, "accept", "out of range"),
        ({"type": ["village"]}, "type", "village"),
        ({"encoding": ["utf-9"]}, "encoding", "utf-9"),
        ({"delimiter": [";;"]}, "delimiter", "delimiter"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, list[str]], field: str, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        BulkOptions.from_texts(given)
    assert what in str(caught.value)
    assert caught.value.field == field


def test_no_option_of_a_list_is_one_of_a_query_too() -> None:
    names = [option.name for option in BULK_OPTIONS] + [option.name for option in QUERY_OPTIONS]
    assert len(names) == len(set(names))


def test_the_names_are_in_the_column_said_in_name_or_in_the_only_one() -> None:
    columns = ("id", "name", "country")
    assert chosen_roles(BulkOptions(roles=Roles("id")), columns) == Roles("id")
    assert chosen_roles(BulkOptions(), columns) == Roles(
        "name", country="country", assumed=frozenset({"country"})
    )
    assert chosen_roles(BulkOptions(), ("label",)) == Roles("label")
    assert chosen_roles(BulkOptions(roles=Roles("", id="id")), columns).id == "id"
    with pytest.raises(
        BadValue, match="no column is called name — say which column has the names; there are a"
    ):
        chosen_roles(BulkOptions(), ("a", "b"))
