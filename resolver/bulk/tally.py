"""What is counted of a list while it is answered, in bounded memory, and its summary.

Reach for it to say more of a list at its end, or in its report. A tally goes into a checkpoint and
comes back as it was: that of a resumed run equals that of an undisturbed one.
"""

from __future__ import annotations

import heapq
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final, NamedTuple, Self

from resolver.bulk.stream import Answer
from resolver.lists.reading import Row

BINS: Final = 20
"""Bins of the histogram of scores."""

MAX_REPORTED: Final = 100
"""Rows with an error that are reported one by one; the others are counted."""

SAMPLED: Final = 20
"""Rows of each verdict that are shown."""

VERDICTS: Final = ("match", "ambiguous", "no_match")

_MAX_CELL: Final = 300
"""Characters that are kept of a text to be shown."""


_NAMES: Final = ("unmatched", "ambiguous")
"""What of a summary are names with their rows."""


class BadRow(NamedTuple):
    """A row with an error: the line that it begins in, what is wrong, and the name in it."""

    line: int
    error: str
    name: str = ""


class Sample(NamedTuple):
    """A row drawn to be shown.

    Args:
        draw: A number drawn for it: those with the highest are shown.
        row: Its own number.
        asked: The name.
        best: The first candidate.
        score: Of that candidate.
    """

    draw: int
    row: int
    asked: str
    best: str
    score: float | None


@dataclass(slots=True)
class Tally:
    """What was counted so far.

    Args:
        rows: Rows of the input.
        written: Those of them that are in the output.
        blank: Rows that ask nothing.
        errors: Rows with an error.
        created: Rows for whose names entities were created.
        verdicts: Rows by verdict.
        scores: By verdict, rows by bin of the first candidate's score.
        types: By type, rows by verdict.
        countries: By country asked, rows by verdict.
        reported: The first rows with an error.
        samples: By verdict, rows drawn at random, the same in every run.
    """

    rows: int = 0
    written: int = 0
    blank: int = 0
    errors: int = 0
    created: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    scores: dict[str, list[int]] = field(
        default_factory=lambda: {verdict: [0] * BINS for verdict in VERDICTS}
    )
    types: dict[str, Counter[str]] = field(default_factory=dict)
    countries: dict[str, Counter[str]] = field(default_factory=dict)
    reported: list[BadRow] = field(default_factory=list)
    samples: dict[str, list[Sample]] = field(
        default_factory=lambda: {verdict: [] for verdict in VERDICTS}
    )

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """A tally from a checkpoint."""
        given = dict(value)
        given["verdicts"] = Counter(given["verdicts"])
        for name in ("types", "countries"):
            given[name] = {key: Counter(counts) for key, counts in given[name].items()}
        given["reported"] = [BadRow(*each) for each in given["reported"]]
        given["samples"] = {
            verdict: [Sample(*each) for each in rows] for verdict, rows in given["samples"].items()
        }
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """As a checkpoint has it, once it is JSON."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def unasked(self) -> int:
        """Rows that have a name and could not be asked."""
        return self.rows - self.blank - self.created - self.verdicts.total()

    def add(self, row: Row, answer: Answer) -> None:
        """Count a row that was answered."""
        verdict = answer.verdict
        self.rows += 1
        if answer.error is not None:
            self.errors += 1
            if len(self.reported) < MAX_REPORTED:
                self.reported.append(BadRow(row.line, answer.error, answer.name[:_MAX_CELL]))
        if verdict == "created":
            self.created += 1
        if verdict not in self.scores:
            self.blank += not verdict
            return
        self.verdicts[verdict] += 1
        if answer.score is not None:
            self.scores[verdict][min(int(answer.score * BINS), BINS - 1)] += 1
        _count(self.types, answer.type, verdict)
        for country in answer.country:
            _count(self.countries, country, verdict)
        if answer.text is not None:
            self._draw(row.number, answer, answer.text)

    def _draw(self, number: int, answer: Answer, asked: str) -> None:
        """Show a row among those of its verdict, if the number drawn for it is high enough."""
        shown = self.samples[answer.verdict]
        draw = zlib.crc32(number.to_bytes(8, "little"))
        if len(shown) == SAMPLED and draw <= shown[0].draw:
            return
        sample = Sample(draw, number, asked[:_MAX_CELL], answer.best[:_MAX_CELL], answer.score)
        if len(shown) < SAMPLED:
            heapq.heappush(shown, sample)
        else:
            heapq.heapreplace(shown, sample)


def _count(counts: dict[str, Counter[str]], name: str, verdict: str) -> None:
    """Count a row of a verdict under a name."""
    of_name = counts.get(name)
    if of_name is None:
        of_name = counts[name] = Counter()
    of_name[verdict] += 1


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done, once all of it is.

    Args:
        tally: What was counted.
        unmatched: The names that most rows ask of those that are nobody's.
        ambiguous: The same of those that are ambiguous.
        seconds: How long this run took; the part of a run before it is not in it.
        resumed_rows: Rows that a run before it had done.
        index: Fingerprint of the index that answered.
    """

    tally: Tally
    unmatched: Sequence[tuple[str, int]]
    ambiguous: Sequence[tuple[str, int]]
    seconds: float
    resumed_rows: int
    index: str

    @classmethod
    def from_record(cls, value: Mapping[str, Any]) -> Self:
        """A summary as `to_record` made it, out of JSON."""
        names = {each: [(text, rows) for text, rows in value[each]] for each in _NAMES}
        return cls(**{**value, **names, "tally": Tally.from_dict(value["tally"])})

    def to_record(self) -> dict[str, Any]:
        """All of it as JSON values, with names of the list."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {
            "tally": self.tally.to_dict()
        }

    @property
    def rows_a_second(self) -> float:
        """Rows of the input that this run did in a second."""
        return (self.tally.rows - self.resumed_rows) / max(self.seconds, 1e-3)

    def to_dict(self) -> dict[str, Any]:
        """The wire form: counts, without a name of the list."""
        tally = self.tally
        return {
            "rows": tally.rows,
            "written": tally.written,
            "verdicts": {verdict: tally.verdicts[verdict] for verdict in VERDICTS},
            **({"created": tally.created} if tally.created else {}),
            "blank": tally.blank,
            "unasked": tally.unasked,
            "errors": tally.errors,
            "seconds": round(self.seconds, 3),
            "rows_a_second": round(self.rows_a_second, 1),
            "index": self.index,
        }
