"""Companies with a Legal Entity Identifier: GLEIF's Golden Copy. Reach for it for pack `gleif`.

The CSV of level 1 is read (LEI-CDF 3.1), or the zip that holds it. The legal name is the entity's
name. Previous legal names are former ones, those in other languages are legal ones, transliterated
ones are transliterations. `country` has the countries of the legal address and of the headquarters;
`city`, `jurisdiction`, `registration_number`, `legal_form`, `org_type`, `established` and
`status=inactive` are facts.

- A record that is a duplicate, was merged or is retired becomes a redirect where it names one
  successor, and that is in the file and not annulled. Its names are former names there. Else it
  stays, with `status=inactive`.
- An annulled record was issued by mistake, and is left out.
- A delta file has only what changed, so that all the rest would be retired: it is refused.

Source: "GLEIF Golden Copy and Delta Files Specification and User Manual",
https://www.gleif.org/en/lei-data/gleif-golden-copy, and "LEI-CDF format version 3.1",
https://www.gleif.org/en/about-lei/common-data-file-format/current-versions/supporting-documents
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.model import COUNTRIES, Alias, Entity, Redirect
from resolver.packs.entry import Entry
from resolver.packs.looking import head_of, names_in
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.succession import Succession, former_names
from resolver.packs.unpacking import open_unpacked
from resolver.rows import column_index

_FILE: Final = re.compile(r"lei2-[^/]*\.csv$")
"""What the file is called within a zip."""

_HEAD: Final = re.compile(rb'"?LEI"?,"?Entity\.LegalName')

_VERSION: Final = re.compile(r"(\d{4})(\d\d)(\d\d)-\d{4}-gleif")

_DELTA: Final = re.compile(r"lei2-(intra-day|last-day|last-week|last-month)")

_OTHER: Final = "Entity.OtherEntityNames.OtherEntityName"
_TRANSLITERATED: Final = "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName"
_NAMES_OF_EACH: Final = range(1, 6)
"""Other names, transliterated ones and successors are numbered from 1; there are five at most."""

_KINDS: Final = {
    "ALTERNATIVE_LANGUAGE_LEGAL_NAME": "legal",
    "PREVIOUS_LEGAL_NAME": "former",
    "TRADING_OR_OPERATING_NAME": "name",
    "PREFERRED_ASCII_TRANSLITERATED_LEGAL_NAME": "transliteration",
    "AUTO_ASCII_TRANSLITERATED_LEGAL_NAME": "transliteration",
}

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag as XML has it."""

_MISTAKE: Final = "ANNULLED"

_GONE: Final = frozenset({"DUPLICATE", "MERGED", "RETIRED"})
"""Registrations of what may have become another."""


class _Row(NamedTuple):
    """A row of the table: its line, its cells, and what is wrong with it."""

    line: int
    cells: list[str]
    error: str | None


class _Columns:
    """Where the columns stand that are read.

    Args:
        path: The file, for errors.
        header: Its columns.
    """

    def __init__(self, path: Path, header: list[str]) -> None:
        self._at = {name: index for index, name in enumerate(header)}
        for name in ("LEI", "Entity.LegalName", "Registration.RegistrationStatus"):
            column_index(path, header, name)
        self.lei = self._at["LEI"]
        self.name = self._at["Entity.LegalName"]
        self.registration = self._at["Registration.RegistrationStatus"]
        self.status = self._found("Entity.EntityStatus")
        self.names = [
            (self._at[name], self._found(f"{name}.xmllang"), self._found(f"{name}.type"))
            for base in (_OTHER, _TRANSLITERATED)
            for number in _NAMES_OF_EACH
            if (name := f"{base}.{number}") in self._at
        ]
        numbered = [f"Entity.SuccessorEntity.{each}.SuccessorLEI" for each in _NAMES_OF_EACH]
        self.successors = self._all(*numbered, "Entity.SuccessorEntity.SuccessorLEI")
        self.countries = self._all(
            "Entity.LegalAddress.Country", "Entity.HeadquartersAddress.Country"
        )
        self.cities = self._all("Entity.LegalAddress.City", "Entity.HeadquartersAddress.City")
        self.jurisdiction = self._found("Entity.LegalJurisdiction")
        self.number = self._found("Entity.RegistrationAuthority.RegistrationAuthorityEntityID")
        self.form = self._found("Entity.LegalForm.EntityLegalFormCode")
        self.category = self._found("Entity.EntityCategory")
        self.created = self._found("Entity.EntityCreationDate")

    def _found(self, name: str) -> int:
        """Where a column stands; where it is not there, at an empty cell put after the last."""
        return self._at.get(name, len(self._at))

    def _all(self, *names: str) -> tuple[int, ...]:
        return tuple(self._at[name] for name in names if name in self._at)


def _is_golden_copy(path: Path) -> bool:
    if any(_FILE.search(name) for name in names_in(path)):
        return True
    return bool(_HEAD.match(head_of(path)))


