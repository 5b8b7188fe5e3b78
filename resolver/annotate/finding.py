"""Which stretches of a text are meant as names: the best by their cues that do not overlap.

Reach for `find` to have the names of a text; `resolver.annotate.cues` says what speaks for a
stretch, weights.toml how much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from resolver.annotate.bearing import (
    is_of_a_stranger,
    is_of_another,
    is_of_another_without_capitals,
)
from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.cues import (
    DECIDED,
    WITHIN,
    Bearers,
    Cues,
    cues_of,
    share_cues,
    total,
)
from resolver.annotate.facts import country_called
from resolver.annotate.pausing import with_pauses
from resolver.annotate.reading import Read
from resolver.annotate.sight import Sight
from resolver.annotate.stretches import Stretch, Stretches
from resolver.annotate.tokens import APOSTROPHES, GENITIVES, Token
from resolver.model import ALIAS_KINDS, TYPES
from resolver.text.keys import form_of

_FOR_EACH_WORD: Final = 0.5
"""Nats by which a stretch goes before one that it overlaps, for each word that it has more."""

_ARTICLES: Final = frozenset("al el ad an ar as ash at az".split())
"""The Arabic article, as it is written before a hyphen."""

_OWN: Final = ("name", "matched")
"""How a candidate is found by its own name, or by what somebody decided."""

_NAMES: Final = ("name", "native")
"""Kinds of aliases by which people call a place."""

SURE_ENOUGH: Final = "sure enough"
"""The key of the nats from which on a stretch is taken for a name."""


class Found(NamedTuple):
    """A stretch that may be meant as a name.

    Args:
        stretch: Where it is.
        nats: How much speaks for it, in nats of log-odds, beyond what it takes.
    """

    stretch: Stretch
    nats: float


class Looked(NamedTuple):
    """All stretches of a text that are names of the table, with their cues.

    Args:
        stretches: The stretches; one that may be a place or somebody else is there twice.
        cues: Of each.
        profiles: Whose weights hold for each: those of `place` or of `other`.
    """

    stretches: list[Stretch]
    cues: list[Cues]
    profiles: list[str]


def look(text: Read, asking: Asking) -> Looked:
    """The cues of every stretch that somebody may bear.

    Args:
        text: The text.
        asking: Who bears them.
    """
    sight, stretches = text.sight, text.stretches
    is_english = sight.spoken.is_english
    bearers = {
        each: bearers_of(each, asking, is_english=is_english)
        for each in {run.text for run in stretches.found}
    }
    with_article = {
        run
        for run in stretches.found
        if _begins_with_article(run, stretches, asking)
        or _is_more_than_a_name(run, text, bearers, asking)
    }
    strangers = _strangers(stretches, bearers, sight, asking)
    readings = [
        (run, each)
        for run in stretches.found
        if run not in with_article and not _is_before_digits(run, sight)
        for each in bearers[run.text]
        if not _is_from(run, each, sight)
        and not _is_of_another(run, each, sight, asking)
        and not _is_a_unit_that_is_not_there(run, each, stretches, sight, asking)
        and not (run.text in strangers and _is_family_name(run, each))
    ]
    cues = [cues_of(run, each, sight) for run, each in with_pauses(readings, asking.pause)]
    borne = [run for run, _ in readings]
    profiles = ["place" if each.is_place else "other" for _, each in readings]
    for run, each in zip(borne, cues, strict=True):
        within = _longer(run, stretches, bearers, with_article)
        if within:
            each[WITHIN] = 1.0
        if not all(_has_titles_before(run, other, sight) for other in within):
            each.pop(DECIDED, None)
    longer = {
        _with_word_before(run, text.tokens)
        for run, each in zip(borne, cues, strict=True)
        if WITHIN in each and run.first and sight.cue(run.first - 1) == "part"
    }
    for run, each in zip(borne, cues, strict=True):
        if _with_word_before(run, text.tokens) in longer:
            each[WITHIN] = 1.0  # though here a sentence may begin with it: "New Mexico"
            if not (run.first and sight.cue(run.first - 1) == "title"):
                each.pop(DECIDED, None)
        if DECIDED in each and _is_beside_another(run, sight, asking):
            del each[DECIDED]
    share_cues([(run.text, profile) for run, profile in zip(borne, profiles, strict=True)], cues)
    return Looked(borne, cues, profiles)


def find(looked: Looked, weights: Mapping[str, Mapping[str, float]]) -> list[Found]:
    """The stretches that are meant as names, in order; none overlaps another, and of the readings
    of one the better counts.

    Args:
        looked: What `look` returned.
        weights: By profile, the numbers.
    """
    scored = [
        Found(run, total(cues, weights[profile]) - weights[profile][SURE_ENOUGH])
        for run, cues, profile in zip(*looked, strict=True)
    ]
    good = [each for each in scored if each.nats >= 0.0]
    good.sort(key=lambda each: (-_worth(each), each.stretch.start))
    taken: set[int] = set()
    kept = []
    for each in good:
        places = range(each.stretch.first, each.stretch.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(each)
    return sorted(kept, key=lambda each: each.stretch.start)


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
    is_name = any(each.how in _OWN for each in candidates) or (
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


def _is_before_digits(run: Stretch, sight: Sight) -> bool:
    """Whether capitals are part of a sum or the number of a road: `US$5`, `US-24`."""
    if run.last + 1 == len(sight.tokens) or not run.text.isupper():
        return False
    following = sight.tokens[run.last + 1]
    gap = sight.text[run.end : following.start].strip()
    return gap in ("$", "-") and following.text[0].isdecimal()


def _is_from(run: Stretch, bearers: Bearers, sight: Sight) -> bool:
    """Whether a country's name is what somebody is called who is from there: `al-Sudani`."""
    if bearers.level != "country" or bearers.is_name or not run.first:
        return False
    article = sight.tokens[run.first - 1]
    joins = sight.text[article.end : run.start] == "-"
    return joins and article.text.lower() in _ARTICLES


