"""What is wanted of a dump. Reach for `options_beside` to read what a file beside it says.

The classes that are known, with the types of their instances, are rows of `classes.csv`; which
options there are is in the docstring of the folder.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadSource
from resolver.model import TYPES
from resolver.packs.toml_text import read_toml

LANGUAGES: Final = tuple("ar de en es fa fr he hi it ja ko ku pt ru tr uk zh".split())
"""Languages of labels and aliases where nothing else is said; `mul` comes always."""

_MIN_SITELINKS: Final = 1

_KEYS: Final = ("classes", "languages", "min_sitelinks", "types")

_ENDS: Final = (".gz", ".bz2", ".zst", ".json", ".jsonl", ".ndjson")
"""Ends of a dump's name that its stem is without."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is wanted.

    Args:
        types: By class, the type of its instances.
        languages: Languages of labels and aliases; `zh` is also `zh-hant`.
        min_sitelinks: Pages that wikis have about an item, at least.
    """

    types: Mapping[str, str]
    languages: frozenset[str]
    min_sitelinks: int


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of this folder."""
    text = resources.files("resolver.packs.wikidata").joinpath(name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def stem_of(path: Path) -> str:
    """The name of a dump without its ends: `latest-all` of latest-all.json.bz2."""
    return _stems(path)[-1]


def _stems(path: Path) -> list[str]:
    """The name of a dump, and what is left of it as one end after the other is taken away."""
    found = [path.name]
    while any(found[-1].lower().endswith(end) for end in _ENDS):
        found.append(Path(found[-1]).stem)
    return found


def options_file(path: Path) -> Path | None:
    """The file of options beside a dump, if there is one; its name may have the dump's ends."""
    beside = (path.with_name(f"{stem}.toml") for stem in reversed(_stems(path)))
    return next((each for each in beside if each.exists()), None)


def options_beside(path: Path) -> Options:
    """What is wanted of a dump: what the file beside it says, else the defaults.

    Raises:
        BadSource: The file is no TOML, has an unknown key, or a value that is none.
    """
    beside = options_file(path)
    said = {} if beside is None else read_toml(beside, 'types = ["person"]')
    where = path if beside is None else beside
    for key in said:
        if key not in _KEYS:
            what = f"unknown key {key!r}"
            raise BadSource(where, what, f"the keys are {', '.join(_KEYS)}", column=key)
    count = said.get("min_sitelinks", _MIN_SITELINKS)
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise BadSource(where, "min_sitelinks is not a count", "write min_sitelinks = 5")
    languages = _texts(where, "languages", said.get("languages", LANGUAGES))
    types = _types(where, said.get("classes"), said.get("types"))
    return Options(types, frozenset(each.lower() for each in languages), count)


def _types(where: Path, classes: Any, types: Any) -> dict[str, str]:
    known = {row["id"]: row["type"] for row in table("classes.csv")}
    if isinstance(classes, dict):
        found = {each: _known_type(where, type_) for each, type_ in classes.items()}
        for each in found:
            _check_class(where, each)
    elif classes is not None:
        found = {}
        for each in _texts(where, "classes", classes):
            if each not in known:
                what = f"the list of classes has no {each}"
                raise BadSource(where, what, f'say its type: classes = {{{each} = "other"}}')
            found.update((narrower, known[narrower]) for narrower in _with_subclasses(each))
    else:
        found = known
    if types is not None:
        wanted = {_known_type(where, each) for each in _texts(where, "types", types)}
        found = {each: type_ for each, type_ in found.items() if type_ in wanted}
    if not found:
        raise BadSource(where, "no class is wanted", "take classes or types away, or add one")
    return found


def _with_subclasses(class_id: str) -> Iterator[str]:
    yield class_id
    for row in table("classes.csv"):
        if row["subclass_of"] == class_id:
            yield from _with_subclasses(row["id"])


def _check_class(where: Path, class_id: str) -> None:
    if class_id[:1] != "Q" or not class_id[1:].isdecimal():
        raise BadSource(where, f"{class_id!r} is no class of Wikidata", "write an ID such as Q5")


def _known_type(where: Path, value: Any) -> str:
    if value not in TYPES:
        raise BadSource(where, f"{value!r} is not a type", f"use one of {', '.join(TYPES)}")
    return str(value)


def _texts(where: Path, key: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise BadSource(where, f"{key} is not a list of texts", f'write {key} = ["…"]', column=key)
    return list(value)
