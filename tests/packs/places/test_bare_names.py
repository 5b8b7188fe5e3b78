"""Names without languages are told apart by how they are written."""

from __future__ import annotations

import pytest

from resolver.packs.places.bare_names import bare_aliases


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Bagdad", "name"),
        ("BGW", "acronym"),
        ("bghdad", "transliteration"),
        ("ba ge da", "transliteration"),
        ("بغداد", "name"),
        ("багдад", "name"),
        ("LUNGSOD", "name"),
        ("K-2", "name"),
    ],
)
def test_the_kind_follows_from_the_letters(name: str, kind: str) -> None:
    (alias,) = bare_aliases([name])
    assert (alias.text, alias.kind, alias.language) == (name, kind, None)


def test_what_is_not_seen_at_either_end_is_no_part_of_a_name() -> None:
    found = bare_aliases([" wrgwn\u200e ", "\u200fبغداد\u00ad", "\u200e \u200f"])
    assert [alias.text for alias in found] == ["wrgwn", "بغداد"]


def test_links_and_blanks_are_no_names() -> None:
    assert bare_aliases(["", "  ", "https://en.wikipedia.org/wiki/Baghdad", "x" * 401]) == ()
