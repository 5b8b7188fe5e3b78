"""Two bare names: the same evidence, with no table to say which words are rare."""

from __future__ import annotations

import math

from resolver.match.score import rarity
from resolver.match.score.evidence import cap_names
from resolver.match.score.names import (
    CrossScriptPair,
    NamePair,
    PartedNames,
    SameName,
    Scale,
    prior,
)
from resolver.match.score.terms import (
    DIFFERENT_NAME,
    OTHER_SCRIPT,
    PRIOR,
    Term,
    to_evidence,
    total,
)
from resolver.match.score.weights import Values, Weights, values_for
from resolver.model import Comparison
from resolver.text.fold import latin
from resolver.text.keys import form_of, match_key
from resolver.text.names import Words, written_parts
from resolver.text.script import other_script
from resolver.text.sound import Sound


def compare_names(
    name: str, other: str, entity_type: str | None, words: Words, sound: Sound, weights: Weights
) -> Comparison:
    """How likely two bare names are of one and the same; the same in either order."""
    swapped = (len(name), name) > (len(other), other)
    if swapped:
        name, other = other, name
    values = values_for(weights.compare, entity_type)
    terms = pair_terms(name, other, entity_type, words, sound, values)
    terms += cap_names(terms, rarity.self_information(0))
    score = 1 / (1 + math.exp(-total(terms)))
    if swapped:
        terms = [Term(name, value, known, asked) for name, value, asked, known in terms]
    return Comparison(score, to_evidence(terms))


def pair_terms(
    name: str, other: str, entity_type: str | None, words: Words, sound: Sound, weights: Values
) -> list[Term]:
    """The terms of two names, not yet capped."""
    max_nats = rarity.self_information(0)
    before = prior(weights, max_nats)
    terms = [Term(PRIOR, before)]
    forms = form_of(name), form_of(other)
    if match_key(forms[0]) == match_key(forms[1]):
        return terms + SameName(*forms).terms(Scale({}, max_nats, {}), weights)
    both_native = not forms[0].isascii() and not forms[1].isascii()
    texts = [form if both_native else latin(form) or "" for form in forms]
    if "=" in (forms[0][0], forms[1][0]) or "" in texts:
        return [*terms, Term(DIFFERENT_NAME, -before - max_nats, *forms)]
    script = other_script(*forms)
    pair: NamePair
    if script:
        terms.append(Term(OTHER_SCRIPT, weights[OTHER_SCRIPT]))
        pair = _across_scripts(*forms, script, sound)
        return terms + pair.terms(Scale({}, max_nats, {}), weights)
    pair = PartedNames(
        written_parts(texts[0], name, entity_type, words),
        written_parts(texts[1], other, entity_type, words),
    )
    nats = {word: rarity.bare_word_nats(word) for word in pair.words()}
    return terms + pair.terms(Scale(nats, max_nats, words.nicknames), weights)


def _across_scripts(form: str, other: str, script: str, sound: Sound) -> CrossScriptPair:
    one, two = sound.vectors([form, other])
    among = rarity.self_information(sound.names)
    in_latin = latin(form)
    return CrossScriptPair(
        form,
        other,
        odds=sound.odds(script, float(one @ two)) + among,
        max_nats=rarity.self_information(0),
        same_in_latin=bool(in_latin) and in_latin == latin(other),
    )
