"""The numbers that evidence uses: log-odds in nats, for each type of entity.

They are fitted on labelled data by `resolver calibrate` and kept in `weights.toml` beside this
module, where they can be read and where they come from is said. An index carries the weights that
it was compiled with, and answers with those.

There are two tables, for two questions: `resolve` (is this candidate of a table the one meant?)
and `compare` (are two bare names of one and the same?). Each has a row for each weight in `NAMES`
and each type in `KINDS`; what is of another type is weighed as `other`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, Self

from resolver.errors import HomeFormat

NAMES: Final[Mapping[str, str]] = {
    "before": "Before any evidence, beside what it takes to single out one name.",
    "single": "For each nat that it takes to single out one name of the table.",
    "same name": "The whole name is the same.",
    "same part": "For each nat of rarity of a part that both have.",
    "similar part": "Beside that, for each nat of a part that is only alike.",
    "letters": "For each nat of it, times the share of letters that differ.",
    "sounds": "For each nat of it, times the share of sounds that differ.",
    "consonants": "For each nat of it, times the share of consonants that differ.",
    "nickname": "For each nat of rarity of a part that is a nickname of the other.",
    "initial": "For each nat of rarity, 3 at most, of a part that a letter stands for.",
    "joined part": "Beside its likeness: a part is written in two words, or two in one.",
    "stands for": "For each nat of rarity of a part that is an acronym, or of its words if less.",
    "whole": "For each nat missing to one name, times the share of parts that agree.",
    "complete": "No part is missing and none is extra.",
    "whole letters": "For the likeness of both names without spaces, by letters, from -1 to 1.",
    "whole sound": "For the likeness of both names in sound, from -1 to 1.",
    "sounds alike": "For each nat that likeness in sound says of names in different scripts.",
    "same in Latin": "Beside that: both are the same once in Latin letters.",
    "other script": "Two bare names are in different scripts.",
    "whole consonants": "For the likeness of both names without spaces, by consonants.",
    "missing part": "A part of the known name was not asked.",
    "missing nats": "For each nat of rarity of such a part.",
    "extra part": "An asked part is not in the known name.",
    "extra nats": "For each nat of rarity of such a part.",
    "different part": "Both have a part that the other lacks.",
    "different nats": "For each nat of rarity of the commoner of the two.",
    "different initial": "An initial stands against a part that begins otherwise.",
    "one-sided initial": "One name has an initial more.",
    "one-sided patronymic": "One name has a patronymic that the other lacks.",
    "different patronymic": "The patronymics differ.",
    "one-sided qualifier": "A word in brackets behind the name stands on one side alone.",
    "different qualifier": "What stands in brackets behind the names differs.",
    "same family name": "The family name is the same or alike.",
    "other family name": "The family name is another.",
    "likely other family name": "The same, where which part it is can only be guessed.",
    "number": "A number stands on one side alone.",
    "different number": "Both have a number that the other lacks.",
    "same generic": "A generic word is the same.",
    "missing generic": "A generic word of the known name was not asked.",
    "extra generic": "An asked generic word is not in the known name.",
    "different generic": "Both have a generic word that the other lacks.",
    "same legal form": "A legal form is the same.",
    "one-sided legal form": "A legal form stands on one side alone.",
    "different legal form": "The legal forms differ.",
    "same small word": "An honorific, particle or article is the same.",
    "one-sided small word": "An honorific, particle or article stands on one side alone.",
    "swapped order": "The parts stand in another order.",
    "context nats": "For each nat by which a part of a text falls short of singling out a name.",
    "unit": "A part of a text that says it is a unit of something: a department, a division.",
    "context agrees": "The text around the name has a fact that is known of the candidate.",
    "context silent": "Such facts are known, and the text has none of them.",
    "context country": "The text names its country.",
    "context other country": "The text names countries, and not its own.",
    "behind": "What is not looked at closely, beside the least likely that is.",
    "weak": "The alias usually means something else.",
    "acronym": "The alias is an acronym.",
    "lesser": "The alias is of another kind than name, native, weak and acronym.",
    "prominence": "From the least to the most prominent of a type.",
    "other type": "The candidate's type is `other`, or differs where that is allowed.",
    "same country": "A country agrees.",
    "other country": "Countries are known and none agrees.",
    "same property": "A property agrees.",
    "other property": "A property is known on both sides and differs.",
    "same year": "Of a date, the year agrees; nothing more is known or the rest differs.",
    "outdated": "The alias was not in use at the time asked about.",
}

KINDS: Final = ("person", "organization", "place", "other", "within")
"""The types that have weights of their own, and names within a longer text of any type."""

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights, by question and type.

    Args:
        resolve: By type, the value of each weight where a table is asked.
        compare: The same where two bare names are compared.
    """

    resolve: Mapping[str, Values]
    compare: Mapping[str, Values]

    def to_dict(self) -> dict[str, Any]:
        """The wire form, as an index carries it."""
        return {
            name: {kind: dict(values) for kind, values in table.items()}
            for name, table in (("resolve", self.resolve), ("compare", self.compare))
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """The weights of an index, or of a file.

        Raises:
            HomeFormat: It has other weights than this version uses.
        """
        tables = [value.get(name, {}) for name in ("resolve", "compare")]
        whole = all(
            set(KINDS) == set(table) and all(set(NAMES) == set(table[kind]) for kind in KINDS)
            for table in tables
        )
        if not whole:
            raise HomeFormat("the index has weights of another version", "run: resolver compile")
        return cls(*tables)


def of_kind(table: Mapping[str, Values], kind: str | None) -> Values:
    """The weights for an entity of that type."""
    return table.get(kind or "other") or table["other"]


@functools.cache
def load_weights() -> Weights:
    """The weights that come with the resolver."""
    source = resources.files("resolver.match.score").joinpath("weights.toml")
    return Weights.from_dict(tomllib.loads(source.read_text(encoding="utf-8")))
