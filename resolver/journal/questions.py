"""The key of a question that people decide: the same for texts that fold alike.

Reach for `key_of` to look up what was decided of a text, or to decide it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from resolver.text.keys import form_of


def key_of(text: str, entity_type: str | None, country: Iterable[str]) -> str:
    """The key of a question: of a text, of one type or any, in some countries or anywhere."""
    return key_of_form(form_of(text), entity_type, country)


def key_of_form(form: str, entity_type: str | None, country: Iterable[str]) -> str:
    """As `key_of`, given what the text folds to."""
    question = form, entity_type, *country
    return json.dumps(question, ensure_ascii=False, separators=(",", ":"))


def parts_of(key: str) -> tuple[str, str | None, tuple[str, ...]]:
    """What a key is made of: the folded text, the type, the countries."""
    form, entity_type, *country = json.loads(key)
    return form, entity_type, tuple(country)