def _open(path: Path) -> Pack:
    member = next(filter(_FILE.search, names_in(path)), None)
    called = member or path.name
    if _DELTA.search(called) or _DELTA.search(path.name):
        what = "a delta file, which has only what changed"
        raise BadSource(path, what, "give the whole Golden Copy")
    version = _VERSION.search(called)
    source = ENTRY.source(
        digest([path], made_by="gleif 1"),
        version="-".join(version.groups()) if version else None,
        fields=(
            ("established", "date"),
            ("jurisdiction", "code"),
            ("legal_form", "code"),
            ("registration_number", "identifier"),
        ),
        schemes=("lei",),
    )
    return Pack(source, path.stat().st_size, partial(_records, path, member))


def _rows(path: Path, member: str | None) -> Iterator[_Row]:
    """The rows of the table, the header first; each with an empty cell put after its last."""
    said = SaidForm(kind="csv", delimiter=",", quoting="double", encoding="utf-8")
    with (
        open_unpacked(path, member=member.__eq__ if member else None) as stream,
        open_list(stream, name=str(path), said=said) as table,  # type: ignore[arg-type] # it reads
    ):
        yield _Row(1, list(table.columns), None)
        for row in table.rows():
            row.cells.append("")
            yield _Row(row.line, row.cells, row.error)


def _records(path: Path, member: str | None, rejects: Rejects) -> Iterator[Located]:
    succession = _succession(path, member)
    former = succession.former()
    rows = _rows(path, member)
    columns = _Columns(path, next(rows).cells)
    for line, cells, error in rows:
        with rejects.row(path, line, cells):
            if error is not None:
                raise BadSource(path, error, "fetch the file again", line=line)
            if cells[columns.registration] == _MISTAKE:
                continue
            lei = cells[columns.lei]
            survivor = succession.survivor(lei)
            if survivor is not None:
                yield Located(Redirect(lei, survivor), path, line)
            else:
                yield Located(_entity(cells, columns, former.pop(lei, ())), path, line)


def _succession(path: Path, member: str | None) -> Succession:
    """Which records became which that are there, and were not issued by mistake.

    Rows that are wrong are left to who makes records of them.
    """
    there = array("q")  # digests of LEIs, for of millions memory holds no more
    became: list[tuple[str, str, tuple[str, ...]]] = []
    rows = _rows(path, member)
    columns = _Columns(path, next(rows).cells)
    for _, cells, error in rows:
        if error is not None or cells[columns.registration] == _MISTAKE:
            continue
        there.append(hash(cells[columns.lei]))
        if cells[columns.registration] in _GONE:
            successors = {cells[index] for index in columns.successors} - {""}
            if len(successors) == 1:
                own = (cells[columns.name], *(cells[index] for index, _, _ in columns.names))
                became.append((cells[columns.lei], successors.pop(), tuple(filter(None, own))))
    succession = Succession()
    found = {hash(each) for _, each, _ in became}.intersection(there)
    for lei, successor, names in became:
        if hash(successor) in found:
            succession.add(lei, successor, names)
    return succession


def _entity(cells: list[str], columns: _Columns, former: list[str] | tuple[()]) -> Entity:
    aliases = tuple(
        Alias(cells[name], _language(cells[language]), _KINDS.get(cells[kind], "name"))
        for name, language, kind in columns.names
        if cells[name]
    )
    if former:
        own = {cells[columns.name], *(alias.text for alias in aliases)}
        aliases += former_names(former, own)
    countries = {cells[index] for index in columns.countries}
    return Entity(
        id=cells[columns.lei],
        type="organization",
        name=cells[columns.name],
        aliases=aliases,
        country=tuple(countries & COUNTRIES),
        properties=_properties(cells, columns),
    )


@lru_cache(maxsize=1_000)
def _language(cell: str) -> str | None:
    """The language of a name, if it is written as a tag."""
    return cell if _TAG.fullmatch(cell) else None


def _properties(cells: list[str], columns: _Columns) -> dict[str, tuple[str, ...]]:
    category = cells[columns.category]
    facts = {
        "city": tuple(dict.fromkeys(cells[index] for index in columns.cities)),
        "jurisdiction": (cells[columns.jurisdiction],),
        "registration_number": (cells[columns.number],),
        "legal_form": (cells[columns.form],),
        "established": (cells[columns.created][:10],),
    }
    if category != "GENERAL":
        facts["org_type"] = (category.lower(),)
    if cells[columns.status] == "INACTIVE" or cells[columns.registration] in _GONE:
        facts["status"] = ("inactive",)
    return facts


ENTRY: Final = Entry(
    name="gleif",
    title="Companies with a Legal Entity Identifier",
    licence="CC0-1.0",
    attribution="Global Legal Entity Identifier Foundation (GLEIF)",
    origin="https://www.gleif.org/en/lei-data/gleif-golden-copy",
    size="3,000,000 companies",
    needs="the Golden Copy of level 1 as CSV, or the zip that holds it",
    recognises=_is_golden_copy,
    open=_open,
)
