"""Two bare names: the same evidence, with no table to say which words are rare."""

from __future__ import annotations

import math
from collections.abc import Iterable

from resolver.match.score.caps import cap_parts
from resolver.match.score.names import (
    CrossScriptPair,
    PartedNames,
    SameName,
    Scale,
    prior,
)
from resolver.match.score.rarity import BARE_MAX_NATS, bare_rarity, self_information
from resolver.match.score.terms import (
    DIFFERENT_NAME,
    OTHER_SCRIPT,
    PRIOR,
    Term,
    total,
)
from resolver.match.score.weights import Values, Weights, values_for
from resolver.model import Comparison, Evidence
from resolver.text.fold import latin
from resolver.text.keys import form_of, match_key
from resolver.text.names import written_parts
from resolver.text.script import other_script
from resolver.text.sound import Encoder
from resolver.text.words import Words


def compare_names(
    name: str, other: str, entity_type: str | None, words: Words, encoder: Encoder, weights: Weights
) -> Comparison:
    """How likely two bare names are of one and the same; the same in either order."""
    swapped = (len(name), name) > (len(other), other)
    if swapped:
        name, other = other, name
    values = values_for(weights.compare, entity_type)
    terms = pair_terms(name, other, entity_type, words, encoder, values)
    terms += cap_parts(terms, BARE_MAX_NATS)
    score = 1 / (1 + math.exp(-total(terms)))
    if swapped:
        evidence = [Evidence(term.name, term.value, term.known, term.asked) for term in terms]
        return Comparison(score, tuple(evidence))
    return Comparison(score, tuple(terms))


def pair_terms(
    name: str, other: str, entity_type: str | None, words: Words, encoder: Encoder, weights: Values
) -> list[Term]:
    """The terms of two names, not yet capped."""
    base_odds = prior(weights, BARE_MAX_NATS)
    terms = [Term(PRIOR, base_odds)]
    forms = form_of(name), form_of(other)
    if _same(*forms):
        same = SameName(*forms)
        return terms + same.terms(_bare_scale(same.words()), weights)
    both_native = not forms[0].isascii() and not forms[1].isascii()
    texts = [form if both_native else latin(form) or "" for form in forms]
    if "=" in (forms[0][0], forms[1][0]) or "" in texts:
        return [*terms, Term(DIFFERENT_NAME, -base_odds - BARE_MAX_NATS, *forms)]
    script = other_script(*forms)
    if script:
        terms.append(Term(OTHER_SCRIPT, weights[OTHER_SCRIPT]))
        across = _across_scripts(*forms, script, encoder)
        return terms + across.terms(_bare_scale(()), weights)
    pair = PartedNames(
        written_parts(texts[0], name, entity_type, words),
        written_parts(texts[1], other, entity_type, words),
    )
    scale = Scale(bare_rarity(pair.words()), BARE_MAX_NATS, words.nicknames)
    return terms + pair.terms(scale, weights)


def _bare_scale(words: Iterable[str]) -> Scale:
    """The scale of names that are not aligned, given the words that count."""
    return Scale(bare_rarity(words), BARE_MAX_NATS, {})


def _same(form: str, other: str) -> bool:
    """Whether two forms have one key; a key differs from its form in spaces alone."""
    if form.replace(" ", "") != other.replace(" ", ""):
        return False
    return match_key(form) == match_key(other)


def _across_scripts(form: str, other: str, script: str, encoder: Encoder) -> CrossScriptPair:
    one, two = encoder.vectors([form, other])
    among = self_information(encoder.names)
    in_latin = latin(form)
    return CrossScriptPair(
        form,
        other,
        odds=encoder.odds(script, float(one @ two)) + among,
        max_nats=BARE_MAX_NATS,
        same_in_latin=bool(in_latin) and in_latin == latin(other),
    )
