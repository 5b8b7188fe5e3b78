"""The name of an item, and its aliases by language and kind."""

from __future__ import annotations

import pytest

from resolver.model import Alias
from resolver.packs.wikidata.names import named
from tests.packs.wikidata.dumped import item, statement, text_value, time_value

LANGUAGES = frozenset({"en", "de", "fr", "uk", "zh"})


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        ({"de": "Lemberg", "en": "Lviv", "mul": "L"}, "Lviv"),
        ({"de": "Lemberg", "mul": "L"}, "L"),
        ({"pl": "Lwów", "hu": "Lwów", "de": "Lemberg"}, "Lemberg"),
        ({"uk": "Львів", "de": "Lemberg", "fr": "Lemberg"}, "Lemberg"),
        ({"pl": "Lwów", "hu": "Lwów", "cs": "Lvov"}, "Lwów"),
        ({}, None),
    ],
)
def test_the_name_is_english_or_that_of_most_languages(
    labels: dict[str, str], name: str | None
) -> None:
    found = named(item("Q1", labels), LANGUAGES)
    assert (None if found is None else found[0]) == name


def test_a_text_comes_once_and_in_the_languages_that_are_wanted() -> None:
    found = named(
        item(
            "Q1",
            {"en": "Lviv", "de": "Lemberg", "fr": "Lviv", "pl": "Lwów", "zh-hant": "利沃夫"},
            aliases={"en": ["Lwów", "Lemberg", "x" * 1001], "mul": ["LVIV"], "pl": ["Leopol"]},
        ),
        LANGUAGES,
    )
    assert found == (
        "Lviv",
        (
            Alias("Lemberg", "de"),
            Alias("利沃夫", "zh-hant"),
            Alias("Lwów", "en"),
            Alias("LVIV"),
        ),
    )


def test_names_of_statements_have_a_kind_and_their_time() -> None:
    start, end = time_value("+1867-00-00T00:00:00Z", 9), time_value("+1918-11-01T00:00:00Z", 11)
    found = named(
        item(
            "Q1",
            {"en": "Lviv"},
            statement("P1448", text_value("Lemberg", "de"), P580=start, P582=end),
            statement("P1448", text_value("Львів", "uk"), P580=end),
            statement("P1448", text_value("Turned", "en"), P580=end, P582=start),
            statement("P1705", text_value("Львів", "uk")),
            statement("P742", text_value("Pen Name")),
            statement("P1449", text_value("Leo", "mul")),
            statement("P1477", "somevalue"),
        ),
        LANGUAGES,
    )
    assert found is not None
    assert found[1] == (
        Alias("Lemberg", "de", "former", "1867", "1918-11-01"),
        Alias("Львів", "uk", "legal", "1918-11-01"),
        Alias("Turned", "en", "legal"),
        Alias("Львів", "uk", "native"),
        Alias("Leo", None, "nickname"),
        Alias("Pen Name", None, "nickname"),
    )
