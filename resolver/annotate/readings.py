"""As what a stretch may be read: as a place, as somebody else, or as neither where it stands.

Reach for `readings` to add what rules a reading out; what speaks for one that is left,
`resolver.annotate.cues` says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from resolver.annotate.bearers import OWN, Bearers
from resolver.annotate.bearing import (
    is_of_a_stranger,
    is_of_another,
    is_of_another_without_capitals,
)
from resolver.annotate.candidates import Asking
from resolver.annotate.reading import Read
from resolver.annotate.sight import Sight
from resolver.annotate.stretches import Stretch, Stretches
from resolver.annotate.tokens import APOSTROPHES

_ARTICLES: Final = frozenset("al el ad an ar as ash at az".split())
"""The Arabic article, as it is written before a hyphen."""


def readings(
    text: Read,
    bearers: Mapping[str, Sequence[Bearers]],
    too_long: Collection[Stretch],
    asking: Asking,
) -> list[tuple[Stretch, Bearers]]:
    """The stretches of a text, each with what may be called so there; some are there twice.

    Args:
        text: The text.
        bearers: What the table has for each stretch of it.
        too_long: Stretches that are no names; what `with_more` returned.
        asking: Who bears them.
    """
    sight, stretches = text.sight, text.stretches
    strangers = _strangers(stretches, bearers, sight, asking)
    return [
        (run, each)
        for run in stretches.found
        if run not in too_long and not _is_before_digits(run, sight)
        for each in bearers[run.text]
        if not _is_from(run, each, sight)
        and not _is_of_another(run, each, sight, asking)
        and not _is_a_unit_that_is_not_there(run, each, stretches, sight, asking)
        and not (run.text in strangers and _is_family_name(run, each))
    ]


def with_more(text: Read, bearers: Mapping[str, Sequence[Bearers]], asking: Asking) -> set[Stretch]:
    """Stretches with an article or an ending that is no part of a name; arguments as `readings`."""
    return {
        run
        for run in text.stretches.found
        if _begins_with_article(run, text.stretches, asking)
        or _is_more_than_a_name(run, text, bearers, asking)
    }


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
        return is_beside_another(run, sight, asking)
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


def is_beside_another(run: Stretch, sight: Sight, asking: Asking) -> bool:
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
    if any(each.how in OWN for each in called):
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
