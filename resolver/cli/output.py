"""What the commands print: answers as text for people or as JSON, and warnings.

Reach for it to change how an answer is shown.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import click

from resolver.errors import HomeError
from resolver.index.manifest import Calibrated, FieldEntry
from resolver.model import ALIAS_KINDS, Comparison, Decision, Evidence

_MIN_SCORE: Final = 0.0005
"""Score below which a candidate is in the JSON alone."""

_JOINER: Final = re.compile(
    "(?<=[\u0590-\u1fff\ua000-\ufdff])[\u200c\u200d](?=[\u0590-\u1fff\ua000-\ufdff])"
)
"""A sign without width between two letters that says whether they are written joined."""

_MAX_WARNINGS: Final = 5
"""Warnings of one sort that are printed."""


def decision_text(decision: Decision, *, explain: bool) -> str:
    """A decision: the verdict with its reason, then a line a candidate, with the evidence where it
    is asked for."""
    head = f"{decision.verdict}  {decision.id}" if decision.id else decision.verdict
    head += f"  ({decision.reason})"
    shown = [each for each in decision.candidates if each.score >= _MIN_SCORE]
    widths = [
        max((len(getattr(each, field)) for each in shown), default=0)
        for field in ("id", "name", "type")
    ]
    lines = [head]
    for each in shown:
        cells = zip((each.id, each.name, each.type), widths, strict=True)
        columns = "  ".join(printable(text).ljust(width) for text, width in cells)
        lines.append(f"  {each.score:.3f}  {columns}  “{printable(each.alias.text)}”")
        if explain:
            lines += _evidence_lines(each.evidence, indent=9)
    return "\n".join(line.rstrip() for line in lines)


def comparison_text(comparison: Comparison, *, explain: bool) -> str:
    """A comparison: the score, with the evidence where it is asked for."""
    lines = [f"{comparison.score:.3f}"]
    if explain:
        lines += _evidence_lines(comparison.evidence, indent=2)
    return "\n".join(lines)


def fields_text(fields: Mapping[str, FieldEntry]) -> str:
    """A table of the properties of an index: a row each, with what it repeats of others."""
    rows = [("field", "kind", "entities", "values", "repeats")]
    for key, entry in fields.items():
        repeats = ", ".join(
            f"{other.removeprefix('.')} {share:.0%}" for other, share in entry["repeats"].items()
        )
        counts = f"{entry['entities']:,}", f"{entry['values']:,}"
        rows.append((key.removeprefix("."), entry["kind"], *counts, repeats))
    return _table(rows, numbers=(2, 3))


def calibration_text(calibration: Mapping[str, Calibrated]) -> str:
    """A table of what an index has learnt of its scores: a row a profile."""
    if not calibration:
        return "scores are as the weights give them: the table is small, or the weights its own"
    rows = ["profile questions offset slope rivals error before match right".split()]
    for profile, learnt in calibration.items():
        shares = [learnt["error"], learnt["error_before"], learnt["matched"], learnt["precision"]]
        numbers = [f"{learnt['offset']:+.2f}", f"{learnt['slope']:.2f}", f"{learnt['rivals']:.2f}"]
        numbers += ["-" if each is None else f"{each:.3f}" for each in shares]
        rows.append([profile, f"{learnt['questions']:,}", *numbers])
    return _table(rows, numbers=range(1, 9))


def entity_text(record: Mapping[str, Any]) -> str:
    """All that is known of an entity: what it is, its aliases by language and kind, the other IDs
    that lead to it, and its sources, the first of which has its ID, name and type.

    What somebody changed has the number of the change beside it."""
    changes = record.get("changes", {})
    lines = [_table([_cells(record, "id", "name", "type")], numbers=())]
    if "description" in record:
        lines.append(printable(record["description"]))
    rows = _fact_rows(record, changes)
    lines += [_table(rows, numbers=())] if rows else []
    own = ("name", "type", "description")
    edited = [
        [name, "" if name in record else "cleared", f"change {changes[name]}"]
        for name in own
        if name in changes
    ]
    if not any(row[1] for row in edited):
        edited = [[name, change] for name, _, change in edited]
    other_ids = [_cells(each, "id", "by", "source") for each in record.get("other_ids", ())]
    sections = {
        "aliases": _table(_alias_rows(record), numbers=()),
        "other ids": _table(other_ids, numbers=()),
        "edited": _table(edited, numbers=()),
        "sources": _sources_text(record["sources"]),
    }
    for name, text in sections.items():
        if text:
            lines += ["", name, textwrap.indent(text, "  ")]
    return "\n".join(lines)


def _fact_rows(record: Mapping[str, Any], changes: Mapping[str, int]) -> list[list[str]]:
    """Countries, properties and prominence, each with the change that it is as; those that somebody
    took away too."""
    facts = {
        "country": record.get("country"),
        **{f"properties.{name}": each for name, each in record.get("properties", {}).items()},
    }
    if "prominence" in record:
        facts["prominence"] = [f"{record['prominence']:,}"]
    for key in changes:
        if key not in ("name", "type", "description"):
            facts.setdefault(key, [])
    rows = [
        [
            key.removeprefix("properties."),
            ", ".join(values or ()) or "cleared",
            f"change {changes[key]}" if key in changes else record.get("packs", {}).get(key, ""),
        ]
        for key, values in facts.items()
        if values or key in changes
    ]
    return rows if any(row[2] for row in rows) else [row[:2] for row in rows]


def _sources_text(sources: Sequence[Mapping[str, Any]]) -> str:
    """A line a source, and below it the words that its licence asks for."""
    table = _table([_cells(each, "name", "title", "licence") for each in sources], numbers=())
    lines = []
    for line, each in zip(table.split("\n"), sources, strict=True):
        lines.append(line)
        if each.get("attribution"):
            lines.append(f"  {printable(each['attribution'])}")
    return "\n".join(lines)


def _alias_rows(record: Mapping[str, Any]) -> list[list[str]]:
    """The aliases by language and kind, with their dates and, of several sources, their own."""
    rows: list[list[str]] = []
    above = ["", ""]
    for alias in sorted(record.get("aliases", ()), key=_language_and_kind):
        group = [alias.get("language", "-"), alias["kind"]]
        shown = ["", ""] if group == above else [group[0] if group[0] != above[0] else "", group[1]]
        dates = _cells(alias, "valid_from", "valid_until")
        pack = _cells(alias, "pack") if len(record["sources"]) > 1 else []
        if "change" in alias:
            pack = [f"change {alias['change']}"]
        rows.append([*shown, alias["text"], " – ".join(dates).strip() if any(dates) else "", *pack])
        above = group
    return rows


def _language_and_kind(alias: Mapping[str, Any]) -> tuple[str, int]:
    return alias.get("language", ""), ALIAS_KINDS.index(alias["kind"])


def _cells(row: Mapping[str, Any], *keys: str) -> list[str]:
    """Texts of a row by their keys; "" where there is none."""
    return [row.get(key) or "" for key in keys]


def _table(rows: Iterable[Sequence[str]], *, numbers: Collection[int]) -> str:
    """Rows of texts in columns; those of numbers are set to the right."""
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in shown
    )


def json_text(value: object) -> str:
    """JSON over several lines, in the letters of the names."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def note(message: str) -> None:
    """Print on standard error; where that fails nobody hears it, and the command goes on."""
    with suppress(OSError):
        click.echo(message, err=True)


