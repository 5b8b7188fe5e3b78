"""An entity's record in the order in which its page shows it.

Reach for `names_of`, `facts_of`, `sources_of` and `other_ids_of`; each takes a record as
`Resolver.entity` has it, and looks nothing up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from resolver.explaining.naming import KINDS, country_name, language_name, property_name, validity
from resolver.model.checks import ALIAS_KINDS
from resolver.text.script import fits_language, main_script

Record = Mapping[str, Any]

COORDINATES: Final = ("latitude", "longitude")
"""Properties that the map shows."""

_ORDER: Final = ("native", *(each for each in ALIAS_KINDS if each != "native"))
"""The kinds of aliases in the order in which they are shown."""

_LATIN: Final = "Latin letters"

_LETTERS: Final = {"none": "No letters", "cjk": "Chinese characters"}
"""What scripts are called that are not called as Unicode calls their letters."""

_OTHER_IDS: Final = {
    "same_as": "what another source calls it",
    "redirect": "an older ID",
    "merge": "was merged into it",
}
"""Why an ID leads to an entity, in words, by what declares it."""


class Name(NamedTuple):
    """An alias, as people read it.

    Args:
        text: As written.
        language: Its tag, "" where it has none.
        time: When it was in use; maybe "".
        is_edited: Whether somebody added it here.
    """

    text: str
    language: str
    time: str
    is_edited: bool


class Kind(NamedTuple):
    """The names of a kind: the kind in words, "" where it is any name, and the names."""

    words: str
    names: tuple[Name, ...]


class Names(NamedTuple):
    """The aliases of a language in a script.

    Args:
        heading: What they have in common, in words.
        kinds: They themselves by kind, the likeliest first.
    """

    heading: str
    kinds: tuple[Kind, ...]


class Value(NamedTuple):
    """A value of a fact.

    Args:
        text: As the table has it.
        url: Where it leads, if it is an address of the web.
    """

    text: str
    url: str | None = None


class Fact(NamedTuple):
    """A word, and the values that it has."""

    word: str
    values: tuple[Value, ...]


class Source(NamedTuple):
    """Where something comes from.

    Args:
        title: What it is called.
        licence: Under which it is passed on; "" where nothing is said of that.
        attribution: Who is to be named; likewise.
        url: Where it was taken from, if that is an address of the web.
    """

    title: str
    licence: str
    attribution: str
    url: str | None


class OtherId(NamedTuple):
    """An ID that leads to the entity, and why."""

    id: str
    why: str


def names_of(record: Record) -> list[Names]:
    """The aliases by language and script.

    Languages in which the entity is called at home come first, and last what says no language, of
    that the Latin letters first.
    """
    groups: dict[tuple[bool, bool, str], list[Record]] = defaultdict(list)
    for alias in record.get("aliases", ()):
        language = alias.get("language", "")
        heading = _heading(alias["text"], language)
        groups[not language, heading != _LATIN, heading].append(alias)
    found = [(key, _kinds(aliases)) for key, aliases in groups.items()]
    found.sort(key=lambda pair: (pair[1][0].words != KINDS["native"], pair[0]))
    return [Names(heading, kinds) for (*_, heading), kinds in found]


def facts_of(record: Record) -> list[Fact]:
    """Countries by name, properties and prominence; what the map shows is left out."""
    has_place = all(key in record.get("properties", {}) for key in COORDINATES)
    return [*_facts(record, COORDINATES if has_place else ())]


def sources_of(record: Record) -> list[Source]:
    """The sources of a record, that of its name first."""
    return [
        Source(
            title=str(each.get("title") or each["name"]),
            licence=str(each.get("licence") or ""),
            attribution=str(each.get("attribution") or ""),
            url=web_address(str(each.get("origin") or "")),
        )
        for each in record["sources"]
    ]


def other_ids_of(record: Record) -> list[OtherId]:
    """The IDs that lead to the entity."""
    return [
        OtherId(each["id"], _OTHER_IDS.get(each["by"], each["by"]))
        for each in record.get("other_ids", ())
    ]


def web_address(text: str) -> str | None:
    """A text, where it is the whole address of something on the web; nothing else is a link."""
    if not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:  # what looks like an address of IPv6 and is none
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None


def _heading(text: str, language: str) -> str:
    script = main_script(text)
    letters = _LETTERS.get(script) or f"{script.capitalize()} letters"
    if not language:
        return letters
    name = language_name(language)
    fits = script == "none" or fits_language(text, language)
    return name if fits else f"{name}, in {letters}"


def _kinds(aliases: list[Record]) -> tuple[Kind, ...]:
    """Aliases by kind, at home first."""
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for alias in sorted(aliases, key=lambda each: str(each["text"])):
        by_kind[alias.get("kind", "name")].append(alias)
    kinds = [each for each in _ORDER if each in by_kind]
    return tuple(
        Kind("" if each == "name" else KINDS[each], tuple(map(_name, by_kind[each])))
        for each in kinds
    )


def _name(alias: Record) -> Name:
    return Name(
        text=alias["text"],
        language=alias.get("language", ""),
        time=validity(alias.get("valid_from"), alias.get("valid_until")),
        is_edited="change" in alias,
    )


def _facts(record: Record, left_out: tuple[str, ...]) -> Iterator[Fact]:
    countries = record.get("country", ())
    if countries:
        word = "Country" if len(countries) == 1 else "Countries"
        yield Fact(word, tuple(Value(country_name(code)) for code in countries))
    for name, values in record.get("properties", {}).items():
        if name not in left_out:
            found = tuple(Value(str(each), web_address(str(each))) for each in values)
            yield Fact(_sentence(property_name(name)), found)
    if record.get("prominence") is not None:
        yield Fact("Prominence", (Value(f"{record['prominence']:,}"),))


def _sentence(word: str) -> str:
    return word[:1].upper() + word[1:]
