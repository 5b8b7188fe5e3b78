"""The query, folded once: in every form in which it is searched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Self

from resolver.index.columns import ALL_TYPES
from resolver.index.features import features
from resolver.index.segment import fact_code, named_facts, type_bit
from resolver.model import TYPES, Query
from resolver.text.fold import joined_initials, latin
from resolver.text.keys import form_of, match_key

_MAX_LATIN_SOURCE: Final = 1_000
"""Letters of a folded name that are put into ASCII; folding can make eighteen letters of one."""

_STRICT_BITS: Final = {name: int(type_bit(name) | type_bit("other")) for name in TYPES}


class AskedFact(NamedTuple):
    """A country or property that is asked.

    Args:
        key: `country`, or a dot and a property's name.
        codes: Each of its values as `fact_code`.
    """

    key: str
    codes: frozenset[int]


# Not frozen: a frozen one takes a microsecond more to make, of the 17 of an exact answer.
@dataclass(eq=False)
class Question:
    """What is asked, in the forms in which it is searched.

    Args:
        query: As it was asked.
        form: The folded text (`resolver.text.keys.form_of`).
        key: The key of an exact match.
        types: Bits of the types that are eligible.
        facts: Country and properties that are asked.
    """

    query: Query
    form: str
    key: str
    types: int
    facts: tuple[AskedFact, ...]

    @classmethod
    def of(cls, query: Query) -> Self:
        """Fold a query."""
        form = form_of(query.text)
        return cls(
            query=query,
            form=form,
            key=match_key(form),
            types=_type_bits(query),
            facts=_asked_facts(query) if query.country or query.property_values else (),
        )

    @cached_property
    def latin(self) -> str:
        """The form, as far as names go, in ASCII letters; "" where nothing of it can be."""
        return "" if self.form[0] == "=" else latin(self.form[:_MAX_LATIN_SOURCE]) or ""

    @cached_property
    def features(self) -> list[int]:
        """The features by which forms are found."""
        return features(joined_initials(self.latin))


def _type_bits(query: Query) -> int:
    if query.type is None or not query.type_strict:
        return ALL_TYPES
    return _STRICT_BITS[query.type]


def _asked_facts(query: Query) -> tuple[AskedFact, ...]:
    return tuple(
        AskedFact(key, frozenset(fact_code(key, value) for value in values))
        for key, values in named_facts(query.country, query.property_values)
    )
