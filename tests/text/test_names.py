"""The parts of names and their roles."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from resolver.model import TYPES
from resolver.text import names
from resolver.text.fold import fold
from resolver.text.names import ROLES, load_words, parts

WORDS = load_words()


@pytest.mark.parametrize(
    ("text", "kind", "roles"),
    [
        ("Gen. Ali Reza Zahdi", "person", "honorific word word word"),
        ("W. D. Schuler", "person", "initial initial word"),
        ("Mohammed bin Salman", "person", "word particle word"),
        ("X Corp.", "organization", "word legal"),
        ("Babil Province", "place", "word generic"),
        ("44th Brigade 7", "organization", "number generic number"),
        ("Bank of Baghdad", "organization", "generic stop word"),
        ("Gen. Electric", None, "word word"),
    ],
)
def test_a_part_has_the_role_that_words_of_its_type_have(
    text: str, kind: str | None, roles: str
) -> None:
    folded = fold(text)
    assert folded is not None
    assert " ".join(parts(folded, kind, WORDS).roles) == roles


def test_lone_letters_are_an_acronym_unless_a_person_bears_them() -> None:
    assert parts("u s navy", "organization", WORDS).words == ("us", "navy")
    assert parts("j r smith", "person", WORDS).words == ("j", "r", "smith")


def test_the_table_of_words_is_folded_sorted_and_has_known_types_and_roles() -> None:
    path = Path(names.__file__).with_name("words.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows == sorted(rows, key=lambda row: (row["word"], row["type"], row["role"]))
    for row in rows:
        assert fold(row["word"]) == row["word"]
        assert row["role"] in ROLES
        assert not row["type"] or set(row["type"].split("|")) <= set(TYPES)
