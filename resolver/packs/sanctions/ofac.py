"""Specially Designated Nationals of the United States (OFAC). Reach for it for pack `ofac-sdn`.

The list is read in either of two forms, which have the same IDs, so that one updates the other:

- sdn.csv with alt.csv and add.csv beside it, given as sdn.csv or as their directory; they have no
  header, and `-0-` where nothing is known. sdn_comments.csv, if it is there, has the rest of long
  remarks.
- sdn_advanced.xml, which has names in other scripts too.

Names stay as the list has them, persons with the family name before a comma. Names of low quality
are `weak`, whatever they are else, and names of before are `former`.

alt.csv, add.csv and what the XML refers to by number are held in memory; the parties are not.

Source: OFAC's "Specially Designated Nationals and Blocked Persons: Data Specification",
https://www.treasury.gov/resource-center/sanctions/SDN-List/Documents/dat_spec.txt, and
"Specially Designated Nationals (SDN) Advanced Sanctions Data Model XML Explanatory Notes",
https://home.treasury.gov/system/files/126/sdn_advanced_notes.pdf
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.model import Source
from resolver.packs.entry import Entry
from resolver.packs.looking import head_of
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.rows import published_rows
from resolver.packs.sanctions.ofac_advanced import date_of_issue, is_advanced, located_parties
from resolver.packs.sanctions.party import Party
from resolver.packs.sanctions.remarks import read_remarks
from resolver.rows import CsvRow, readable

_MADE_BY: Final = "ofac 1"

_NEEDED: Final = ("sdn.csv", "alt.csv", "add.csv")
_COMMENTS: Final = "sdn_comments.csv"

_ROW: Final = re.compile(rb'(\xef\xbb\xbf)?\d+,"')
"""How sdn.csv begins."""

_TYPES: Final = {"individual": "person", "vessel": "vessel", "aircraft": "product"}
"""Types of parties; one without is an organization."""

_KINDS: Final = {"aka": "name", "fka": "former", "nka": "name"}


class _Beside(NamedTuple):
    """The rows of the files beside sdn.csv, by the number of the party."""

    aliases: dict[str, list[CsvRow]]
    addresses: dict[str, list[CsvRow]]
    comments: dict[str, list[CsvRow]]


def _recognises(path: Path) -> bool:
    try:
        files = _files(path)
    except OSError:
        return False
    if "sdn.csv" in files:
        return _ROW.match(head_of(files["sdn.csv"])) is not None
    return is_advanced(path)


def _open(path: Path) -> Pack:
    with readable(path):
        files = _files(path)
    if "sdn.csv" not in files:
        source = _source([path], date_of_issue(path))
        return Pack(source, path.stat().st_size, partial(located_parties, path))
    for name in _NEEDED:
        if name not in files:
            raise BadSource(
                files["sdn.csv"],
                f"{name} is not beside it, which has a part of the list",
                f"download {', '.join(_NEEDED)} into one directory",
            )
    size = sum(file.stat().st_size for file in files.values())
    return Pack(_source(list(files.values()), None), size, partial(_records, files))


def _source(files: list[Path], version: str | None) -> Source:
    return PACK.source(
        digest(files, _MADE_BY),
        version=version,
        fields=(("birth_date", "date"), ("listed_on", "date")),
        schemes=("ofac",),
    )


def _files(path: Path) -> dict[str, Path]:
    """The files of the list at a path, by their names in small letters; {} without sdn.csv."""
    if path.is_dir():
        folder = path
    elif path.name.lower() == "sdn.csv":
        folder = path.parent
    else:
        return {}
    wanted = (*_NEEDED, _COMMENTS)
    present = sorted(each for each in folder.iterdir() if each.name.lower() in wanted)
    found = {each.name.lower(): each for each in present}
    if path.is_file():
        found["sdn.csv"] = path
    return {name: found[name] for name in wanted if name in found} if "sdn.csv" in found else {}


def _records(files: dict[str, Path], rejects: Rejects) -> Iterator[Located]:
    comments = _by_number(files[_COMMENTS], rejects, 2) if _COMMENTS in files else {}
    beside = _Beside(
        _by_number(files["alt.csv"], rejects, 4),
        _by_number(files["add.csv"], rejects, 5),
        comments,
    )
    path = files["sdn.csv"]
    for line, cells in published_rows(path, rejects, width=12):
        with rejects.row(path, line, ",".join(cells)):
            yield Located(_party(cells, beside).entity(), path, line)
    for file, rows in (("alt.csv", beside.aliases), ("add.csv", beside.addresses)):
        for number, lost in rows.items():
            error = BadSource(
                files[file],
                f"no row of sdn.csv has the number {number}",
                "fetch all files of the list at one time",
                line=lost[0].line,
            )
            rejects.take(error, ",".join(lost[0].cells))


def _by_number(path: Path, rejects: Rejects, width: int) -> dict[str, list[CsvRow]]:
    found: dict[str, list[CsvRow]] = defaultdict(list)
    for row in published_rows(path, rejects, width=width):
        found[row.cells[0].strip()].append(row)
    return found


def _party(cells: list[str], beside: _Beside) -> Party:
    number, name, type_, programmes, title, call_sign, _, _, _, flag, _, remarks = (
        _given(cell) for cell in cells[:12]
    )
    party = Party("ofac", number, _TYPES.get(type_.lower(), "organization"))
    party.call(name)
    for _, alias in beside.aliases.pop(number, ()):
        is_weak = "weak" in "".join(alias[4:]).lower()
        kind = "weak" if is_weak else _KINDS.get(alias[2].strip(), "name")
        party.call(_given(alias[3]), kind)
    party.titled(title)
    party.say("programme", *programmes.split("] ["))
    party.say("call_sign", call_sign)
    party.belongs_to(flag, as_="flag")
    more = "".join(_given(row.cells[1]) for row in beside.comments.pop(number, ()))
    read_remarks(party, f"{remarks} {more}")
    for _, address in beside.addresses.pop(number, ()):
        party.belongs_to(_given(address[4]))
    return party


def _given(cell: str) -> str:
    """The text of a cell, "" where it says that nothing is known."""
    cell = cell.strip()
    return "" if cell == "-0-" else cell


PACK: Final = Entry(
    name="ofac-sdn",
    title="Specially Designated Nationals (OFAC)",
    licence="Public domain (works of the United States government)",
    attribution="U.S. Department of the Treasury, Office of Foreign Assets Control (OFAC)",
    origin="https://sanctionslist.ofac.treas.gov",
    size="18,000 persons, organizations, vessels and aircraft",
    needs="sdn.csv, alt.csv and add.csv in one directory, or sdn_advanced.xml",
    recognises=_recognises,
    open=_open,
)
