"""Columns of a list are guessed by their headers and first rows, and carefully."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.bulk.guessing import Guess, guessed_roles, has_header

FIELDS = {".birth_date", ".state"}


def guess(tmp_path: Path, text: str) -> Guess:
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    return guessed_roles(path, text.split("\n", 1)[0].split(","), FIELDS)


def test_headers_of_several_languages_say_what_columns_are(tmp_path: Path) -> None:
    text = "Nr,Name,Geburtsdatum,Land,Bemerkung\n1,Ana,1944,Iran,x\n2,Ben,1950,IQ,y\n"
    expected = Guess("Name", country="Land", properties=(("birth_date", "Geburtsdatum"),))
    assert guess(tmp_path, text) == expected


def test_a_property_that_the_table_has_not_is_none(tmp_path: Path) -> None:
    assert guess(tmp_path, "name,shoe size\nAna,41\n").properties == ()


def test_the_header_of_the_names_says_of_which_type_all_are(tmp_path: Path) -> None:
    assert guess(tmp_path, "City,note\nRome,x\n").of_type == "place"
    assert guess(tmp_path, "first name,last name\nAna,Bell\n").of_type == "person"
    assert guess(tmp_path, "name,birth date\nAna,1944\n").of_type is None
    assert guess(tmp_path, "City,type\nRome,place\nAna,person\n") == Guess("City", type="type")


def test_what_looks_like_no_name_is_left_to_who_knows(tmp_path: Path) -> None:
    assert guess(tmp_path, "a,b\n1,2\n") == Guess()
    assert guess(tmp_path, "whatever\nAna\n").name == "whatever"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(["Name"], True), (["x", "Land"], True), (["Mohammad Zahedi"], False), (["a", "b"], False)],
)
def test_a_first_row_with_a_known_word_is_a_header(cells: list[str], expected: bool) -> None:
    assert has_header(cells) == expected
