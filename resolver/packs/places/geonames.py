"""The pack `geonames`, out of GeoNames' own files: a directory of them, or the one of places.

    allCountries.txt, cities500.txt, IQ.txt, …   geonameid, name, asciiname, alternatenames,
                                                 latitude, longitude, feature class, feature code,
                                                 country code, cc2, admin1 code, admin2 code,
                                                 admin3 code, admin4 code, population, …

Reach for it to change what is known of a place. Names by language come out of alternateNamesV2.txt
beside it, else out of the column alternatenames; names of units and countries out of the small
files (`codes`). Every file may be as it was fetched (.zip). A country of countryInfo.txt has its
ISO code as ID, everything else its number.

Source: readme.txt of https://download.geonames.org/export/dump/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from resolver.errors import BadSource
from resolver.model import COUNTRIES, Alias, Entity, Record, SameAs, Source
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.places import alternate_names
from resolver.packs.places.alternate_names import AlternateNames, Named
from resolver.packs.places.bare_names import bare_aliases
from resolver.packs.places.codes import SIBLINGS, Codes, Country, cells_of, member_of, read_codes
from resolver.packs.places.features import feature_words
from resolver.packs.places.units import geonames_id
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked
from resolver.rows import bounded_lines

NAME: Final = "geonames"
TITLE: Final = "Places of the world, out of GeoNames' own files"
LICENCE: Final = "CC-BY-4.0"
ATTRIBUTION: Final = "GeoNames (https://www.geonames.org)"
ORIGIN: Final = "https://download.geonames.org/export/dump/"

_WORLD: Final = ("allCountries", "cities500", "cities1000", "cities5000", "cities15000")
"""Files of places, those that hold more first."""

_MAIN: Final = re.compile(r"(allCountries|cities\d+|no-country|[A-Z]{2})\.(txt|zip)")
_FIRST_LINE: Final = re.compile(rb"(\xef\xbb\xbf)?\d+\t([^\t\n]*\t){17}[^\t\n]*\r?\n?")
_HEAD: Final = 1 << 17
"""Bytes that the first line of a file of places has at most."""

_COLUMNS: Final = 19
_UNDER_FIRST: Final = frozenset({"ADM1", "ADM1H", "PCL", "PCLI", "PCLD", "PCLS", "PCLF", "PCLH"})
"""Feature codes of what lies in no unit."""

_CITIES: Final = frozenset({"PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLG"})
_CITY: Final = 15_000
"""Inhabitants from which a place is called a city."""


@dataclass(frozen=True, slots=True)
class _Files:
    """The file of places, and those beside it by name."""

    main: Path
    beside: dict[str, Path]

    @property
    def all(self) -> list[Path]:
        return [self.main, *self.beside.values()]


def is_geonames(path: Path) -> bool:
    """Whether something is a file of places of GeoNames, or a directory that holds one."""
    return _main_file(path) is not None


def open_geonames(path: Path) -> Pack:
    """The pack.

    Raises:
        BadSource: There is no file of places, or one cannot be read.
    """
    main = _main_file(path)
    if main is None:
        raise BadSource(path, "no file of places of GeoNames", "give allCountries.zip or the like")
    files = _Files(main, dict(_beside(main.parent)))
    source = Source(
        name=NAME,
        digest=digest(files.all, made_by=f"{NAME} 1"),
        title=TITLE,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        origin=ORIGIN,
        fields=(("latitude", "number"), ("longitude", "number")),
        schemes=("geonames", "iso-3166"),
    )
    return Pack(source, sum(each.stat().st_size for each in files.all), partial(_records, files))


def _main_file(path: Path) -> Path | None:
    """The file of places at a path: itself, or the largest of a directory."""
    try:
        if not path.is_dir():
            return path if _is_main(path) else None
        found = {each.stem: each for each in sorted(path.iterdir()) if _is_main(each)}
    except OSError:
        return None
    world = [found[name] for name in _WORLD if name in found]
    return world[0] if world else next(iter(found.values())) if len(found) == 1 else None


def _is_main(path: Path) -> bool:
    if not _MAIN.fullmatch(path.name) or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.readline(_HEAD)
    return head.startswith(b"PK\x03\x04") or _FIRST_LINE.fullmatch(head) is not None


def _beside(directory: Path) -> Iterator[tuple[str, Path]]:
    for name in (*SIBLINGS, alternate_names.NAME):
        for path in (directory / f"{name}.txt", directory / f"{name}.zip"):
            if path.is_file():
                yield name, path
                break


def _records(files: _Files, rejects: Rejects) -> Iterator[Located]:
    codes = read_codes(files.beside, rejects)
    path = files.beside.get(alternate_names.NAME)
    opened = nullcontext() if path is None else alternate_names.alternate_names(path, rejects)
    with opened as names, open_unpacked(files.main, member=member_of(files.main.stem)) as stream:
        for number, raw in enumerate(bounded_lines(files.main, stream), 1):
            with rejects.row(files.main, number, raw):
                if raw.strip():
                    cells = cells_of(files.main, number, raw, _COLUMNS)
                    for record in _of_row(cells, codes, names):
                        yield Located(record, files.main, number)


def _of_row(cells: list[str], codes: Codes, names: AlternateNames | None) -> Iterator[Record]:
    """The entity of a row, and what it is the same as."""
    number = cells[0]
    at_home = codes.countries.get(cells[8])
    if names is None:
        named = Named(list(bare_aliases(cells[3].split(","))))
    else:
        named = names.of(number, at_home.language if at_home is not None else "")
    country = codes.countries_by_id.get(number)
    same = sorted(set(named.wikidata))
    if country is not None:
        yield _country(cells, country, named)
        yield SameAs(country.code, (geonames_id(number), *same))
        return
    yield _place(cells, codes, at_home, named)
    if same:
        yield SameAs(geonames_id(number), tuple(same))


def _country(cells: list[str], country: Country, named: Named) -> Entity:
    return Entity(
        country.code,
        "place",
        country.name,
        (*named.aliases, Alias(cells[1])),
        (country.code,),
        "country or territory",
        _count(cells[14]),
        named.codes | {"iso_alpha3": [country.alpha_3], "iso_numeric": [country.numeric]},
    )


def _place(cells: list[str], codes: Codes, country: Country | None, named: Named) -> Entity:
    number, name, _, _, latitude, longitude, feature_class, feature, code, _, *admin = cells[:12]
    admin1, admin2 = "", ""
    if feature not in _UNDER_FIRST:
        admin1, admin2 = codes.units_of(number, code, *admin)
        admin2 = "" if feature == "ADM2" else admin2
    population = _count(cells[14])
    what = feature_words(feature_class, feature)
    if feature in _CITIES:
        what = "city" if (population or 0) >= _CITY else "populated place"
    where = ", ".join(filter(None, (admin1, country.name if country else "")))
    return Entity(
        geonames_id(number),
        "place",
        name,
        tuple(named.aliases),
        (code,) if code in COUNTRIES else (),
        f"{what} in {where}" if where else what,
        population,
        named.codes
        | {
            "latitude": [latitude],
            "longitude": [longitude],
            "feature": [feature],
            "admin1": [admin1],
            "admin2": [admin2],
        },
    )


def _count(population: str) -> int | None:
    """Inhabitants; 0 means that nobody counted them."""
    return int(population) or None if population.isdecimal() else None
