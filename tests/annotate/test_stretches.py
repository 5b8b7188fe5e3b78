"""Which runs of tokens are names of a table, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.annotate.stretches import MAX_TIGHT, MAX_TOKENS, Stretches
from resolver.annotate.table import Table
from resolver.annotate.tokens import tokens
from resolver.text.keys import form_of
from tests.annotate.conftest import asked, place
from tests.match.conftest import MakeIndex


def names(text: str, table: Table) -> list[str]:
    read, _ = asked(text, table)
    return [each.text for each in read.stretches.found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left Hilla for Baghdad", ["Hilla", "Baghdad"]),
        ("HILLA, BAGHDAD", ["HILLA", "BAGHDAD"]),
        ("in Travis County,", ["Travis County"]),
        ("in Travis county,", ["Travis county"]),
        ("Mohammad Reza Zahedi's", ["Mohammad Reza Zahedi"]),
        ("Mohammad\nReza Zahedi", ["Mohammad\nReza Zahedi"]),
        ("Mohammad\n\nReza Zahedi", []),
        ("Mohammad-Reza Zahedi", ["Mohammad-Reza Zahedi"]),
        ("the popular Mobilization Forces", []),  # a name begins with a capital
        ("他在北京工作", ["北京"]),
        ("Austin, Tex. and Austin, TX", ["Austin", "Tex.", "Austin", "TX"]),
        ("he bought hilla in baghdad", ["hilla", "baghdad"]),  # a text without capitals
        ("A text of cases has hilla too", []),
        ("... ?", []),
    ],
)
def test_runs_that_somebody_bears_are_found(text: str, expected: list[str], table: Table) -> None:
    assert names(text, table) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بغداد وكركوك", ["بغداد", "كركوك"]),
        ("وبغداد وببغداد", ["بغداد", "بغداد"]),
        ("لبنان بلبنان", ["لبنان", "لبنان"]),  # no "to" and "Banan"
        ("والولايات المتحدة", ["الولايات المتحدة"]),
        ("للولايات المتحدة", ["لولايات المتحدة"]),
        ("מבגדד לבגדד", ["בגדד", "בגדד"]),
        ("Halle (Saale) und", ["Halle (Saale)", "Halle"]),
        ("in Halle (Saale", ["Halle (Saale", "Halle"]),
        ("l'Aquila, L'Aquila", ["l'Aquila", "L'Aquila"]),
        ("喬·拜登在", ["喬·拜登"]),
        ("ハマとハマスがバハマで、アル・ハマ", ["ハマ", "ハマ"]),  # no part of a word of katakana
        ("Sa'da'ya Halle'den", ["Sa'da", "Halle"]),
        ("하노이 하노이에서", ["하노이", "하노이"]),
    ],
)
def test_a_name_begins_behind_what_is_written_as_one_with_it_and_ends_with_its_bracket(
    text: str, expected: list[str], make_index: MakeIndex, table: Table
) -> None:
    named = "بغداد كركوك لبنان بنان".split()
    index = make_index(
        *(
            place(f"p{n}", name, "IQ")
            for n, name in enumerate((*named, "Halle", "L'Aquila", "בגדד"))
        ),
        place("us", "الولايات المتحدة", "US"),
        place("halle", "Halle (Saale)", "DE"),
        *(place(name, name, "IQ") for name in ("ハマ", "Sa'da", "하노이", "에서")),
        {"id": "biden", "type": "person", "name": "乔·拜登"},
    )
    found = Stretches.of(text, tokens(text), index, table.text_words).found
    assert [each.text for each in found] == expected
    assert [text[each.start : each.end] for each in found] == expected


def test_what_overlaps_is_found_the_longest_first(make_index: MakeIndex, table: Table) -> None:
    index = make_index(
        *(place(name, name, "US") for name in ("New York", "York", "New York City", "City"))
    )
    text = "in New York City"
    found = Stretches.of(text, tokens(text), index, table.text_words)
    assert [each.text for each in found.found] == ["New York City", "New York", "York", "City"]
    assert [each.text for each in found.starting[3]] == ["New York City", "New York"]
    assert {each.text for each in found.ending[len(text)]} == {"New York City", "City"}


def test_a_name_has_so_many_words_or_letters_at_most(make_index: MakeIndex, table: Table) -> None:
    words = [f"Word{chr(97 + n)}" for n in range(MAX_TOKENS + 1)]
    letters = "天地玄黄宇宙洪荒日月盈昃辰"
    assert len(letters) == MAX_TIGHT + 1
    index = make_index(
        place("long", " ".join(words), "CN"),
        place("longest", " ".join(words[1:]), "CN"),
        place("han", letters, "CN"),
        place("most", letters[1:], "CN"),
    )
    text = f"{' '.join(words)} {letters}"
    found = Stretches.of(text, tokens(text), index, table.text_words).found
    assert [each.text for each in found] == [" ".join(words[1:]), letters[1:]]


def test_simplified_and_traditional_letters_are_the_same(
    make_index: MakeIndex, table: Table
) -> None:
    index = make_index(place("china", "中國", "CN"))
    text = "他在中国"
    assert [
        each.text for each in Stretches.of(text, tokens(text), index, table.text_words).found
    ] == ["中国"]


@given(st.text("北京中國ประเทศไทยำバガ゙ﾊﾞຳཱི々〆", min_size=2, max_size=12))
def test_letters_without_spaces_have_the_forms_that_they_have_alone(text: str) -> None:
    run = tokens(text)
    if run and all(token.tight for token in run) and run[0].start == 0 and run[-1].end == len(text):
        forms = [form_of(token.text) for token in run]
        if not any(" " in form or form[0] == "=" for form in forms):
            assert "".join(forms) == form_of(text)


@given(st.text("HilaBagd 北京.\n-'é", max_size=60))
def test_stretches_stand_where_they_say(table: Table, text: str) -> None:
    cut = tokens(text)
    for each in Stretches.of(text, cut, table.index, table.text_words).found:
        assert text[each.start : each.end] == each.text
        assert (cut[each.first].start, each.end - cut[each.last].end) in (
            (each.start, 0),
            (each.start, 1),
        )
