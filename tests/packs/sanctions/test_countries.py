"""What lists call countries is understood; what is no country of today is not."""

from __future__ import annotations

import pytest

from resolver.packs.sanctions.countries import code_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iran", "IR"),
        ("IR", "IR"),
        ("Korea, North", "KP"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Republic of Korea", "KR"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Congo (Democratic Republic)", "CD"),
        ("Iran (Islamic Republic of)", "IR"),
        ("RUSSIAN FEDERATION", "RU"),
        ("Palestinian", "PS"),
        ("Serbia and Montenegro", None),
        ("Yugoslavia", None),
        ("undetermined", None),
        ("XX", None),
        ("—", None),
        ("", None),
    ],
)
def test_a_country_in_words_becomes_its_code(text: str, code: str | None) -> None:
    assert code_of(text) == code
