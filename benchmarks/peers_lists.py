"""A table and lists of questions to it, half of them by names of somebody else.

Reach for it through `benchmarks.peers`. The table is made of entities of a gazetteer, and of each
that has several names one is taken out. Known are those who are asked by that name, strangers
those whom the table does not have; no form that is asked is in the table. Names of an entity that
have the same form are taken out together. The same arguments make the same lists.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from resolver.text.fold import latin
from resolver.text.keys import form_of

_SEED: Final = 16


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as the table has it: nothing but its names.

    Args:
        id: Its ID.
        type: Its type.
        names: Its names by their forms, the main one first. A form is the name as the ways of
            others get it: folded, in ASCII letters.
    """

    id: str
    type: str
    names: dict[str, list[str]]

    @classmethod
    def from_dict(cls, entity: dict[str, Any]) -> Self:
        """An entity of entity JSONL. Names with a `|` are left out: a cell has it between names."""
        texts = (each if isinstance(each, str) else each["text"] for each in entity["aliases"])
        names: dict[str, list[str]] = {}
        for name in dict.fromkeys((entity["name"], *texts)):
            form = latin(form_of(name))
            if form and "|" not in name:
                names.setdefault(form, []).append(name)
        return cls(entity["id"], entity["type"], names)

    def count(self) -> int:
        """How many names it has."""
        return sum(map(len, self.names.values()))


class Asked(NamedTuple):
    """A question.

    Args:
        name: What is asked.
        type: The type of the entity whose name it is.
        form: The form of the name.
        gold: The ID of the entity of the table that is meant, None for a stranger.
    """

    name: str
    type: str
    form: str
    gold: str | None


class Lists(NamedTuple):
    """A table, and questions to it.

    Args:
        table: The entities.
        test: The questions that count.
        training: Others of the same kind.
    """

    table: list[Named]
    test: list[Asked]
    training: list[Asked]


def draw(gazetteer: Path, names: int, test: int, training: int) -> Lists:
    """Draw a table with so many names, and so many questions to it.

    Args:
        gazetteer: Entity JSONL, compressed.
        names: How many names the table has.
        test: How many questions are in the one list.
        training: How many are in the other.

    Raises:
        ValueError: The gazetteer is too small.
    """
    chance = random.Random(_SEED)
    with gzip.open(gazetteer, "rt", encoding="utf-8") as lines:
        entities = [Named.from_dict(json.loads(line)) for line in lines]
    chance.shuffle(entities := [each for each in entities if each.names])
    table, known = [], []
    rest = iter(entities)
    while names > 0 and (entity := next(rest, None)) is not None:
        if len(entity.names) > 1:
            entity, asked = _without_one(entity, chance)
            known.append(asked)
        table.append(entity)
        names -= entity.count()
    listed = {form for entity in table for form in entity.names}
    strangers = [_asked(entity, chance.choice(list(entity.names)), None) for entity in rest]
    known, strangers = (
        [each for each in some if each.form not in listed] for some in (known, strangers)
    )
    half, tests = (test + training) // 2, test // 2
    if names > 0 or min(len(known), len(strangers)) < half:
        raise ValueError(f"{gazetteer} is too small for so many names and questions")
    return Lists(
        table,
        _shuffled(chance, known[:tests] + strangers[:tests]),
        _shuffled(chance, known[tests:half] + strangers[tests:half]),
    )


def write_table(path: Path, table: Iterable[Named]) -> None:
    """A table as `resolver bulk --against` takes it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "type", "name", "aliases"))
        for each in table:
            name, *aliases = [name for names in each.names.values() for name in names]
            writer.writerow((each.id, each.type, name, "|".join(aliases)))


def write_questions(path: Path, questions: Iterable[Asked]) -> None:
    """A list as `resolver bulk` takes it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "type"))
        writer.writerows((each.name, each.type) for each in questions)


def write_forms(path: Path, forms: Iterable[str]) -> None:
    """Forms as the ways of others take them, one a line."""
    path.write_text("".join(f"{form}\n" for form in forms), "ascii")


def _without_one(entity: Named, chance: random.Random) -> tuple[Named, Asked]:
    """An entity without one of its other names, and the question by it."""
    form = chance.choice(list(entity.names)[1:])
    names = {each: several for each, several in entity.names.items() if each != form}
    return replace(entity, names=names), _asked(entity, form, entity.id)


def _asked(entity: Named, form: str, gold: str | None) -> Asked:
    return Asked(entity.names[form][0], entity.type, form, gold)


def _shuffled(chance: random.Random, questions: Sequence[Asked]) -> list[Asked]:
    return chance.sample(questions, len(questions))
