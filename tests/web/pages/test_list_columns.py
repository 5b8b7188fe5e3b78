"""A list that nobody has started is shown with its guess, and what is chosen becomes options."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from resolver import Resolver
from resolver.bulk.options import BulkOptions, chosen_roles
from resolver.errors import BadValue
from resolver.jobs import Job
from resolver.web.pages.list_columns import (
    MAX_COLUMNS,
    SHOWN_ROWS,
    Draft,
    looked_into,
    options_of,
    with_choices,
)

CSV = "Name,Land,Geburtsdatum\n" + "Ana Bell,Norway,1944\n" * 20


def look(
    resolver: Resolver, tmp_path: Path, text: str = CSV, name: str = "a.csv", header: str = "yes"
) -> Draft:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    job = Job(name, path.suffix, {}, time.time())
    return looked_into(path, job, resolver, header=header == "yes")


def test_the_guess_is_shown_above_the_first_rows(bundled: Resolver, tmp_path: Path) -> None:
    draft = look(bundled, tmp_path)
    assert draft.columns == [
        ("Name", "name"),
        ("Land", "country"),
        ("Geburtsdatum", "property:birth_date"),
    ]
    assert len(draft.rows) == SHOWN_ROWS
    assert draft.is_delimited
    assert {"id": "birth_date", "name": "Birth date"} in draft.properties
    assert options_of(draft, {}) == {
        "column": ["Name"],
        "country_column": ["Land"],
        "property": ["birth_date=Geburtsdatum"],
    }


def test_without_a_header_the_first_column_has_the_names(bundled: Resolver, tmp_path: Path) -> None:
    draft = look(bundled, tmp_path, "Ana Bell\nNATO\n", header="no")
    assert draft.columns == [("1", "name")]
    assert [row.cells for row in draft.rows] == [["Ana Bell"], ["NATO"]]
    assert options_of(draft, {"header": "no"}) == {"column": ["1"], "no_header": ["true"]}


def test_what_somebody_chose_takes_the_place_of_the_guess(
    bundled: Resolver, tmp_path: Path
) -> None:
    fields = {"role_0": "context", "role_1": "name", "role_2": "", "type": "person"}
    chosen = with_choices(look(bundled, tmp_path), fields)
    given = fields | {"country": " Iran", "excel": "true", "header": "yes"}
    assert options_of(chosen, given) == {
        "context_column": ["Name"],
        "column": ["Land"],
        "type": ["person"],
        "country": ["IR"],
        "excel": ["true"],
    }


def test_a_column_that_is_not_to_be_used_is_not_whatever_it_is_called(
    bundled: Resolver, tmp_path: Path
) -> None:
    draft = look(bundled, tmp_path, "name,Type,country\nAna,person,US\n")
    assert [each.role for each in draft.columns] == ["name", "type", "country"]
    options = options_of(with_choices(draft, {"role_0": "name", "role_2": "country"}), {})
    assert options == {"column": ["name"], "type_column": [""], "country_column": ["country"]}
    roles = chosen_roles(BulkOptions.from_texts(options), ["name", "Type", "country"])
    assert roles.columns() == ["name", "country"]


def test_two_columns_of_names_and_none_are_refused(bundled: Resolver, tmp_path: Path) -> None:
    draft = look(bundled, tmp_path)
    with pytest.raises(BadValue, match="Name and Land are both chosen as: Name"):
        options_of(with_choices(draft, {"role_0": "name", "role_1": "name"}), {})
    with pytest.raises(BadValue, match="no column is chosen"):
        options_of(with_choices(draft, {}), {})


def test_many_columns_and_long_cells_are_cut(bundled: Resolver, tmp_path: Path) -> None:
    names = ",".join(["name", *(f"c{n}" for n in range(100))])
    draft = look(bundled, tmp_path, f"{names}\n{'x' * 500}{',y' * 100}\n")
    assert (len(draft.columns), draft.others) == (MAX_COLUMNS, 101 - MAX_COLUMNS)
    assert draft.rows[0].cells[0] == "x" * 120 + "…"
    assert len(draft.rows[0].cells) == MAX_COLUMNS


def test_a_row_that_is_wrong_says_where(bundled: Resolver, tmp_path: Path) -> None:
    draft = look(bundled, tmp_path, "name,land\nAna\nBen,US,x\n")
    assert [(row.line, row.error) for row in draft.rows] == [
        (2, "1 cell where the header has 2"),
        (3, "3 cells where the header has 2"),
    ]


def test_a_column_without_a_name_is_not_chosen(bundled: Resolver, tmp_path: Path) -> None:
    draft = look(bundled, tmp_path, ",,\nnato,US,\n")
    with pytest.raises(BadValue, match="column 1 is chosen, and the first row has no name for it"):
        options_of(with_choices(draft, {"role_0": "name"}), {})
    without = look(bundled, tmp_path, ",,\nnato,US,\n", header="no")
    assert options_of(with_choices(without, {"role_0": "name"}), {})["column"] == ["1"]
