"""Rows without an ID get one, the same at every import."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.packs.columns.made_ids import MadeIds, slug

ROWS = st.lists(st.tuples(*[st.sampled_from(["", "Ann", "Bob", "١٢"])] * 3), max_size=12)


def made(rows: list[tuple[str, str, str]]) -> list[str | None]:
    ids = MadeIds("")
    for name, born, note in rows:
        ids.note(name, [born], [name, born, note])
    return [ids.of_row(name, [born], [name, born, note]) for name, born, note in rows]


def test_an_id_is_the_name_and_a_digest_and_stays_as_it_is() -> None:
    # Whoever changes this changes the IDs of every table that has none of its own.
    assert MadeIds("x-").of_row("Müller & Söhne", ["1970"], []) == "x-muller-sohne-a8da11a8"


@given(ROWS)
def test_ids_are_distinct_and_rows_that_repeat_have_none(rows: list[tuple[str, str, str]]) -> None:
    found = [each for each in made(rows) if each is not None]
    assert len(found) == len(set(found)) == len(set(rows))
    assert made(rows) == made(rows)


@given(ROWS)
def test_an_id_does_not_depend_on_rows_of_other_names(rows: list[tuple[str, str, str]]) -> None:
    assert made([("Cem", "1", ""), *rows])[1:] == made(rows)


@given(ROWS)
def test_an_id_does_not_depend_on_the_order_of_the_rows(rows: list[tuple[str, str, str]]) -> None:
    backwards = rows[::-1]
    found = {row: each for row, each in zip(rows, made(rows), strict=True) if each is not None}
    pairs = zip(backwards, made(backwards), strict=True)
    assert {row: each for row, each in pairs if each is not None} == found


def test_a_name_without_latin_letters_has_a_digest_alone() -> None:
    assert slug("محمد") == ""
    assert (MadeIds("").of_row("محمد", [], []) or "").startswith("row-")
