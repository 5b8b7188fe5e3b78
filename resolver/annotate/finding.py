"""Which stretches of a text are meant as names: the best by their cues that do not overlap.

Reach for `find` to have the names of a text; `resolver.annotate.cues` says what speaks for a
stretch, weights.toml how much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from resolver.annotate.bearers import Bearers, bearers_of
from resolver.annotate.candidates import Asking
from resolver.annotate.cues import DECIDED, WITHIN, Cues, cues_of, share_cues, total
from resolver.annotate.pausing import with_pauses
from resolver.annotate.reading import Read
from resolver.annotate.readings import is_beside_another, readings, with_more
from resolver.annotate.sight import Sight
from resolver.annotate.stretches import Stretch, Stretches
from resolver.annotate.tokens import Token

_FOR_EACH_WORD: Final = 0.5
"""Nats by which a stretch goes before one that it overlaps, for each word that it has more."""

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
    too_long = with_more(text, bearers, asking)
    read_as = readings(text, bearers, too_long, asking)
    cues = [cues_of(run, each, sight) for run, each in with_pauses(read_as, asking.pause)]
    borne = [run for run, _ in read_as]
    profiles = ["place" if each.is_place else "other" for _, each in read_as]
    for run, each in zip(borne, cues, strict=True):
        within = _longer(run, stretches, bearers, too_long)
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
        if DECIDED in each and is_beside_another(run, sight, asking):
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


def _longer(
    run: Stretch,
    stretches: Stretches,
    bearers: Mapping[str, Sequence[Bearers]],
    too_long: Collection[Stretch],
) -> list[Stretch]:
    """The longer names of the table that begin or end where it does; `Fla.` is one of `Fla`. Behind
    a comma stands where a place lies, though that is a name too: `Naples, Florida`."""
    return [
        other
        for other in (*stretches.starting[run.start], *stretches.ending[run.end])
        if (other.last - other.first > run.last - run.first or _is_cut(run, other))
        and bearers[other.text]
        and other not in too_long
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
