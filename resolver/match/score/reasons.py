"""The reasons for and against each of the candidates that looked best.

What is read of the index is read for all candidates at once: a question has a few hundred
microseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy.typing as npt

from resolver.index import Index
from resolver.index.features import word_code
from resolver.match.retrieve.candidates import Owner
from resolver.match.retrieve.prescore import Found
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.spans import FoundWithin
from resolver.match.score import facts, rarity
from resolver.match.score import names as evidence
from resolver.match.score.names import Term
from resolver.match.score.weights import Weights, of_kind
from resolver.model import ALIAS_KINDS
from resolver.text.fold import latin
from resolver.text.names import Name, Words, countries_in, written_parts
from resolver.text.script import other_script

Array = npt.NDArray[Any]

FULL: Final = 8
"""How many candidates get full evidence at most."""

LEAST: Final = 5
"""How many at least: as many as are returned unless more are asked for."""

FAR: Final = 0.25
"""How much worse than the best one the others among those may look."""

MANY: Final = 16
"""How many where parts of a long text are asked."""


class _Heard(NamedTuple):
    """The asked name and a known one in another script.

    Args:
        asked: The asked name, folded.
        known: The known name, folded.
        odds: How alike they sound, in log-odds.
        same: Whether they are the same once both are in Latin letters.
    """

    asked: str
    known: str
    odds: float
    same: bool


_Pair = tuple[Name, Name] | _Heard | str
"""The asked name and a known one, in parts or heard; the known one alone if it is the asked."""


def looked_at(found: Found) -> int:
    """How many of the candidates, from the best on, get full evidence."""
    if isinstance(found, FoundWithin):
        return min(MANY, len(found))
    looks: list[float] = found.looks[:FULL].tolist()
    return max(min(len(looks), LEAST), sum([look >= looks[0] - FAR for look in looks]))


def reasons(
    question: Question, found: Found, index: Index, weights: Weights, words: Words
) -> list[list[Term]]:
    """The terms of the candidates that looked best, in that order, without ceilings."""
    count = looked_at(found)
    entities, aliases = found.entities[:count], found.aliases[:count]
    countries: frozenset[str] = frozenset()
    within = found if isinstance(found, FoundWithin) else None
    asked = within.asked if within else [question] * len(entities)
    if within:
        countries = countries_in(within.around, words)
    kinds, known = index.types(entities), index.aliases(aliases)
    texts = [alias.text for alias in known]
    exact = found.exact[:count].tolist()
    sounds = found.sounds[:count].tolist()
    pairs = _pairs(asked, exact, sounds, aliases, texts, kinds, index, words)
    most = rarity.most(index.names)
    rarities = _rarities(pairs, index, most)
    query = question.query
    rows = zip(pairs, kinds, entities.tolist(), known, index.ranks(entities), sounds, strict=True)
    weighed = []
    for pair, kind, entity, alias, rank, sound in rows:
        table = of_kind(weights.resolve, "within" if within else kind)
        before = table["before"] + table["single"] * most
        terms: list[Term] = [("before", before, None, None)]
        if isinstance(pair, str):
            terms.append(("same name", table["same name"] - before, question.form, pair))
        elif isinstance(pair, _Heard):
            among = rarity.most(index.sound.names)
            terms += evidence.about_sound(*pair, most=among, weights=table)
        else:
            terms += evidence.about_names(
                *pair,
                rarity=rarities,
                most=most,
                nicknames=words.nicknames,
                weights=table,
                sound=None if sound != sound else sound,
            )
        terms += facts.about_alias(query, alias.kind, (alias.valid_from, alias.valid_until), table)
        record = index.record(entity) if question.facts or within else {}
        if within and not isinstance(pair, str | _Heard):
            terms += facts.about_context(
                pair[0], within.around, countries, record, rarities, most, table
            )
        terms += facts.about_entity(
            query,
            kind=kind,
            country=record.get("country", ()),
            facts=tuple(record.get("properties", {}).items()),
            rank=rank,
            weights=table,
        )
        weighed.append(terms)
    return weighed


def owner_reasons(question: Question, owner: Owner, index: Index, weights: Weights) -> list[Term]:
    """The same for the one entity that owns the name, read without arrays: the fast way."""
    segment, entity, alias = owner
    kind = segment.type_of(entity)
    table = of_kind(weights.resolve, kind)
    before = table["before"] + table["single"] * rarity.most(index.names)
    fold = segment.form_fold[segment.alias_form.item(alias)]
    terms: list[Term] = [
        ("before", before, None, None),
        ("same name", table["same name"] - before, question.form, fold),
    ]
    query, alias_kind = question.query, ALIAS_KINDS[segment.alias_kind.item(alias)]
    terms += facts.about_alias(query, alias_kind, (), table)
    rank = segment.entity_rank.item(entity)
    terms += facts.about_entity(query, kind=kind, country=(), facts=(), rank=rank, weights=table)
    return terms


def _pairs(
    questions: Sequence[Question],
    exact: list[bool],
    sounds: list[float],
    aliases: Array,
    texts: list[str],
    kinds: list[str],
    index: Index,
    words: Words,
) -> list[_Pair]:
    """The asked name and that of each candidate."""
    pairs: list[_Pair] = []
    ours: dict[tuple[str, str], Name] = {}
    natives, latins = index.folds(aliases), index.latins(aliases)
    rows = zip(questions, natives, latins, texts, kinds, exact, sounds, strict=False)
    for question, native, plain, written, kind, equal, cosine in rows:
        script = other_script(question.form, native)
        if script and cosine == cosine:  # not NaN
            odds = index.sound.odds(script, cosine)
            same = bool(plain) and plain == question.latin
            pairs.append(_Heard(question.form, native, odds, same))
            continue
        if equal:
            pairs.append(native)
            continue
        text, other = _comparable(question, native, plain)
        asked = ours.get((text, kind))
        if asked is None:
            asked = ours[text, kind] = written_parts(text, question.query.text, kind, words)
        pairs.append((asked, written_parts(other, written, kind, words)))
    return pairs


def _comparable(question: Question, native: str, plain: str) -> tuple[str, str]:
    """The asked name and a known one in their own letters, or both in ASCII if one of them is."""
    if question.form.isascii() or native.isascii():
        return question.latin, plain
    return question.form, native


def _rarities(pairs: list[_Pair], index: Index, most: float) -> dict[str, float]:
    """Nats that each word of all those names says."""
    words: dict[str, None] = {}
    for pair in pairs:
        if not isinstance(pair, str | _Heard):
            words |= dict.fromkeys(pair[0].words) | dict.fromkeys(pair[1].words)
    if not words:
        return {}
    codes = [
        word_code(word if word.isascii() else (latin(word) or "").replace(" ", ""))
        for word in words
    ]
    counts = index.frequency(codes)
    return {word: rarity.nats(word, count, most) for word, count in zip(words, counts, strict=True)}