def _is_of_another(run: Stretch, bearers: Bearers, sight: Sight, asking: Asking) -> bool:
    """Whether a family name by which persons of the table are known, or what somebody decided to
    mean one, is part of another's name."""
    if bearers.level == "person" and bearers.is_decided:
        return _is_beside_another(run, sight, asking)
    if not _is_family_name(run, bearers):
        return False
    return is_of_another(run.first, run.last, _own_words(run, asking), sight)


def _is_family_name(run: Stretch, bearers: Bearers) -> bool:
    """Whether it is one word by which persons of the table are known, and not their name."""
    is_alias = not bearers.is_name and not bearers.is_decided
    return bearers.level == "person" and is_alias and run.first == run.last


def _own_words(run: Stretch, asking: Asking) -> set[str]:
    """The words of the names in full of those who are called so."""
    return {word for each in asking.borne(run.text) for word in each.full_name.split()}


def _strangers(
    stretches: Stretches,
    bearers: Mapping[str, Sequence[Bearers]],
    sight: Sight,
    asking: Asking,
) -> set[str]:
    """Family names that in this text are of persons whom the table lacks: one stands behind a
    strange given name (`Chuck Blair`), and nowhere is whom the table calls so named more fully."""
    strange = {
        run.text
        for run in stretches.found
        if any(_is_family_name(run, each) for each in bearers[run.text])
        and is_of_a_stranger(run.first, _own_words(run, asking), sight)
    }
    if not strange:
        return strange
    named = {
        each.match.number
        for text in {run.text for run in stretches.found if run.first != run.last}
        for each in asking.borne(text)
    }
    return {
        text
        for text in strange
        if named.isdisjoint(each.match.number for each in asking.borne(text))
    }


def _is_a_unit_that_is_not_there(
    run: Stretch, bearers: Bearers, stretches: Stretches, sight: Sight, asking: Asking
) -> bool:
    """Whether a text behind a name and a comma abbreviates a unit that the table lacks: `Cary, NC`,
    `Wichita, Kan.`; a country that has such a code may hold what is named: `Tel Aviv, IL`."""
    if not sight.text.startswith(", ", run.start - 2) or not run.first:
        return False
    before = sight.tokens[run.first - 1]
    if before.case == "lower" or before.end != run.start - 2:
        return False
    point = "." if sight.text.startswith(".", run.end) else ""
    if asking.country_abbreviated(run.text + point) is None:
        return False
    if not bearers.is_place:
        return not run.text.isupper()
    own = {each.facts.own for each in asking.borne(run.text)}
    named = [each for other in stretches.ending[before.end] for each in asking.borne(other.text)]
    return not any(key in own for each in named for key in each.facts.lies_in)


