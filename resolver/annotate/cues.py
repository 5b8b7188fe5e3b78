"""What around and within a stretch of a text says that it is meant as a name, or that it is not.

    cues_of(stretch, bearers, sight)   → {"one word": 1.0, "after in": 1.0, …}

Reach for it to add a cue: a name and a number here, a weight in weights.toml. A cue says nothing of
who is meant; `resolver.annotate.linking` does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from resolver.annotate.bearers import Bearers
from resolver.annotate.sight import Sight
from resolver.annotate.stretches import Stretch
from resolver.annotate.tokens import CAPITAL
from resolver.annotate.within import is_within
from resolver.annotate.words import COMMONNESS, INSTITUTIONS, unit_abbreviated
from resolver.text.words import Words

_APART: Final = ("given name", "short capitals", "two letters")
"""Cues that say less against a country or a unit than against a settlement."""

_WORDS: Final = frozenset(f"{how} word" for how in COMMONNESS)
"""Cues of a word that may be one of no name; behind a capital it mostly is part of one: `Cooper
Street`."""

Cues = dict[str, float]
"""The number of each cue that is there."""

WITHIN: Final = "within a longer name"
"""The cue of what a longer name begins or ends with: one of the table, or one that words show."""

DECIDED: Final = "decided"
"""The cue of what somebody decided to mean one of the table, where it stands as a whole name; it is
above all others."""

IN_A_SENTENCE: Final = "a word in a sentence"
"""The cue of a word that has its capital because it is a name: `She works for Apple`."""

_AND_IN_GERMAN: Final = "und"
"""German writes all nouns with capitals."""

_SPEAKS: Final = ("said", "says", "told", "added")
"""Verbs whose subject has an article, unless it is a name: `Trump said`."""

_PART_OF_ONE: Final = frozenset((WITHIN, "after part"))
"""Cues of what is part of a longer name, though a sentence may begin there: `New Mexico`."""

_NAMED_BY_CAPITALS: Final = ("unit", "side", *INSTITUTIONS)
"""Words that say something else where they stand with capitals before a name: `County Reading`."""

SHARED: Final = (
    IN_A_SENTENCE,
    "after a given name",
    "after title",
    "after in",
    "before a unit behind a comma",
    "before a surname",
    "after a capital",
    "before a capital",
    "before body",
    "before house",
    "before landmark",
)
"""Cues of one place at which a text is written that say something of its other places too."""


def cues_of(stretch: Stretch, bearers: Bearers, sight: Sight) -> Cues:
    """The cues of a stretch, where it stands."""
    begins = sight.begins_sentence(stretch.first)
    cues: Cues = {"any": sight.size, f"is {bearers.level}": 1.0}
    cues["prominence"] = bearers.prominence
    cues["several bear it"] = math.log(max(bearers.entities, 1))
    if bearers.is_name:
        cues["is the name"] = 1.0
    if begins:
        cues["begins a sentence"] = 1.0
    _within(stretch, bearers, begins, sight, cues)
    for name in _APART:
        if name in cues:
            cues[f"{name}, is {bearers.level}"] = 1.0
    _before(stretch, begins, sight, cues)
    _behind(stretch, sight, cues)
    if is_within(stretch, bearers.level, sight):
        cues[WITHIN] = 1.0
    is_word = begins and "everyday word" in cues
    if bearers.is_decided and not is_word and _PART_OF_ONE.isdisjoint(cues):
        cues[DECIDED] = 1.0
    if "after a capital" in cues and not _WORDS.isdisjoint(cues):
        cues["a word after a capital"] = 1.0
    return cues


def share_cues(readings: Sequence[tuple[str, str]], cues: Sequence[Cues]) -> None:
    """Let each stretch know what stands beside the same text elsewhere, and how often it is there.

    Args:
        readings: The text of each stretch, and the profile as which it is read.
        cues: Those of each, which grow.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for row, reading in enumerate(readings):
        places.setdefault(reading, []).append(row)
    for rows in places.values():
        if len(rows) == 1:
            continue
        for row in rows:
            cues[row]["times"] = math.log(len(rows))
        for name in SHARED:
            having = sum(name in cues[row] for row in rows)
            for row in rows:
                if having > (name in cues[row]):
                    cues[row][f"elsewhere {name}"] = 1.0


def _within(stretch: Stretch, bearers: Bearers, begins: bool, sight: Sight, cues: Cues) -> None:
    """What the stretch itself says."""
    tokens = sight.tokens[stretch.first : stretch.last + 1]
    count = len(tokens)
    cues["one word" if count == 1 else "two words" if count == 2 else "three words or more"] = 1.0
    if all(token.case == "upper" for token in tokens):
        cues["in capitals"] = 1.0
    if not _is_country_for_short(stretch, bearers, sight):
        if "in capitals" in cues and len(stretch.text) <= 3:
            cues["short capitals"] = 1.0
        if len(stretch.text) <= 2 and tokens[0].case != "none":
            cues["two letters"] = 1.0
    if "is the name" not in cues and all(token.text.isdecimal() for token in tokens):
        cues["digits"] = 1.0
    if unit_abbreviated(stretch.text, sight.text_words) is not None:
        cues["abbreviation"] = 1.0
    small = [token.text.lower() for token in tokens]
    common = [
        None if token.case == "upper" else sight.commonness(word)
        for token, word in zip(tokens, small, strict=True)
    ]
    how = next((each for each in COMMONNESS if each in common), None)
    if count > 1 and None in common:
        how = None
    is_word_there = how is None and sight.is_word_there(stretch, begins)
    if is_word_there:
        cues["everyday word"] = 1.0
    if how is not None:
        cues[f"{how} {'word' if count == 1 else 'words'}"] = 1.0
    if begins and (how is not None or is_word_there):
        cues["begins a sentence as a word"] = 1.0
    if count == 1:
        if small[0] in sight.small and tokens[0].case != "upper":
            cues["small elsewhere"] = 1.0
            if begins:
                cues["small elsewhere, begins a sentence"] = 1.0
        if is_given_name(small[0], sight.words):
            cues["given name"] = 1.0
        elif small[0] in sight.words.common_names:
            cues["surname"] = 1.0


