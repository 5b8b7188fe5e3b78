"""The name of an item, and its aliases. Reach for it to change what counts as a name.

The name is the label in English, else the one for several languages, else the one that most of the
wanted languages share, else that most of all do. A name that is written alike in several languages
comes once, with the first of them. Official, native and birth names come in whatever language they
are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from resolver.model import Alias
from resolver.model.checks import TEXT_LIMIT
from resolver.packs.dates import period
from resolver.packs.wikidata.statements import best, part, qualified_date, value_of

_KINDS: Final = {
    "P1448": "legal",  # official name
    "P1705": "native",  # native label
    "P1559": "native",  # name in native language
    "P1477": "former",  # birth name
    "P1449": "nickname",
    "P742": "nickname",  # pseudonym
    "P1813": "name",  # short name
    "P2561": "name",
}
"""Properties that hold names, and the kinds of these."""

_NO_LANGUAGE: Final = frozenset({"mul", "und", "mis", "zxx"})
"""Codes for several languages, for one that is not known or has no code, and for none."""


def named(item: dict[str, Any], languages: frozenset[str]) -> tuple[str, tuple[Alias, ...]] | None:
    """The name of an item and its aliases, or None where it has no label.

    Args:
        item: The item.
        languages: Languages of the labels and aliases that are wanted.
    """
    labels = {code: each["value"] for code, each in part(item, "labels").items()}
    wanted = {code: text for code, text in labels.items() if _is_wanted(code, languages)}
    name = labels.get("en") or labels.get("mul") or _commonest(wanted) or _commonest(labels)
    if name is None:
        return None
    texts = dict.fromkeys([name])
    found: list[Alias] = []
    for code, text in _written(item, wanted, languages):
        if text not in texts and len(text) <= TEXT_LIMIT:
            texts[text] = None
            found.append(Alias(text, None if code == "mul" else code))
    return name, (*found, *_stated(part(item, "claims")))


def _is_wanted(code: str, languages: frozenset[str]) -> bool:
    return code == "mul" or code in languages or code.partition("-")[0] in languages


def _commonest(labels: dict[str, str]) -> str | None:
    most = Counter(labels.values()).most_common(1)
    return most[0][0] if most else None


def _written(
    item: dict[str, Any], labels: dict[str, str], languages: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Labels, then aliases, each with its language."""
    yield from labels.items()
    for code, aliases in part(item, "aliases").items():
        if _is_wanted(code, languages):
            for each in aliases:
                yield code, each["value"]


def _stated(claims: dict[str, Any]) -> Iterator[Alias]:
    """Names that statements hold; one that ended is a former name, with its time."""
    for prop, kind in _KINDS.items():
        for statement in best(claims, prop) if prop in claims else ():
            value = value_of(statement)
            text, language = (
                (value, None) if isinstance(value, str) else (value["text"], value["language"])
            )
            start, end = _time(statement)
            if len(text) <= TEXT_LIMIT:
                language = None if language in _NO_LANGUAGE else language
                yield Alias(text, language, kind if end is None else "former", start, end)


def _time(statement: dict[str, Any]) -> tuple[str | None, str | None]:
    """From when until when a statement was true, as far as it says so and that can be."""
    return period(qualified_date(statement, "P580"), qualified_date(statement, "P582"))
