"""Letters number a series, and a register's mark says nothing."""

from __future__ import annotations

import pytest

from resolver.text.fold import fold
from resolver.text.names import parts, written_parts
from resolver.text.words import Role, load_words


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("KOBOLD SMITH /DE/", ("word", "word", "stop")),
        ("Kobold \\NEW\\", ("word", "stop")),
        ("Kobold Inc./tx", ("word", "legal", "stop")),
        ("Kobold (THE)", ("word", "stop")),
        ("Kobold Radio/TV", ("word", "word", "word")),
    ],
)
def test_a_register_s_mark_behind_a_company_s_name_says_nothing(
    written: str, roles: tuple[Role, ...]
) -> None:
    name = written_parts(fold(written) or "", written, "organization", load_words())
    assert name.roles == roles


@pytest.mark.parametrize(
    ("folded", "words"),
    [
        ("kobold fund v", ("kobold", "fund", "5")),
        ("kobold acquisition i corp", ("kobold", "acquisition", "1", "corp")),
        ("kobold capital corp x", ("kobold", "capital", "corp", "10")),
        ("space x", ("space", "x")),
        ("x corp", ("x", "corp")),
    ],
)
def test_letters_are_numbers_where_they_stand_in_a_series(
    folded: str, words: tuple[str, ...]
) -> None:
    assert parts(folded, "organization", load_words()).words == words
