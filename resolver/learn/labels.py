"""Labelled questions in a CSV, and fitted weights in a file.

Reach for this module to fit a home's weights on labels of its own.

    text,type,country,right            a question and the IDs that are right, `|` between several;
    Ali Reza Zahdi,person,IR,zahedi    none where nobody of the table is meant

Any other column is a property that is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from resolver.errors import BadSource
from resolver.index import Index
from resolver.learn.calibrate import Observation, observe_question
from resolver.match.retrieve.question import Question
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.weights import Values, Weights
from resolver.model import Query
from resolver.packs.rejects import Rejects
from resolver.packs.rows import table_rows
from resolver.rows import placed
from resolver.text.words import Words

_OWN: Final = ("text", "type", "country", "right")
"""Columns that are no properties."""


def observed_questions(path: Path, index: Index, words: Words) -> Iterator[Observation]:
    """What is seen of each labelled question that has candidates.

    Raises:
        BadSource: A row is wrong, or an ID is not in the table; names the line.
    """
    for line, cells in table_rows(path, Rejects(), required=("text", "right")):
        with placed(path, line):
            query = Query(
                cells["text"],
                type=cells.get("type") or None,
                country=tuple(code for code in cells.get("country", "").split("|") if code),
                properties={k: v.split("|") for k, v in cells.items() if k not in _OWN and v},
            )
        gold = {entity_id for entity_id in cells["right"].split("|") if entity_id}
        for entity_id in sorted(gold):
            if index.find_id(entity_id) is None:
                raise BadSource(
                    path,
                    f"no entity has the id {entity_id!r}",
                    "correct it, or import its source and compile",
                    line=line,
                )
        seen = observe_question(Question.of(query, words), gold, index, words)
        if len(seen.right):
            yield seen


def to_toml(weights: Weights, *comment: str) -> str:
    """Weights as a file that people read; `comment` says where they come from."""
    return "".join(f"# {line}".rstrip() + "\n" for line in comment) + "".join(
        _table(f"{name}.{profile}", values)
        for name, table in (("resolve", weights.resolve), ("compare", weights.compare))
        for profile, values in table.items()
    )


def _table(name: str, values: Values | Mapping[str, float]) -> str:
    lines = "".join(f'"{weight}" = {values[weight]}\n' for weight in WEIGHTS)
    return f"\n[{name}]\n{lines}"
