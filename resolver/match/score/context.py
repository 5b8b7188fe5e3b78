"""What the text around a name says of a candidate: of its other facts, and of its countries.

Reach for it to change what a context counts for: `TextContext` is a text, made ready once;
`context_terms` is for a name that stands in it, `given_context_terms` for one it was given beside.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from resolver.index import Index
from resolver.index.segment import fact_code
from resolver.match.retrieve.question import Question
from resolver.match.score.fields import nats_of_same
from resolver.match.score.terms import (
    CONTEXT,
    CONTEXT_AGREES,
    CONTEXT_OTHER_COUNTRY,
    CONTEXT_SAME_COUNTRY,
    CONTEXT_SILENT,
    GIVEN_CONTEXT,
    OTHER_COUNTRY,
    SAME_FACT,
    SAME_FACT_PER_NAT,
    Term,
)
from resolver.match.score.weights import Values
from resolver.text.fold import fold, latin
from resolver.text.names import Name, countries_in
from resolver.text.words import Words

_MIN_FACT_LENGTH: Final = 3
"""Letters from which on a fact does not stand in a text by chance."""

_MAX_FACT_LETTERS: Final = 500
"""Letters of a candidate's properties that are looked for in a text; values beyond them are not."""

_CONTEXT_PIECE: Final = 1_000
"""Letters of a context that are folded at once."""

_MAX_CONTEXT_LETTERS: Final = 10_000
"""Letters of a folded context that are read; folding can make more of one letter."""

_CONTEXT_SHARE: Final = 0.6
"""The share of what an asked fact says that one says which stands in the context given beside a
name: that may be about others."""

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_YEAR: Final = 4  # letters of a date that say its year


class TextContext(NamedTuple):
    """A text around a name.

    Args:
        words: Of the whole text, in ASCII, with a space at either end.
        countries: Codes of the countries that it names.
    """

    words: str
    countries: frozenset[str]


def context_terms(
    asked: Name, context: TextContext, record: Mapping[str, Any], weights: Values
) -> list[Term]:
    """What the text says of the other facts of a candidate whose name stands in it.

    Args:
        asked: The span that is taken for a name, in parts; what it says itself does not count.
        context: The text.
        record: What is known of the candidate, as in the table.
        weights: The numbers.
    """
    found: list[Term] = []
    name = f" {' '.join(asked.words)} "
    known = _in_words(text for _, text in _property_values(record) if not text.isdigit())
    if known:
        there = _first_in(known, context, name)
        key = CONTEXT_SILENT if there is None else CONTEXT_AGREES
        found.append(Term(CONTEXT, weights[key], there, there or known[0]))
    country = record.get("country", ())
    if context.countries and country:
        same = context.countries & set(country)
        key = CONTEXT_SAME_COUNTRY if same else CONTEXT_OTHER_COUNTRY
        named = " ".join(sorted(context.countries))
        found.append(Term(CONTEXT, weights[key], named, " ".join(country)))
    return found


def given_context(question: Question, words: Words) -> TextContext | None:
    """The context that is given beside a name; what the name says itself does not count."""
    if question.query.context is None:
        return None
    text = latin(_folded(question.query.context)) or ""
    return TextContext(f" {text} ", countries_in(text, words) - countries_in(question.latin, words))


def _folded(context: str) -> str:
    """A context folded, up to `_MAX_CONTEXT_LETTERS`: piece by piece, for one can grow much."""
    folded, begin = "", 0
    while begin < len(context) and len(folded) < _MAX_CONTEXT_LETTERS:
        end = begin + _CONTEXT_PIECE
        space = context.rfind(" ", begin + 1, end) if end < len(context) else -1
        end = end if space < 0 else space
        folded += f" {fold(context[begin:end]) or ''}"
        begin = end
    return folded[:_MAX_CONTEXT_LETTERS]


def given_context_terms(
    question: Question,
    context: TextContext,
    record: Mapping[str, Any],
    index: Index,
    weights: Values,
) -> list[Term]:
    """What the context given beside a name says for a candidate; it never speaks against one.

    Args:
        question: What is asked; what the name says itself does not count.
        context: What `given_context` returned.
        record: What is known of the candidate, as in the table.
        index: The table that is asked.
        weights: The numbers.
    """
    found: list[Term] = []
    name = f" {question.latin} "
    for key, value in _property_values(record):
        written = _in_words(_also_its_year(value))
        there = _first_in(written, context, name)
        if there is not None:
            said = _value_of_same(key, value, index, weights)
            found.append(Term(GIVEN_CONTEXT, _CONTEXT_SHARE * said, there, there))
            break
    same = sorted(context.countries & {*record.get("country", ())})
    if same:
        lead = _value_of_same("country", same[0], index, weights) - weights[OTHER_COUNTRY]
        countries = " ".join(same)
        found.append(Term(GIVEN_CONTEXT, _CONTEXT_SHARE * lead, countries, countries))
    return found


def _also_its_year(value: str) -> list[str]:
    """A value as it may stand in a text: a date as its year too; a mere number not at all."""
    found = [] if value.isdigit() else [value]
    return [*found, value[:_YEAR]] if _DATE.fullmatch(value) else found


def _property_values(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each property, a dot before its name, with each value, but for those beyond
    `_MAX_FACT_LETTERS`."""
    found, left = [], _MAX_FACT_LETTERS
    for name, values in record.get("properties", {}).items():
        for text in values:
            if len(text) <= left:
                left -= len(text)
                found.append((f".{name}", text))
    return found


def _in_words(texts: Iterable[str]) -> list[str]:
    """Texts as a `TextContext` has them, without those that may stand anywhere by chance."""
    written = map(_as_in_context, texts)
    return [text for text in written if len(text) >= _MIN_FACT_LENGTH]


@functools.lru_cache(2**14)
def _as_in_context(text: str) -> str:
    return latin(fold(text) or "") or ""


def _first_in(known: Iterable[str], context: TextContext, name: str) -> str | None:
    """The first of some texts that stands in a context, and not in the name itself."""
    return next((t for t in known if f" {t} " in context.words and f" {t} " not in name), None)


def _value_of_same(key: str, value: str, index: Index, weights: Values) -> float:
    """What a fact says that is the same as the asked one, in nats of log-odds."""
    entry = index.fields.get(key)
    of = 0 if entry is None else entry["entities"]
    nats = nats_of_same(index.entities_with(fact_code(key, value)), of)
    return weights[SAME_FACT] + weights[SAME_FACT_PER_NAT] * nats
