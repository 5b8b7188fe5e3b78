"""Which questions are the same."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.model import Review
from resolver.store.reviewed import question_key


def key(text: str, **asked: Any) -> str:
    review = Review(text, **asked, nobody=True, who="ana", when="2026-03-01T12:00:00Z")
    return question_key(review)


def test_questions_are_the_same_whose_texts_fold_alike() -> None:
    assert key("Zāhedi") == key("  ZAHEDI")
    assert key("$") == key("$") != key("€")


@pytest.mark.parametrize(
    "asked", [{"type": "person"}, {"country": ("IR",)}, {"country": ("IQ", "IR")}]
)
def test_another_type_or_other_countries_make_another_question(asked: dict[str, Any]) -> None:
    assert key("Zahedi", **asked) != key("Zahedi")
    assert key("Zahedi", **asked) == key("zahedi", **asked)