def _is_beside_another(run: Stretch, sight: Sight, asking: Asking) -> bool:
    """Whether what somebody decided stands beside a word of a name that no name of whom it means
    has: "Saddam Hussein", where "Hussein" is Hussein al-Sheikh."""
    own = {word for each in asking.borne(run.text) for word in each.words}
    if sight.tokens[run.first].case == "none" or not sight.has_capitals:
        return is_of_another_without_capitals(run.first, run.last, own, sight, asking.index)
    return is_of_another(run.first, run.last, own, sight)


def _begins_with_article(run: Stretch, stretches: Stretches, asking: Asking) -> bool:
    """Whether `The` is no part of a name: "The Congo" says no more than "the Congo", though it is a
    name of but one of those called so; "The Hague" is what a city is called."""
    if run.text[:4].lower() != "the ":
        return False
    called = asking.borne(run.text)
    if any(each.how in _OWN for each in called):
        return False
    whole = {each.match.number for each in called}
    return any(
        whole <= {each.match.number for each in asking.borne(rest.text)}
        for rest in stretches.ending[run.end]
        if rest.first == run.first + 1
    )


def _is_more_than_a_name(
    run: Stretch, text: Read, bearers: Mapping[str, Sequence[Bearers]], asking: Asking
) -> bool:
    """Whether an elided article or an ending is no part of a name, though one is written alike
    without an apostrophe: `L'Eni` is Eni and not Leni."""
    first, last = text.tokens[run.first], text.tokens[run.last]
    if first.text[-1] not in APOSTROPHES and last.text[0] not in APOSTROPHES:
        return False
    shorter = [
        *(each for each in text.stretches.ending[run.end] if each.first == run.first + 1),
        *(each for each in text.stretches.starting[run.start] if each.last == run.last - 1),
    ]
    written = "".join(
        each.match.segment.alias_text[each.match.alias] for each in asking.borne(run.text)
    )
    return APOSTROPHES.isdisjoint(written) and any(bearers[each.text] for each in shorter)


def _likely(text: str, candidate: Candidate, asking: Asking) -> tuple[bool, float, bool]:
    is_name = candidate.how == "name" or (
        candidate.facts.level == "country" and _is_commonly(text, candidate, asking)
    )
    return is_name, candidate.prominence, candidate.facts.level != "settlement"


def _longer(
    run: Stretch,
    stretches: Stretches,
    bearers: Mapping[str, Sequence[Bearers]],
    with_article: Collection[Stretch],
) -> list[Stretch]:
    """The longer names of the table that begin or end where it does; `Fla.` is one of `Fla`. Behind
    a comma stands where a place lies, though that is a name too: `Naples, Florida`."""
    return [
        other
        for other in (*stretches.starting[run.start], *stretches.ending[run.end])
        if (other.last - other.first > run.last - run.first or _is_cut(run, other))
        and bearers[other.text]
        and other not in with_article
        and "," not in other.text
    ]


def _is_cut(run: Stretch, other: Stretch) -> bool:
    """Whether another stretch is the same with the point that cuts off the name of a unit."""
    return (
        other.end == run.end + 1
        and other.start == run.start
        and other.text.endswith(".")
        and not run.text.isupper()
    )


def _has_titles_before(run: Stretch, longer: Stretch, sight: Sight) -> bool:
    """Whether a longer name is the same behind titles, which are no part of it: `Gen. Zahedi`."""
    titles = range(longer.first, run.first)
    return longer.last == run.last and all(sight.cue(each) == "title" for each in titles)


def _with_word_before(run: Stretch, tokens: Sequence[Token]) -> tuple[str, str]:
    return tokens[run.first - 1].text if run.first else "", run.text


def _worth(found: Found) -> float:
    return found.nats + _FOR_EACH_WORD * (found.stretch.last - found.stretch.first)
