"""Countries, former countries and units as records. Reach for it to change what is said of one.

A name in an official language of its country is `native`; a code is `weak`, since it more often
means something else. A former country has the date on which its code was withdrawn: as a property,
and as the end of its names' validity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from resolver.model import Alias, Entity, Record, Redirect, SameAs
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.packs.territories.cldr_names import (
    country_names,
    names_by_country,
    official_languages,
    without_brackets,
)
from resolver.packs.territories.iso import (
    Former,
    Unit,
    former_countries,
    iso_countries,
    iso_units,
    translations,
)
from resolver.packs.territories.iso_names import plain_names
from resolver.packs.territories.subdivision_xml import CldrFiles, replaced_codes, unit_names
from resolver.packs.territories.weak_names import WeakNames

_NOWHERE: Final = Path("territories")
"""Where records stand that come out of what is installed."""

Names = Mapping[str, list[tuple[str, str]]]
"""Code of a unit → names that CLDR's files have for it, each with its language."""


def records(files: CldrFiles, weak: Callable[[], WeakNames], rejects: Rejects) -> Iterator[Located]:
    """All records: countries, former countries, units, then codes that became others.

    Args:
        files: CLDR's files, if any.
        weak: Reads which names of units are those of cities.
        rejects: What becomes of rows that are wrong.
    """
    names = _names(files)
    units = {unit.code: unit for unit in iso_units()}
    for number, record in enumerate(_entities(units, names, weak()), 1):
        yield Located(record, _NOWHERE, number)
    if files.metadata is not None:
        yield from _replaced(files.metadata, set(units) | set(iso_countries()), rejects)


def _names(files: CldrFiles) -> Names:
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(files.names, key=lambda path: (path.stem != "en", len(path.stem), path)):
        for each in unit_names(path):
            found.setdefault(each.code, []).append((each.language, each.text))
    return found


def _entities(units: Mapping[str, Unit], names: Names, weak: WeakNames) -> Iterator[Record]:
    english = country_names("en")
    for code in sorted(iso_countries()):
        yield _country(code, english[code])
    for former in former_countries():
        yield _former(former)
    for unit in units.values():
        parent = units.get(unit.parent or "")
        country = english[unit.code[:2]][-1]
        own = official_languages(unit.code[:2])
        named = weak(unit.code, _shown(unit), unit.unit_type, _aliases(unit, names, own))
        yield _unit(unit, parent, country, named)


def _country(code: str, english: tuple[str, ...]) -> Entity:
    own, iso = official_languages(code), iso_countries()[code]
    named = sorted(
        names_by_country()[code].items(), key=lambda each: each[1].split("-")[0] not in own
    )
    aliases = [_alias(text, language, own) for text, language in named]
    for field, kind in (("name", "name"), ("common_name", "name"), ("official_name", "legal")):
        for text in filter(None, (iso[field], without_brackets(iso[field]))):
            aliases += [Alias(each, "en", kind) for each in plain_names(text)]
    codes = (code, iso["alpha_3"]) if iso["numeric"] else ()
    aliases += [Alias(each, kind="weak") for each in codes]
    return Entity(
        code,
        "place",
        english[-1],
        tuple(aliases),
        (code,),
        "country or territory",
        properties={"iso_alpha3": iso["alpha_3"], "iso_numeric": iso["numeric"]},
    )


def _former(former: Former) -> Entity:
    name, *others = plain_names(former.name)
    named: list[tuple[str | None, str]] = [(None, text) for text in (name, *others, former.name)]
    named += [
        (language, text)
        for language, translated in translations("iso3166-3").get(former.name, ())
        for text in plain_names(translated)
    ]
    return Entity(
        former.code,
        "place",
        name,
        tuple(Alias(text, language, valid_until=former.withdrawn) for language, text in named),
        description=f"former country, until {former.withdrawn}",
        properties={
            "iso_alpha3": former.alpha_3,
            "iso_numeric": former.numeric,
            "withdrawn": former.withdrawn,
            "comment": former.comment,
        },
    )


def _aliases(unit: Unit, names: Names, own: tuple[str, ...]) -> Iterator[Alias]:
    yield from map(Alias, plain_names(unit.name))
    for language, text in names.get(unit.code, ()):
        yield _alias(text, language, own)
    for language, text in translations("iso3166-2").get(unit.name, ()):
        for name in plain_names(text):
            yield _alias(name, language, own)


def _unit(
    unit: Unit, parent: Unit | None, country: str, named: tuple[str, tuple[Alias, ...]]
) -> Entity:
    name, aliases = named
    parent_name = _shown(parent) if parent else ""
    whose = f"in {parent_name}, {country}" if parent else f"of {country}"
    unit_type = unit.unit_type.lower()
    return Entity(
        unit.code,
        "place",
        name,
        aliases,
        (unit.code[:2],),
        f"{unit_type or 'unit'} {whose}",
        properties={"unit_type": unit_type, "admin1": parent_name},
    )


def _shown(unit: Unit) -> str:
    return plain_names(unit.name)[0]


def _alias(text: str, language: str, own: tuple[str, ...]) -> Alias:
    return Alias(text, language, "native" if language.split("-")[0] in own else "name")


def _replaced(path: Path, codes: set[str], rejects: Rejects) -> Iterator[Located]:
    """Old codes of what is there: one that ISO 3166-2 still has means the same as the other."""
    for each in replaced_codes(path):
        with rejects.row(path, each.line, each.old):
            if each.new in codes:
                is_kept = each.old in codes
                record = SameAs(each.old, (each.new,)) if is_kept else Redirect(each.old, each.new)
                yield Located(record, path, each.line)
