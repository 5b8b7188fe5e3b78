"""Specially Designated Nationals of the United States (OFAC). Reach for it for pack `ofac-sdn`.

The list is read in either of two forms, which have the same IDs, so that one updates the other:

- sdn.csv with alt.csv and add.csv beside it, packed or not, given as sdn.csv or as their
  directory; they have no header, and `-0-` where nothing is known. sdn_comments.csv, if it is
  there, has the rest of long remarks.
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

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.model import Source
from resolver.packs.entry import Entry
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.rows import published_rows
from resolver.packs.sanctions.ofac_advanced import date_of_issue, located_parties
from resolver.packs.sanctions.ofac_files import COMMENTS, files_of, is_ofac
from resolver.packs.sanctions.party import FIELDS, Party
from resolver.packs.sanctions.remarks import read_remarks
from resolver.packs.sanctions.widths import rows_of_width
from resolver.rows import CsvRow

_MADE_BY: Final = "ofac 1"

_WIDTHS: Final = {"alt.csv": 5, "add.csv": 6, COMMENTS: 2}
"""Cells that rows of the files beside sdn.csv have; they are what `_Beside` has, in its order."""

_TYPES: Final = {"individual": "person", "vessel": "vessel", "aircraft": "product"}
"""Types of parties; one without is an organization."""

_KINDS: Final = {"aka": "name", "fka": "former", "nka": "name"}


class _Beside(NamedTuple):
    """The rows of the files beside sdn.csv, by the number of the party."""

    aliases: dict[str, list[CsvRow]]
    addresses: dict[str, list[CsvRow]]
    comments: dict[str, list[CsvRow]]


def _open(path: Path) -> Pack:
    files = files_of(path)
    if not files:
        source = _source([path], date_of_issue(path))
        return Pack(source, path.stat().st_size, partial(located_parties, path))
    size = sum(file.stat().st_size for file in files.values())
    return Pack(_source(list(files.values()), None), size, partial(_records, files))


def _source(files: list[Path], version: str | None) -> Source:
    return PACK.source(
        digest(files, _MADE_BY),
        version=version,
        fields=FIELDS,
        schemes=("ofac",),
    )


def _records(files: dict[str, Path], rejects: Rejects) -> Iterator[Located]:
    rows = {
        name: _by_number(files[name], rejects, width) if name in files else {}
        for name, width in _WIDTHS.items()
    }
    beside = _Beside(*rows.values())
    path = files["sdn.csv"]
    for row in rows_of_width(path, rejects, published_rows(path, rejects), 12):
        with rejects.row(path, row.line, row.cells):
            yield Located(_party(row.cells, beside).entity(), path, row.line)
    for name, left in rows.items():
        for number, lost in left.items():
            for line, cells in lost:
                what = f"no row of sdn.csv has the number {number}"
                remedy = "fetch all files of the list at one time"
                rejects.take(BadSource(files[name], what, remedy, line=line), cells)


def _by_number(path: Path, rejects: Rejects, width: int) -> dict[str, list[CsvRow]]:
    found: dict[str, list[CsvRow]] = defaultdict(list)
    for row in rows_of_width(path, rejects, published_rows(path, rejects), width):
        found[row.cells[0].strip()].append(row)
    return found


def _party(cells: list[str], beside: _Beside) -> Party:
    number, name, type_, programmes, title, call_sign, _, _, _, flag, _, remarks = (
        _given(cell) for cell in cells
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
    recognises=is_ofac,
    open=_open,
)
