"""Who each name of a text means here: what the text says beside it, and the other names of it.

    names = [Name(candidates, around, size) …]
    settle(names, countries, weights)    → each name has the chance of each of its candidates

Every candidate has a row of numbers (`COLUMNS` of `resolver.annotate.evidence`), each times its
weight a term of evidence. Some say what the table knows of it and what stands right beside the
name; others, how likely it is that other names of the text are of the same unit or country. These
follow from the chances of the other names, so chances are worked out a few times over, always as
often and in the same order. What the other names say is added up once for all, so that the work
grows with the text and no faster.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.annotate.candidates import Candidate
from resolver.annotate.evidence import COLUMNS, STILL
from resolver.annotate.facts import Facts, Key, Sort
from resolver.match.score.terms import Term, total

Array = npt.NDArray[Any]

ROUNDS: Final = 3
"""How often chances are worked out anew from those of the other names."""

_LEAST_CHANCE: Final = 0.01
"""The chance from which on a candidate counts for other names."""


class Around(NamedTuple):
    """What stands right beside a name, of the candidates of other names.

    Args:
        behind: The keys of units and countries named behind it: `Hilla, Babil`.
        before: The same before it: `Iraq's Babil`.
        sorts: What words beside it say that it is: `the city of Tipperary`.
    """

    behind: frozenset[Key]
    before: frozenset[Key]
    sorts: frozenset[Sort]


class Name:
    """One name of a text, wherever it stands in it.

    Args:
        candidates: Those that it may mean.
        around: What stands beside it.
        size: The logarithm of how many names the table has.
    """

    def __init__(self, candidates: Sequence[Candidate], around: Around, size: float) -> None:
        self.candidates = candidates
        self.base = np.array([total(each.terms) for each in candidates])
        self.rows = np.zeros((len(candidates), len(COLUMNS)))
        for row, each in zip(self.rows, candidates, strict=True):
            row[: len(STILL)] = _still(each, around, size)
        self.profiles = [profile_of(each) for each in candidates]
        self.chances = np.zeros(len(candidates))
        self.log_odds = self.base

    def weigh(self, weights: Mapping[str, Array]) -> None:
        """Work out the chances from the rows.

        Args:
            weights: By profile, those of the columns.
        """
        if not self.candidates:
            return
        each = np.stack([weights[profile] for profile in self.profiles])
        self.log_odds = self.base + (self.rows * each).sum(axis=1)
        highest = max(self.log_odds.max(), 0.0)
        odds = np.exp(self.log_odds - highest)
        self.chances = odds / (odds.sum() + np.exp(-highest))

    def with_terms(self, more: Mapping[int, Sequence[Term]], weights: Mapping[str, Array]) -> Name:
        """The same name of some of its candidates, with further evidence.

        Args:
            more: The evidence of each that is kept, by its place.
            weights: As of `weigh`.
        """
        kept = copy.copy(self)
        places = [*more]
        kept.candidates = [
            self.candidates[place]._replace(terms=[*self.candidates[place].terms, *more[place]])
            for place in places
        ]
        kept.base = np.array([total(each.terms) for each in kept.candidates])
        kept.rows = self.rows[places]
        kept.profiles = [self.profiles[place] for place in places]
        kept.weigh(weights)
        return kept

    def terms(self, place: int, weights: Mapping[str, Array]) -> list[Term]:
        """All that speaks for and against a candidate; what countries say, with their codes."""
        candidate = self.candidates[place]
        values = self.rows[place] * weights[self.profiles[place]]
        codes = " ".join(candidate.facts.countries)
        said = [
            Term(name, value, None, codes if "country" in name else None)
            for name, value in zip(COLUMNS, values.tolist(), strict=True)
            if value
        ]
        return [*candidate.terms, *said]


class _Counts:
    """How many names are of each unit and country, by the chances of their candidates."""

    def __init__(self) -> None:
        self.of: list[defaultdict[Key, float]] = [defaultdict(float) for _ in range(3)]
        self.named: defaultdict[Key, float] = defaultdict(float)

    def add(self, name: Name) -> None:
        for candidate, chance in zip(name.candidates, name.chances.tolist(), strict=True):
            if chance < _LEAST_CHANCE:
                continue
            known = candidate.facts
            for key in known.lies_in:
                self.of[len(key) - 1][key] += chance
            if known.own is not None:
                self.named[known.own] += chance

    def add_all(self, other: _Counts) -> None:
        for mine, theirs in zip((*self.of, self.named), (*other.of, other.named), strict=True):
            for key, count in theirs.items():
                mine[key] += count


def settle(names: Sequence[Name], countries: Iterable[str], weights: Mapping[str, Array]) -> None:
    """Work out the chances of all names of a text, each with regard to the others.

    Args:
        names: Each name once.
        countries: Codes of countries that the text is about, as far as that was said.
        weights: By profile, those of the columns.
    """
    for name in names:
        name.weigh(weights)
    for _ in range(ROUNDS):
        regard(names, countries)
        for name in names:
            name.weigh(weights)


def regard(names: Sequence[Name], countries: Iterable[str]) -> None:
    """Fill in what the other names say; arguments as of `settle`."""
    whole, own = _Counts(), []
    for name in names:
        counts = _Counts()
        counts.add(name)
        own.append(counts)
        whole.add_all(counts)
    for code in countries:
        whole.named[code,] += 1.0
        whole.of[0][code,] += 1.0
    others = max(len(names) - 1, 1)
    for name, counts in zip(names, own, strict=True):
        for row, candidate in zip(name.rows, name.candidates, strict=True):
            row[len(STILL) :] = _moving(candidate.facts, whole, counts, others)


def profile_of(candidate: Candidate) -> str:
    """Whose weights hold for a candidate."""
    return "place" if candidate.type == "place" else "other"


def _still(candidate: Candidate, around: Around, size: float) -> tuple[float, ...]:
    known, how = candidate.facts, candidate.how
    others = [key for key in known.lies_in if key != known.own]
    is_borne = how not in ("matched", "short name")  # else its terms say all this
    return (
        size * is_borne,
        candidate.prominence * is_borne,
        is_borne and not candidate.has_prominence,
        is_borne and known.level == "district",
        is_borne and known.level == "unit",
        is_borne and known.level == "country",
        how in ("alias", "like"),
        how == "short",
        how == "demonym",
        any(key in around.behind for key in others),
        any(key in around.before for key in others),
        known.sort in around.sorts,
        bool(around.sorts) and known.sort not in around.sorts,
    )


def _moving(known: Facts, whole: _Counts, own: _Counts, others: int) -> tuple[float, ...]:
    named, counts = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    for key in known.lies_in:
        depth = len(key) - 1
        if key != known.own:
            said = whole.named.get(key, 0.0) - own.named.get(key, 0.0)
            named[depth] = max(named[depth], min(said, 1.0))
        count = whole.of[depth].get(key, 0.0) - own.of[depth].get(key, 0.0)
        counts[depth] = max(counts[depth], count, 0.0)
    logs = np.log1p(counts).tolist()
    return (
        named[2],
        named[1],
        named[0],
        logs[2],
        logs[1],
        logs[0],
        counts[1] / others,
        counts[0] / others,
    )
