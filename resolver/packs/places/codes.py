"""GeoNames' small files: units, countries, what lies in what. Reach for it to say where a place is.

    admin1CodesASCII.txt   code (US.IL), name, ASCII name, geonameid
    admin2Codes.txt        code (US.IL.167), name, ASCII name, geonameid
    countryInfo.txt        lines that begin with #, then ISO, ISO3, ISO-Numeric, fips, Country, …,
                           Languages (16th), geonameid (17th), …
    hierarchy.txt          parentId, childId, type (ADM where the parent is a unit)

Any of them may be missing. Source: readme.txt of https://download.geonames.org/export/dump/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.model import COUNTRIES
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked
from resolver.rows import bounded_lines

_UNIT_FILES: Final = (("admin1CodesASCII", 1), ("admin2Codes", 2))
_MAX_STEPS: Final = 10
"""Units that one place lies in at most, so that a circle in the hierarchy ends."""

SIBLINGS: Final = ("admin1CodesASCII", "admin2Codes", "countryInfo", "hierarchy")
"""The files that `read_codes` reads."""


class Country(NamedTuple):
    """A country of countryInfo.txt: alpha-2 code, alpha-3, number, name, first language."""

    code: str
    alpha_3: str
    numeric: str
    name: str
    language: str


class Unit(NamedTuple):
    """A unit: 1 for first order or 2 for second, and its name."""

    order: int
    name: str


@dataclass(frozen=True, slots=True)
class Codes:
    """What the small files say.

    Args:
        units: Units by code.
        units_by_id: The same by geonameid.
        countries: Countries by alpha-2 code.
        countries_by_id: The same by geonameid.
        parents: Which unit a place lies in, both by geonameid.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    units_by_id: dict[str, Unit] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)
    countries_by_id: dict[str, Country] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def units_of(self, place: str, country: str, admin1: str, admin2: str) -> tuple[str, str]:
        """The names of the first and second order units of a place; "" where there is none.

        Args:
            place: Its geonameid.
            country: Its country code.
            admin1: Its code of the first order.
            admin2: Its code of the second order.
        """
        first = self.units.get(f"{country}.{admin1}")
        second = self.units.get(f"{country}.{admin1}.{admin2}") if admin2 else None
        if first is not None:
            return first.name, second.name if second is not None else ""
        return self._climbed(place)

    def _climbed(self, place: str) -> tuple[str, str]:
        names = {1: "", 2: ""}
        for _ in range(_MAX_STEPS):
            place = self.parents.get(place, "")
            unit = self.units_by_id.get(place)
            if unit is not None:
                names[unit.order] = names[unit.order] or unit.name
        return names[1], names[2]


def read_codes(files: dict[str, Path], rejects: Rejects) -> Codes:
    """What the files say that are there.

    Args:
        files: Their paths by name, as `SIBLINGS` has them.
        rejects: What becomes of rows that are wrong.
    """
    codes = Codes()
    for name, order in _UNIT_FILES:
        for code, unit_name, _, number, *_ in _rows(files, name, 4, rejects):
            codes.units[code] = codes.units_by_id[number] = Unit(order, unit_name)
    for cells in _rows(files, "countryInfo", 17, rejects):
        country = Country(cells[0], cells[1], cells[2], cells[4], _first_language(cells[15]))
        if country.code in COUNTRIES:  # and not one that is no more
            codes.countries[country.code] = codes.countries_by_id[cells[16]] = country
    for parent, child, *relation in _rows(files, "hierarchy", 2, rejects):
        if relation[:1] == ["ADM"]:
            codes.parents[child] = parent
    return codes


def _first_language(languages: str) -> str:
    """The language of "ar-IQ,ku,hy" that is spoken most: ar."""
    return languages.split(",")[0].split("-")[0]


def _rows(files: dict[str, Path], name: str, columns: int, rejects: Rejects) -> Iterator[list[str]]:
    path = files.get(name)
    if path is None:
        return
    with open_unpacked(path, member=member_of(name)) as stream:
        for number, raw in enumerate(bounded_lines(path, stream), 1):
            if raw.strip() and not raw.startswith(b"#"):
                with rejects.row(path, number, raw):
                    yield cells_of(path, number, raw, columns)


def member_of(name: str) -> Callable[[str], bool]:
    """Which member of GeoNames' zip NAME.zip is meant."""
    return f"{name}.txt".__eq__


def cells_of(path: Path, line: int, raw: bytes, columns: int) -> list[str]:
    """The cells of a line between tabs.

    Raises:
        BadSource: They are fewer than `columns`, or not UTF-8.
    """
    try:
        cells = raw.decode("utf-8-sig" if line == 1 else "utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} of the line is not valid UTF-8"
        raise BadSource(path, what, "fetch the file again", line=line) from None
    if len(cells) < columns:
        what = f"{len(cells)} cells where {columns} are needed"
        raise BadSource(path, what, "fetch the file again", line=line)
    return cells
