"""The sanctions list of the United Kingdom. Reach for it for pack `uk-ofsi`.

ConList.csv, the consolidated list of OFSI, or the CSV of the UK Sanctions List that took its place;
the columns that both have are called differently. A row is a way of writing a name, an address or a
date of one party, and rows of a party may be apart, so that all parties are held until the end.
Names of low quality are `weak`, those that are FKA `former`, those in another script `native`.

Source: Office of Financial Sanctions Implementation, "Consolidated list: format guide",
https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets, and
"UK Sanctions List: change to the list's format",
https://www.gov.uk/government/publications/uk-sanctions-list-change-in-format
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.packs.cleaning import imo_of
from resolver.packs.dates import of_slashes
from resolver.packs.entry import Entry
from resolver.packs.looking import head_of
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.rows import published_rows
from resolver.packs.sanctions.party import FIELDS, Party
from resolver.packs.sanctions.widths import rows_of_width
from resolver.rows import CsvRow

_HEAD: Final = re.compile(
    r"""(?:"?(?:Last\ Updated|Report\ Date)[^\n]*\n)?
    (?=[^\n]*\bName\ 6\b)(?=[^\n]*\bName\ 1\b)[^\n]*\bGroup\ ID\b""",
    re.VERBOSE,
)
"""How either list begins: a line with a date, if it was not taken away, then the header."""

_COLUMNS: Final = {
    "group id": "group",
    "ofsi group id": "group",
    "unique id": "unique",
    "group type": "type",
    "designation type": "type",
    "alias type": "name_type",
    "name type": "name_type",
    "alias quality": "quality",
    "alias strength": "quality",
    "name non-latin script": "native",
    "non-latin script language": "language",
    "title": "title",
    "position": "position",
    "dob": "birth",
    "d.o.b": "birth",
    "town of birth": "birth_town",
    "country of birth": "birth_country",
    "nationality": "nationality",
    "nationality(/ies)": "nationality",
    "gender": "gender",
    "passport number": "passport",
    "ni number": "identifier",
    "national identification number": "identifier",
    "national identifier number": "identifier",
    "business registration number (s)": "identifier",
    "imo number": "imo",
    "current believed flag of ship": "flag",
    "country": "country",
    "address country": "country",
    "regime": "programme",
    "regime name": "programme",
    "listed on": "listed_on",
    "date designated": "listed_on",
    "other information": "other",
} | {f"name {number}": f"name{number}" for number in range(1, 7)}
"""What the columns of both lists are, by their names in small letters."""

_TYPES: Final = {"individual": "person", "entity": "organization", "ship": "vessel"}

_LANGUAGES: Final = {
    "arabic": "ar",
    "armenian": "hy",
    "belarusian": "be",
    "burmese": "my",
    "chinese": "zh",
    "dari": "prs",
    "farsi": "fa",
    "georgian": "ka",
    "hebrew": "he",
    "korean": "ko",
    "pashto": "ps",
    "persian": "fa",
    "russian": "ru",
    "serbian": "sr",
    "ukrainian": "uk",
    "urdu": "ur",
}
"""Tags of languages by the first word of what the list calls them."""

_NUMBERED: Final = re.compile(r"\(\d{1,2}\)")
"""What stands before each of several values: (1) Iraq (2) Syria."""

_FLAG: Final = re.compile(r"\(Current believed flag of ship\): ?([^(.;]+)")

_OTHER: Final = re.compile(r"\((Gender|IMO number)\): ?(\w+)")
"""Facts among the other information."""


class _Group(NamedTuple):
    """A party in the making, and its first row."""

    row: CsvRow
    party: Party


def _recognises(path: Path) -> bool:
    return _HEAD.match(_head(path)) is not None


def _head(path: Path) -> str:
    """The first characters of a file, UTF-8 or UTF-16."""
    head = head_of(path)
    is_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if is_utf16 else "utf-8", "replace")


def _open(path: Path) -> Pack:
    source = PACK.source(
        digest([path], "uk 1"),
        version=_version(_head(path)),
        fields=FIELDS,
        schemes=("gb-hmt",),
    )
    return Pack(source, path.stat().st_size, partial(_records, path))


def _version(head: str) -> str | None:
    """The date in the line before the header, None where that line is not there."""
    line = head.partition("\n")[0]
    if "Name 6" in line:
        return None
    return re.sub(r"^\W*(Last Updated|Report Date)\W*", "", line).rstrip('," \r') or None


def _records(path: Path, rejects: Rejects) -> Iterator[Located]:
    groups: dict[tuple[str, str], _Group] = {}
    rows = published_rows(path, rejects)
    header = _header(path, rows)
    for found in rows_of_width(path, rejects, rows, len(header)):
        with rejects.row(path, found.line, found.cells):
            row = dict(zip(header, map(str.strip, found.cells), strict=True))
            key = _key(row)
            if key not in groups:
                type_ = _TYPES.get(row.get("type", "").lower(), "other")
                groups[key] = _Group(found, Party(*key, type_))
            _read_row(groups[key].party, row)
    for (line, cells), party in groups.values():
        with rejects.row(path, line, cells):
            yield Located(party.entity(), path, line)


def _header(path: Path, rows: Iterator[CsvRow]) -> list[str]:
    """What each column is, by the first or second row; columns that are not read are ""."""
    line, header = 2, [""]
    for row in itertools.islice(rows, 2):
        line, header = row.line, [_COLUMNS.get(name.strip().lower(), "") for name in row.cells]
        if "name6" in header:
            break
    for needed in ("group", "name6", "type", "name_type"):
        if needed not in header:
            wanted = next(name for name, each in _COLUMNS.items() if each == needed)
            what = f"the header in line {line} has no column {wanted!r}"
            remedy = "fetch the list again as CSV, and give it as it came"
            raise BadSource(path, what, remedy, line=line)
    return header


def _key(row: dict[str, str]) -> tuple[str, str]:
    """The scheme and number of the party of a row; few have no number of OFSI."""
    return ("gb-hmt", row["group"]) if row.get("group") else ("gb", row.get("unique", ""))


def _read_row(party: Party, row: dict[str, str]) -> None:
    _read_names(party, row)
    party.titled(*_several(row, "title"), *_several(row, "position"))
    party.born(filter(None, map(of_slashes, _several(row, "birth"))))
    place = [*_several(row, "birth_town")[:1], *_several(row, "birth_country")[:1]]
    party.say("birth_place", ", ".join(place))
    party.belongs_to(*_several(row, "nationality"), as_="nationality")
    other = row.get("other", "")
    party.belongs_to(*_several(row, "flag"), *_FLAG.findall(other), as_="flag")
    party.belongs_to(*_several(row, "country"))
    said = dict(_OTHER.findall(other))
    party.of_gender(row.get("gender") or said.get("Gender"))
    party.say("imo", imo_of(row.get("imo") or said.get("IMO number", "")))
    for name in ("passport", "identifier", "programme"):
        party.say(name, *_several(row, name))
    party.say("listed_on", of_slashes(row.get("listed_on", "")))


def _read_names(party: Party, row: dict[str, str]) -> None:
    given = " ".join(row.get(f"name{number}", "") for number in range(1, 6))
    text = f"{given} {row['name6']}"
    name_type, quality = row["name_type"].lower(), row.get("quality", "").lower()
    is_weak = quality.startswith(("low", "weak"))
    if name_type == "primary name" and not is_weak:
        party.show(text)
    else:
        party.call(text, "weak" if is_weak else "former" if name_type == "fka" else "name")
    spoken = row.get("language", "").lower().split()
    language = _LANGUAGES.get(spoken[0]) if spoken else None
    party.call(row.get("native"), "weak" if is_weak else "native", language)


def _several(row: dict[str, str], name: str) -> list[str]:
    """The values of a cell."""
    found = _NUMBERED.split(row.get(name, ""))
    return [text for each in found if (text := each.strip().rstrip("."))]


PACK: Final = Entry(
    name="uk-ofsi",
    title="United Kingdom sanctions (OFSI)",
    licence="OGL-UK-3.0",
    attribution=(
        "Contains public sector information licensed under the Open Government Licence v3.0."
    ),
    origin="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    size="5,000 persons, organizations and ships",
    needs="ConList.csv, or the CSV of the UK Sanctions List",
    recognises=_recognises,
    open=_open,
)
