"""What the table has for a text: whether places bear it, or others, and which is the likeliest.

Reach for `bearers_of` before it is asked whether a stretch is meant as a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.facts import country_called
from resolver.annotate.tokens import GENITIVES
from resolver.model import ALIAS_KINDS, TYPES
from resolver.text.keys import form_of

OWN: Final = ("name", "matched")
"""How a candidate is found by its own name, or by what somebody decided."""

_NAMES: Final = ("name", "native")
"""Kinds of aliases by which people call a place."""


class Bearers(NamedTuple):
    """What the table has for a text.

    Args:
        entities: How many bear it.
        level: `settlement`, `district`, `unit` or `country` of the likeliest; of what is no place,
            its type.
        prominence: How prominent that one is, in nats.
        is_name: Whether it is the name of one of them, by the table or by somebody's decision, and
            not only an alias.
        is_place: Whether the likeliest is a place.
        is_decided: Whether somebody decided whom it means.
    """

    entities: int
    level: str
    prominence: float
    is_name: bool
    is_place: bool
    is_decided: bool = False


def bearers_of(text: str, asking: Asking, *, is_english: bool = True) -> list[Bearers]:
    """What the table has for a text, in one in English or not: the places, and apart from these all
    others."""
    candidates = [each for each in asking.borne(text) if each.how != "demonym"]
    if text.endswith(GENITIVES):
        candidates = [each for each in candidates if _has_s(each)]
    places = [each for each in candidates if each.type == "place"]
    others = [each for each in candidates if each.type != "place"]
    if not others and (text in asking.text_words.demonyms or text in asking.text_words.languages):
        return []
    return [_bearers(text, some, asking, is_english) for some in (places, others) if some]


def _bearers(
    text: str, candidates: Sequence[Candidate], asking: Asking, is_english: bool
) -> Bearers:
    """What the table has for a text, all of them places, or none."""
    best = max(candidates, key=lambda each: _likely(text, each, asking))
    segment, entity, _ = best.match
    entity_type = segment.type_of(entity)
    is_place = entity_type == "place"
    level = best.facts.level if is_place else entity_type if entity_type in TYPES else "other"
    is_shared = len(candidates) > 1 and all(each.facts.level == "country" for each in candidates)
    is_name = any(each.how in OWN for each in candidates) or (
        is_place and (is_shared or _is_called_so(text, best, asking, is_english))
    )
    is_decided = any(each.how == "matched" for each in candidates)
    return Bearers(len(candidates), level, best.prominence, is_name, is_place, is_decided)


def _is_called_so(text: str, place: Candidate, asking: Asking, is_english: bool) -> bool:
    """Whether a place is called so: the country Turkey where the table has Türkiye; Kairo, by an
    alias of which the table knows the language, if that is no word of English (`Island`). Outside
    English an alias of no known language says as much: of places tables seldom know it."""
    if place.facts.level == "country" and _is_commonly(text, place, asking):
        return True
    segment, _, alias = place.match
    kind = ALIAS_KINDS[segment.alias_kind.item(alias)]
    language = segment.languages[segment.alias_language.item(alias)]
    is_of_a_language = language != "" or not is_english
    return kind in _NAMES and is_of_a_language and text.lower() not in asking.text_words.everyday


def _is_commonly(text: str, country: Candidate, asking: Asking) -> bool:
    """Whether a text is what a country is commonly called: Turkey, UK, and US for U.S."""
    form = form_of(text)
    forms = (form, " ".join(form)) if text.isupper() else (form,)
    return any(country_called(each, asking.words) in country.facts.countries for each in forms)


def _has_s(candidate: Candidate) -> bool:
    """Whether `'s` is part of a name: nobody is called "Jordan's", but a town is called Jordans."""
    segment, _, alias = candidate.match
    return segment.alias_text[alias].endswith(GENITIVES)


def _likely(text: str, candidate: Candidate, asking: Asking) -> tuple[bool, float, bool]:
    is_name = candidate.how == "name" or (
        candidate.facts.level == "country" and _is_commonly(text, candidate, asking)
    )
    return is_name, candidate.prominence, candidate.facts.level != "settlement"
