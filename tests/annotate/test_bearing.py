"""Family names that are part of somebody else's name."""

from __future__ import annotations

import pytest

from resolver.annotate.bearing import is_of_a_stranger, is_of_another
from resolver.annotate.table import Table
from tests.annotate.conftest import asked, person, said
from tests.match.conftest import MakeResolver


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We saw Mary Zahedi there.", True),
        ("We saw Melania Zahedi there.", True),
        ("We saw Qasra L. Zahedi there.", True),
        ("We saw Qasrani-Zahedi there.", True),
        ("We saw Zahedi Qasrani there.", True),
        ("We saw Melania al-Zahedi there.", True),
        ("We saw Melania Al Zahedi there.", True),
        ("We saw Reza al-Zahedi there.", False),
        ("We saw General Al-Zahedi there.", False),
        ("We saw al-Zahedi there.", False),
        ("We saw the Zahedi Group there.", True),
        ("We saw Zahedi County there.", True),
        ("Zahedi", False),
        ("We saw Reza Zahedi there.", False),
        ("We saw General Zahedi there.", False),
        ("On Monday Zahedi left.", False),
        ("We saw Mr. Zahedi there.", False),
        ("M. Zahedi left.", False),
        ("And with M. Zahedi there.", False),
        ("We saw the Zahedi Administration there.", False),
        ("We saw the Iranian Zahedi there.", False),
        ("The paper's Zahedi Says No.", False),
        ("Then\nZahedi left.", False),
        ("Der Minister und der Feldmarschall Zahedi kamen.", False),
        ("Er und Mary Zahedi kamen.", True),
        ("We saw Hunter Zahedi there.", True),
        ("Hunter Zahedi left.", True),
        ("Faith Zahedi left with Faith.", True),
        ("Hope Zahedi left with Hope.", True),
        ("Hope Zahedi left.", False),  # as in "But Zahedi left"
        ("Meanwhile Zahedi left.", False),
        ("We saw the Senator Zahedi there.", False),
    ],
)
def test_a_family_name_beside_words_of_another_name_is_part_of_it(
    text: str, expected: bool, table: Table
) -> None:
    read, _ = asked(text, table)
    (number,) = [n for n, token in enumerate(read.tokens) if token.text == "Zahedi"]
    assert is_of_another(number, number, ["mohammad", "reza", "zahedi"], read.sight) is expected


def test_whom_the_table_knows_by_a_family_name_is_no_other_of_that_family(
    make_resolver: MakeResolver,
) -> None:
    alias = {"text": "Netanyahu", "kind": "weak"}
    resolver = make_resolver(person("bibi", "Benjamin Netanyahu") | {"aliases": [alias]})
    for text, expected in (
        ("Reporters met Yair Netanyahu at noon.", []),
        ("Reporters met Netanyahu at noon.", [("Netanyahu", "bibi")]),
        ("Reporters met Prime Minister Netanyahu at noon.", [("Netanyahu", "bibi")]),
    ):
        assert [each for each in said(resolver.annotate(text)) if "Net" in each[0]] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We saw Chuck Zahedi there.", True),
        ("We saw Qasra Zahedi there.", True),
        ("We saw Chuck L. Zahedi there.", True),
        ("We saw Chuck al-Zahedi there.", True),
        ("We saw Reza Zahedi there.", False),
        ("We saw L. Zahedi there.", False),
        ("We saw TV Zahedi there.", False),
        ("We saw Judge Zahedi there.", False),
        ("We saw the Zahedi Group there.", False),
        ("We saw Zahedi there.", False),
        ("Zahedi left.", False),
    ],
)
def test_a_family_name_behind_a_strange_given_name_is_a_stranger_s(
    text: str, expected: bool, table: Table
) -> None:
    read, _ = asked(text, table)
    (number,) = [n for n, token in enumerate(read.tokens) if token.text == "Zahedi"]
    assert is_of_a_stranger(number, ["mohammad", "reza", "zahedi"], read.sight) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Chuck Blair. Later Blair said no to Mr. Blair.", []),
        ("They met Blair. It was Chuck Blair.", []),
        ("They met Tony Blair and Chuck Blair. Then Blair left.", ["Tony Blair", "Blair"]),
        ("They met President Blair and Chuck Blair.", ["President Blair"]),
        ("They met Blair at Blair House.", ["Blair"]),
    ],
)
def test_whoever_bears_the_family_name_of_a_stranger_in_a_text_is_that_one(
    text: str, expected: list[str], make_resolver: MakeResolver
) -> None:
    called = [{"text": "Blair", "kind": "weak"}, {"text": "President Blair"}]
    resolver = make_resolver(person("tony", "Tony Blair") | {"aliases": called})
    assert said(resolver.annotate(text)) == [(each, "tony") for each in expected]
