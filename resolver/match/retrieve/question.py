"""The query, folded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

from resolver.index.features import features
from resolver.index.segment import fact_code, named_facts, type_bit
from resolver.model import TYPES, Query
from resolver.text.fold import joined_initials, latin
from resolver.text.keys import form_of, match_key

_LOOKED_AT: Final = 1_000
"""Letters of a folded name that are put into ASCII; folding can make eighteen of one."""

_STRICT: Final = {name: int(type_bit(name) | type_bit("other")) for name in TYPES}


@dataclass(frozen=True)
class Question:
    """What is asked, in the forms in which it is looked for.

    Args:
        query: As it was asked.
        form: The folded text (`resolver.index.exact.form_of`).
        key: The key of an exact hit.
        types: Bits of the types that count, 255 for all.
        facts: Country and properties by key, each value as `fact_code`.
    """

    query: Query
    form: str
    key: str
    types: int
    facts: tuple[tuple[str, frozenset[int]], ...]

    @classmethod
    def of(cls, query: Query) -> Self:
        """Fold a query."""
        form = form_of(query.text)
        return cls(
            query=query,
            form=form,
            key=match_key(form),
            types=_types(query),
            facts=_facts(query) if query.country or query.property_values else (),
        )

    @cached_property
    def latin(self) -> str:
        """The form, as far as names go, in ASCII letters; "" where nothing of it can be."""
        return "" if self.form[0] == "=" else latin(self.form[:_LOOKED_AT]) or ""

    @cached_property
    def features(self) -> list[int]:
        """The features by which forms are found."""
        return features(joined_initials(self.latin))


def _types(query: Query) -> int:
    if query.type is None or not query.type_strict:
        return 255
    return _STRICT[query.type]


def _facts(query: Query) -> tuple[tuple[str, frozenset[int]], ...]:
    return tuple(
        (key, frozenset(fact_code(key, value) for value in values))
        for key, values in named_facts(query.country, query.property_values)
    )