def _is_country_for_short(stretch: Stretch, bearers: Bearers, sight: Sight) -> bool:
    """Whether few capitals are what a country is called: US, UK; among others a word may be: US."""
    if bearers.level != "country" or not bearers.is_name:
        return False
    beside = (
        *sight.tokens[max(0, stretch.first - 1) : stretch.first],
        *sight.tokens[stretch.last + 1 : stretch.last + 2],
    )
    return all(token.case != "upper" for token in beside)


def _before(stretch: Stretch, begins: bool, sight: Sight, cues: Cues) -> None:
    """What stands before it in the same sentence."""
    if begins or not stretch.first:
        return
    token = sight.tokens[stretch.first - 1]
    gap = sight.text[token.end : sight.tokens[stretch.first].start]
    gap = gap.removeprefix("'s").removeprefix("’s")
    gap = gap.removeprefix(".")
    word = token.text.lower()
    if gap.strip():
        cues[f"after {_sign(gap)}"] = 1.0
        if "," in gap and token.case != "lower":
            cues["after a capital and a comma"] = 1.0
        return
    if token.genitive:
        cues["after a genitive"] = 1.0
    cue = sight.cue(stretch.first - 1)
    is_small = token.case == "lower" or sight.is_small(stretch.first - 1)
    if is_small and not _WORDS.isdisjoint(cues) and _is_by_a_capital(stretch.first, cue, sight):
        cues[IN_A_SENTENCE] = 1.0
    if cue in ("title", "direction") or (cue is not None and is_small):
        cues[f"after {cue}"] = 1.0
    elif is_small:
        cues["after a small word"] = 1.0
    elif token.text.isdecimal():
        cues["after a number"] = 1.0
    elif token.case == "none":
        cues["after a word without case"] = 1.0
    else:
        cues["after a capital"] = 1.0
        if cue in _NAMED_BY_CAPITALS:
            cues[f"after a capital {cue}"] = 1.0
        if is_given_name(word, sight.words):
            cues["after a given name"] = 1.0
        if len(word) == 1:
            cues["after an initial"] = 1.0


def _is_by_a_capital(number: int, cue: str | None, sight: Sight) -> bool:
    """Whether a word behind a small one is a name by its capital: `works for Apple`, but in `the
    Board` it need be none, and in German no word that has one."""
    if sight.tokens[number].case not in CAPITAL or _AND_IN_GERMAN in sight.small:
        return False
    return cue not in ("the", "by") or sight.tokens[number - 1].text == "with"


def _behind(stretch: Stretch, sight: Sight, cues: Cues) -> None:
    """What stands behind it."""
    last = sight.tokens[stretch.last]
    if last.genitive and stretch.end == last.end:
        cues["in the genitive"] = 1.0
        return
    if stretch.last + 1 == len(sight.tokens):
        cues["at the end"] = 1.0
        return
    token = sight.tokens[stretch.last + 1]
    gap = sight.text[stretch.end : token.start]
    word = token.text.lower()
    if gap.strip():
        cues[f"before {_sign(gap)}"] = 1.0
        if gap.startswith(",") and token.case != "lower":
            cues["before a comma and a capital"] = 1.0
            if stretch.first >= 0 and _is_unit_behind(stretch, sight):
                cues["before a unit behind a comma"] = 1.0
        return
    if "\n" in gap or "\t" in gap:
        cues["at the end"] = 1.0
        return
    cue = sight.cue(stretch.last + 1)
    if token.case in CAPITAL:
        if cue == "unit" or cue in INSTITUTIONS:
            cues[f"before {cue}"] = 1.0
        else:
            cues["before a capital"] = 1.0
            if word in sight.words.common_names and not is_given_name(word, sight.words):
                cues["before a surname"] = 1.0
    elif token.text.isdecimal():
        cues["before a number"] = 1.0
    elif token.case == "none":
        cues["before a word without case"] = 1.0
    elif cue == "said":
        cues["before said"] = 1.0
        if word in _SPEAKS:
            cues["before a verb of saying"] = 1.0
    else:
        cues["before a small word"] = 1.0


def _is_unit_behind(stretch: Stretch, sight: Sight) -> bool:
    """Whether the abbreviation of a unit follows behind a comma: `Austin, Tex.`"""
    token = sight.tokens[stretch.last + 1]
    written = sight.text[token.start : token.end + 1].rstrip(", ")
    return unit_abbreviated(written, sight.text_words) is not None


def _sign(gap: str) -> str:
    """The sign in a gap that is more than spaces, in a word."""
    for sign, name in (
        (",", "a comma"),
        ("(", "a bracket"),
        ("-", "a hyphen"),
        ("–", "a hyphen"),
        ("/", "a slash"),
        (".", "a point"),
    ):
        if sign in gap:
            return name
    return "a sign"


def is_given_name(word: str, words: Words) -> bool:
    """Whether a word in small letters is known as a given name."""
    return word in words.nicknames


def total(cues: Cues, weights: Mapping[str, float]) -> float:
    """What cues say together, in nats: above 0, that the stretch is meant as a name."""
    return sum(weights.get(name, 0.0) * number for name, number in cues.items())