def warn(message: str) -> None:
    """Print a warning on standard error."""
    note(f"warning: {message}")


def say_anew(unreadable: HomeError) -> None:
    """Warn that the store is compiled anew, for the index cannot be read."""
    warn(f"{unreadable.what}; the store is compiled anew")


def warn_of_names(names: Iterable[tuple[str, str]], *, total: int | None = None) -> None:
    """Warn of names, each with the ID of its entity, that are found letter by letter alone."""
    warn_some(
        (
            f"the name {text!r} of {entity_id!r} has no letter or digit: found letter by letter"
            for text, entity_id in names
        ),
        total=total,
    )


def counted(count: int, one: str, many: str | None = None) -> str:
    """How many of something, in words: `1 change`, `2 changes`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def warn_some(messages: Iterable[str], *, total: int | None = None) -> None:
    """Print the first few warnings, and how many more there are.

    Args:
        messages: The warnings, or the first of them.
        total: How many there are, where `messages` has not all.
    """
    warnings = list(messages)
    for message in warnings[:_MAX_WARNINGS]:
        warn(message)
    more = (len(warnings) if total is None else total) - _MAX_WARNINGS
    if more > 0:
        warn(f"and {more:,} more like this")


def _evidence_lines(evidence: Sequence[Evidence], *, indent: int) -> Iterator[str]:
    """The terms, and the sum that is the log-odds of the score."""
    width = max((len(each.name) for each in evidence), default=0)
    for each in evidence:
        pair = " ~ ".join(text for text in (each.asked, each.known) if text)
        yield f"{' ' * indent}{each.value:+7.2f}  {each.name.ljust(width)}  {pair}".rstrip()
    if evidence:
        total = sum(each.value for each in evidence)
        yield f"{' ' * indent}{total:+7.2f}  {'log-odds of the score'}"


def printable(text: str) -> str:
    """A text on one line, without anything that a terminal would obey.

    A joiner between letters of Arabic, Indic and other scripts is part of how they are spelt.
    """
    if text.isprintable():
        return text
    kept = {match.start() for match in _JOINER.finditer(text)}
    return "".join(
        c if c.isprintable() or at in kept else c.encode("unicode_escape").decode()
        for at, c in enumerate(text)
    )
