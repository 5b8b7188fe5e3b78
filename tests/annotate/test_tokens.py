"""Words of a text, in any script, each with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.annotate.tokens import is_tight, prefixes, readings, tokens


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Zahedi left.", ["Gen", "Zahedi", "left"]),
        ("the U.S. and N.Y.", ["the", "U.S.", "and", "N.Y."]),
        ("the U.S military", ["the", "U.S", "military"]),
        ("Iraq’s Babil, Texas' west", ["Iraq", "Babil", "Texas", "west"]),
        ("Kata'ib Sana‘a", ["Kata'ib", "Sana‘a"]),
        ("al-Sudani/Babylon—PMF", ["al", "Sudani", "Babylon", "PMF"]),
        ("محمد شياع السوداني", ["محمد", "شياع", "السوداني"]),
        ("в Москве,", ["в", "Москве"]),
        ("东京 Tokyo", ["东", "京", "Tokyo"]),
        ("バグダッド", ["バ", "グ", "ダ", "ッ", "ド"]),
        ("นนท์", ["น", "น", "ท์"]),
        ("Poincare\u0301 hi\u0301", ["Poincare\u0301", "hi\u0301"]),
        ("Hilla😀Babil 👩‍👩‍👧", ["Hilla", "Babil"]),
        ("l'Iran et L’Irak", ["l'", "Iran", "et", "L’", "Irak"]),
        ("la guerre d'Irak, dell'Iran", ["la", "guerre", "d'", "Irak", "dell'", "Iran"]),
        ("qu'Israël lorsqu'Israël", ["qu'", "Israël", "lorsqu'", "Israël"]),
        ("Kata'ib, N'Djamena, O'Neil, T'bilisi", ["Kata'ib", "N'Djamena", "O'Neil", "T'bilisi"]),
        ("Don't, l'a, the L's", ["Don't", "l'a", "the", "L"]),
        ("86 countries, F-16", ["86", "countries", "F", "16"]),
        ("Ankara'da Irak’ın Suriye'deki", ["Ankara", "'da", "Irak", "’ın", "Suriye", "'deki"]),
        ("NATO'nun ABD'ye Halep'le", ["NATO", "'nun", "ABD", "'ye", "Halep", "'le"]),
        ("Sana'a Xi'an D'un kata'la", ["Sana'a", "Xi'an", "D'", "un", "kata'la"]),
        ("서울에서는 이란의 인도", ["서울", "에서는", "이란", "의", "인도"]),
        ('צה"ל פת״ח צ׳אד', ['צה"ל', "פת״ח", "צ׳אד"]),
        ("ג'ורג' ב\"הארץ\" 'שלום'", ["ג'ורג'", "ב", "הארץ", "שלום"]),
        ("קנת' מקנזי", ["קנת'", "מקנזי"]),
        ('he said"no"', ["he", "said", "no"]),
        ("21, 2024US News, 30Iraq", ["21", "2024", "US", "News", "30", "Iraq"]),
        ("US2024, 2024США", ["US", "2024", "2024", "США"]),
        ("16GB, 2ND, 1990s, 3M, G20, MI6, B2B", "16GB 2ND 1990s 3M G20 MI6 B2B".split()),
        ("... '' ’s —", ["s"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words_or_into_letters_where_no_spaces_are(
    text: str, expected: list[str]
) -> None:
    assert words(text) == expected


def test_a_token_says_how_it_is_written() -> None:
    assert [token.case for token in tokens("US Army McCain babil 44 北 U.S. Ä")] == [
        *("upper", "title", "title", "lower", "none", "none", "upper", "title")
    ]
    first, second = tokens("Iraq's 北")
    assert (first.genitive, first.tight, first.end) == (True, False, 4)
    assert (second.genitive, second.tight) == (False, True)


def test_a_name_may_begin_small() -> None:
    assert {token.case for token in tokens("eBay iOS macOS iPhone")} == {"title"}
    assert {token.case for token in tokens("pH babil nothingElse")} == {"lower"}


def test_an_elided_article_is_written_small_and_georgian_has_no_capitals() -> None:
    assert [token.case for token in tokens("L'Aquila თბილისი")] == ["lower", "title", "none"]


def test_what_is_written_behind_a_name_begins_none() -> None:
    assert [token.ending for token in tokens("Irak'ta 서울에서")] == [False, True, False, True]
    assert [token.case for token in tokens("Irak'ta 서울에서")] == [
        "title",
        "lower",
        "none",
        "none",
    ]


def test_what_english_cuts_is_written_small() -> None:
    assert {token.case for token in tokens("I'd We’ll DON'T They've Who's")[:-1]} == {"lower"}
    assert [token.case for token in tokens("Sa'd D'Souza I")] == [
        "title",
        "lower",
        "title",
        "title",
    ]


@pytest.mark.parametrize(
    ("word", "rests"),
    [
        ("وكركوك", ["كركوك", "ركوك"]),
        ("بالعراق", ["العراق"]),
        ("وبالعراق", ["بالعراق", "العراق"]),
        ("لبنان", ["بنان"]),  # whether that is a name, a table says
        ("وفد", []),  # too short for a prefix and a name
        ("בירושלים", ["ירושלים"]),
        ("العراق", []),
        ("Iraq", []),
    ],
)
def test_what_may_be_written_as_one_with_a_word_behind_it(word: str, rests: list[str]) -> None:
    (token,) = tokens(word)
    assert [word[n:] for n in prefixes(token)] == rests


def test_behind_li_the_article_may_have_lost_its_alef() -> None:
    assert readings("للعراق", 1, 6) == ("لعراق", "العراق")
    assert readings("وللعراق", 2, 7) == ("لعراق", "العراق")
    assert readings("بالعراق", 1, 7) == ("العراق",)
    assert readings("لعراق", 0, 5) == ("لعراق",)


@given(st.text(max_size=200) | st.text("aB'’s. -\u0301北\u0e48é.", max_size=60))
def test_tokens_stand_where_they_say_in_order_and_apart(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text != ""
        assert token.start >= end
        end = token.end


@given(st.text(max_size=100))
def test_every_letter_of_a_text_is_in_a_token_but_for_a_genitive(text: str) -> None:
    inside = {at for token in tokens(text) for at in range(token.start, token.end)}
    for at, character in enumerate(text):
        is_genitive = character in "sS" and at > 0 and text[at - 1] in "'’ʼ`"
        assert at in inside or not character.isalpha() or character in "ʼʻʾʿ" or is_genitive


def test_scripts_without_spaces_are_known_by_their_letters() -> None:
    assert [is_tight(each) for each in ("阿曼", "トーゴ", "ཡེ་མེན", "in 京")] == [True] * 4
    assert not any(map(is_tight, ("a man", "Ömer", "عمان", "Оман", "")))
