"""Answers as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from resolver.model import Comparison, Decision, Evidence

_SHOWN: Final = 0.0005
"""Candidates less likely than that are in the JSON alone."""


def decision_text(decision: Decision, *, explain: bool) -> str:
    """A decision: the verdict, then a line a candidate, with the evidence where it is asked for."""
    head = f"{decision.verdict}  {decision.id}" if decision.id else decision.verdict
    shown = [each for each in decision.candidates if each.score >= _SHOWN]
    widths = [
        max((len(getattr(each, field)) for each in shown), default=0)
        for field in ("id", "name", "type")
    ]
    lines = [head]
    for each in shown:
        cells = zip((each.id, each.name, each.type), widths, strict=True)
        columns = "  ".join(_shown_as(text).ljust(width) for text, width in cells)
        lines.append(f"  {each.score:.3f}  {columns}  “{_shown_as(each.alias.text)}”")
        if explain:
            lines += _evidence_lines(each.evidence, indent=9)
    return "\n".join(line.rstrip() for line in lines)


def comparison_text(comparison: Comparison, *, explain: bool) -> str:
    """A comparison: the score, with the evidence where it is asked for."""
    lines = [f"{comparison.score:.3f}"]
    if explain:
        lines += _evidence_lines(comparison.evidence, indent=2)
    return "\n".join(lines)


def _evidence_lines(evidence: Sequence[Evidence], *, indent: int) -> Iterator[str]:
    """The terms, and the sum that is the log-odds of the score."""
    width = max((len(each.name) for each in evidence), default=0)
    for each in evidence:
        pair = " ~ ".join(text for text in (each.asked, each.known) if text)
        yield f"{' ' * indent}{each.value:+7.2f}  {each.name.ljust(width)}  {pair}".rstrip()
    if evidence:
        total = sum(each.value for each in evidence)
        yield f"{' ' * indent}{total:+7.2f}  {'log-odds of the score'}"


def _shown_as(text: str) -> str:
    """A text on one line, without anything that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
