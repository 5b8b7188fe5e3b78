"""The query, folded once: in every form in which it is searched."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import Final, NamedTuple, Self

from resolver.index.columns import ALL_TYPES
from resolver.index.features import features
from resolver.index.segment import folded_fact_code, named_facts, type_bit
from resolver.model import TYPES, Query
from resolver.text.fold import fold, joined_initials, latin
from resolver.text.keys import AskedKeys, as_written, asked_organization_keys, form_of, match_key
from resolver.text.words import Words

_MAX_LATIN_SOURCE: Final = 1_000
"""Letters of a folded name that are put into ASCII; folding can make eighteen letters of one."""

_MAX_FACT_LETTERS: Final = 5_000
"""Letters of property values that are folded for one query; values beyond them are not compared."""

_MAX_TAILS: Final = 3
"""Commas of a text that says where what it names is: unit, larger unit, country."""

_STRICT_BITS: Final = {name: int(type_bit(name) | type_bit("other")) for name in TYPES}


class AskedFact(NamedTuple):
    """A country or property that is asked.

    Args:
        key: `country`, or a dot and a property's name.
        codes: Each of its values as `fact_code`.
    """

    key: str
    codes: frozenset[int]


class Hidden(NamedTuple):
    """What is not to be found: of an entity some aliases, so that it is found by its others.

    Args:
        entity: Its number in the one segment of an index.
        aliases: Numbers of its hidden aliases; all of them hide the entity.
    """

    entity: int
    aliases: frozenset[int]


# Not frozen: a frozen one takes a microsecond more to make, of the 17 of an exact answer.
@dataclasses.dataclass(eq=False)
class Question:
    """What is asked, in the forms in which it is searched.

    Args:
        query: As it was asked.
        text: The text of the query, or the span of it that is asked.
        form: The folded text (`resolver.text.keys.form_of`).
        key: The key of an exact match.
        types: Bits of the types that are eligible.
        facts: Country and properties that are asked.
        words: What `load_words` returned.
        hidden: What is not to be found, where an index asks itself.
        excluded: Numbers of entities that are not meant, as somebody decided; they are found, but
            keep no other from being found.
    """

    query: Query
    text: str
    form: str
    key: str
    types: int
    facts: tuple[AskedFact, ...]
    words: Words = dataclasses.field(repr=False)
    hidden: Hidden | None = None
    excluded: frozenset[int] = frozenset()

    @classmethod
    def of(cls, query: Query, words: Words) -> Self:
        """Fold a query."""
        form = form_of(query.text)
        return cls(
            query=query,
            text=query.text,
            form=form,
            key=match_key(form),
            types=_type_bits(query),
            facts=_asked_facts(query) if query.country or query.property_values else (),
            words=words,
        )

    def of_span(self, span: str) -> Self:
        """The same asked of a span of the text; facts are not folded again."""
        form = form_of(span)
        return dataclasses.replace(self, text=span, form=form, key=match_key(form))

    @cached_property
    def latin(self) -> str:
        """The form, as far as names go, in ASCII letters; "" where nothing of it can be."""
        return "" if self.form[0] == "=" else latin(self.form[:_MAX_LATIN_SOURCE]) or ""

    @cached_property
    def tails(self) -> tuple[str, ...]:
        """What stands behind the commas of the text, folded: `Paris, Texas, USA` → texas, usa.

        None of it where that is more than a name and where it is.
        """
        head, *behind = self.text.split(",")
        if not 0 < len(behind) <= _MAX_TAILS or not head.strip():
            return ()
        folded = [fold(tail) for tail in behind]
        return tuple(tail for tail in folded if tail)

    @cached_property
    def written(self) -> str:
        """The text in its own letters and signs, as `resolver.text.keys.as_written` has it."""
        return as_written(self.text)

    @cached_property
    def features(self) -> list[int]:
        """The features by which forms are found."""
        return features(joined_initials(self.latin))

    @cached_property
    def organization_keys(self) -> AskedKeys | None:
        """The keys of other names of an organization; None for other types and spans of a text."""
        typed = self.query.type not in (None, "organization", "other")
        if typed or self.text is not self.query.text or not self.latin:
            return None
        return asked_organization_keys(self.latin, self.words)


def _type_bits(query: Query) -> int:
    if query.type is None or not query.type_strict:
        return ALL_TYPES
    return _STRICT_BITS[query.type]


def _asked_facts(query: Query) -> tuple[AskedFact, ...]:
    """The facts that are asked, but for values beyond `_MAX_FACT_LETTERS`."""
    facts, letters = [], 0
    for key, values in named_facts(query.country, query.property_values):
        codes = set()
        for value in values:
            if letters < _MAX_FACT_LETTERS:
                plain = fold(value) or value
                codes.add(folded_fact_code(key, plain))
                letters += max(len(value), len(plain))
        if codes:
            facts.append(AskedFact(key, frozenset(codes)))
    return tuple(facts)
