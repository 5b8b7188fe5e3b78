"""The pack `geonames`, out of GeoNames' own files: a directory of them, or the one of places.

    allCountries.txt, cities500.txt, IQ.txt, …   geonameid, name, asciiname, alternatenames,
                                                 latitude, longitude, feature class, feature code,
                                                 country code, cc2, admin1 code, admin2 code,
                                                 admin3 code, admin4 code, population, …

Reach for it to change what is known of a place. Names by language come out of alternateNamesV2.txt
beside it (or the older alternateNames.txt), else out of the column alternatenames; names of units
and countries out of the small files (`codes`). Every file may be as it was fetched (.zip). The file
of one country, IQ.txt, is a source of its own, `geonames-IQ`. A country of countryInfo.txt has its
ISO code as ID, everything else its number.

Source: readme.txt of https://download.geonames.org/export/dump/.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from resolver.errors import BadSource, BadValue
from resolver.model import COUNTRIES, Alias, Entity, Record, SameAs
from resolver.packs.entry import Entry
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.places import alternate_names
from resolver.packs.places.alternate_names import AlternateNames, Named
from resolver.packs.places.bare_names import bare_aliases
from resolver.packs.places.codes import SIBLINGS, Codes, Country, cells_of, member_of, read_codes
from resolver.packs.places.features import city_words, feature_words
from resolver.packs.places.units import geonames_id
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked
from resolver.rows import bounded_lines

_WORLD: Final = ("allCountries", "cities500", "cities1000", "cities5000", "cities15000")
"""Files of places, those that hold more first."""

_MAIN: Final = re.compile(
    r"(allCountries|cities\d+|no-country|[A-Z]{2})(?: \(\d+\))?\.(?:txt|zip|txt\.gz)"
)
"""Names of files of places; browsers number a file that they fetch again."""

_FIRST_LINE: Final = re.compile(rb"(\xef\xbb\xbf)?\d+\t([^\t\n]*\t){17}[^\t\n]*\r?\n?")
_HEAD: Final = 1 << 17
"""Bytes that the first line of a file of places has at most."""

_ENDS: Final = (".txt", ".zip", ".txt.gz")
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b")
"""How a file begins that is packed."""

_DISTINCT: Final = frozenset({"admin1CodesASCII", "admin2Codes", alternate_names.NAME})
"""Files beside it whose names nobody else has."""

_SHOWN: Final = 5
"""Names of files that an error has."""

_COLUMNS: Final = 19
_DIGITS: Final = 15
"""Digits that a number of inhabitants has at most."""

_UNDER_FIRST: Final = frozenset({"ADM1", "ADM1H", "PCL", "PCLI", "PCLD", "PCLS", "PCLF", "PCLH"})
"""Feature codes of what lies in no unit."""

_CITIES: Final = frozenset({"PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLG"})


@dataclass(frozen=True, slots=True)
class _Files:
    """The file of places, and those beside it by name."""

    main: Path
    beside: dict[str, Path]

    @property
    def all(self) -> list[Path]:
        return [self.main, *self.beside.values()]


def is_geonames(path: Path) -> bool:
    """Whether something is a file of places of GeoNames, or a directory that holds such files.

    A directory is one too where a file is missing: `open_geonames` says which.
    """
    return _main_file(path) is not None or bool(_parts_of(path))


def open_geonames(path: Path) -> Pack:
    """The pack.

    Raises:
        BadSource: There is no file of places, or one cannot be read.
    """
    main = _main_file(path)
    if main is None:
        raise _none_of(path)
    files, main_name = _Files(main, dict(_beside(main.parent))), _name_of(main)
    source = ENTRY.source(
        digest(files.all, made_by="geonames 1"),
        fields=(("latitude", "number"), ("longitude", "number")),
        schemes=("geonames", "iso-3166"),
    )
    if main_name not in _WORLD:
        source = dataclasses.replace(source, name=f"{ENTRY.name}-{main_name}")
    return Pack(source, sum(each.stat().st_size for each in files.all), partial(_records, files))


def _main_file(path: Path) -> Path | None:
    """The file of places at a path: itself, or the largest of a directory."""
    if path.is_file():
        return path if _is_main(path) else None
    found = _mains_of(path)
    world = [found[name] for name in _WORLD if name in found]
    return world[0] if world else next(iter(found.values())) if len(found) == 1 else None


def _mains_of(directory: Path) -> dict[str, Path]:
    """The files of places of a directory, by what they are of; nothing where it cannot be read."""
    try:
        paths = sorted(directory.iterdir(), reverse=True) if directory.is_dir() else []
        return {_name_of(each): each for each in reversed(paths) if _is_main(each)}
    except OSError:
        return {}


def _parts_of(directory: Path) -> list[str]:
    """The files of GeoNames in a directory that is no pack of anything else."""
    try:
        if not directory.is_dir() or (directory / "pack.toml").exists():
            return []
        parts = [path.name for name, path in _beside(directory) if name in _DISTINCT]
    except OSError:
        return []
    return parts + [each.name for each in _mains_of(directory).values()]


def _none_of(path: Path) -> BadSource:
    """What is wrong where there is not one file of places."""
    countries = sorted(each.name for each in _mains_of(path).values())
    if countries:
        what = f"several files of places: {', '.join(countries[:_SHOWN])}"
        return BadSource(path, what, "give each by its path, or put allCountries.zip there")
    what = "no file of places of GeoNames"
    parts = _parts_of(path)
    if parts:
        what += f" beside {', '.join(parts[:_SHOWN])}"
    return BadSource(
        path, what, "put allCountries.zip there, or one of cities500.zip to cities15000.zip"
    )


def _name_of(path: Path) -> str:
    """What a file of places is of: cities500, IQ."""
    form = _MAIN.fullmatch(path.name)
    return path.stem if form is None else form[1]


def _is_main(path: Path) -> bool:
    if not _MAIN.fullmatch(path.name) or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.readline(_HEAD)
    return head.startswith(_PACKED) or _FIRST_LINE.fullmatch(head) is not None


def _beside(directory: Path) -> Iterator[tuple[str, Path]]:
    for name in (*SIBLINGS, alternate_names.NAME):
        stems = (name, alternate_names.OLDER) if name == alternate_names.NAME else (name,)
        paths = (directory / f"{stem}{end}" for stem in stems for end in _ENDS)
        found = next((each for each in paths if each.is_file()), None)
        if found is not None:
            yield name, found


def _records(files: _Files, rejects: Rejects) -> Iterator[Located]:
    codes = read_codes(files.beside, rejects)
    path = files.beside.get(alternate_names.NAME)
    opened = nullcontext() if path is None else alternate_names.alternate_names(path, rejects)
    with (
        opened as names,
        open_unpacked(files.main, member=member_of(_name_of(files.main))) as stream,
    ):
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
    is_city = feature in _CITIES
    what = city_words(population or 0) if is_city else feature_words(feature_class, feature)
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
    if not population.isdecimal():
        return None
    if len(population) > _DIGITS:
        raise BadValue(
            f"a population of {len(population):,} digits",
            "fetch the file again",
            field="population",
        )
    return int(population) or None


ENTRY: Final = Entry(
    name="geonames",
    title="Places of the world, out of GeoNames' own files",
    licence="CC-BY-4.0",
    attribution="GeoNames (https://www.geonames.org)",
    origin="https://download.geonames.org/export/dump/",
    size="12 million places; cities500: 230,000",
    needs=(
        "allCountries.zip, one of cities500.zip to cities15000.zip, or that of a country such "
        "as IQ.zip (then the source is geonames-IQ), unpacked or not, and beside it as far as "
        "wanted alternateNamesV2.zip, admin1CodesASCII.txt, admin2Codes.txt, countryInfo.txt "
        "and hierarchy.zip"
    ),
    recognises=is_geonames,
    open=open_geonames,
)
