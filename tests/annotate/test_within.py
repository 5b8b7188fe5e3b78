"""Names that are part of longer ones, which the table lacks."""

from __future__ import annotations

import pytest

from resolver.annotate.table import Table
from resolver.annotate.within import is_within
from tests.annotate.conftest import asked, place, said
from tests.match.conftest import MakeResolver


def within(text: str, name: str, table: Table, level: str = "country") -> bool:
    """Whether a name is part of a longer one where it stands first."""
    read, _ = asked(text, table)
    stretch = next(each for each in read.stretches.found if each.text == name)
    return is_within(stretch, level, read.sight)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("flew Hilla Airways", "Hilla"),
        ("the Bank of Iraq", "Iraq"),
        ("University of Iraq", "Iraq"),
        ("The Embassy of the United States", "United States"),
        ("the Ministry of Trade and Oil of Iraq", "Iraq"),
        ("went to New Babil", "Babil"),
        ("went to St. Babil", "Babil"),
        ("San Babil is far", "Babil"),
        ("New Babil said so.", "Babil"),
        ("New Babil's laws", "Babil"),
        ("在新北京的", "北京"),
        ("新北京", "北京"),
    ],
)
def test_words_around_a_name_say_that_it_is_part_of_a_longer_one(
    text: str, name: str, table: Table
) -> None:
    assert within(text, name, table)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("New Babil laws", "Babil"),  # "new" may be a word of its own there
        ("New Babil", "Babil"),
        ("the new Babil", "Babil"),
        ("This is new. Babil said so.", "Babil"),
        ("people of Iraq", "Iraq"),
        ("the bank of Iraq", "Iraq"),
        ("the President of Iraq", "Iraq"),
        ("the Republic of Iraq", "Iraq"),
        ("the University of Basra and the Iraq war", "Iraq"),
        ("a University, of Iraq", "Iraq"),
        ("University graduates of Iraq", "Iraq"),
        ("the House Leader John Boehner of Iraq", "Iraq"),
        ("of Iraq", "Iraq"),
        ("the Babil airways", "Babil"),
        ("Babil's Airways", "Babil"),
        ("Babil, Airways", "Babil"),
        ("在北京的", "北京"),
        ("最新北京", "北京"),  # "latest" ends with the letter for "new"
    ],
)
def test_others_stand_as_a_whole_name(text: str, name: str, table: Table) -> None:
    assert not within(text, name, table)


def test_a_town_is_where_an_institution_is_but_for_a_company(table: Table) -> None:
    assert not within("the University of Hilla", "Hilla", table, "settlement")
    assert within("the Bank of Hilla", "Hilla", table, "settlement")


def test_what_is_cut_out_of_a_word_in_another_script_is_not_found(
    make_resolver: MakeResolver,
) -> None:
    named = {"aliases": [{"text": each} for each in ("墨西哥", "メキシコ")]}
    resolver = make_resolver(place("mexico", "Mexico", "MX") | named)
    assert said(resolver.annotate("他在墨西哥。彼はメキシコで")) == [
        ("墨西哥", "mexico"),
        ("メキシコ", "mexico"),
    ]
    assert said(resolver.annotate("他在新墨西哥。彼はニューメキシコで、メキシコシティで")) == []
