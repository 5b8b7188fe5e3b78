"""The values that OFAC's advanced XML refers to by number. Reach for it to read one more of them.

The file says what its numbers mean, where things are, which documents an identity has, and what a
party is listed for, before or after the parties themselves. So it is read once for all of that, and
once for the parties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from resolver.packs.dates import of_parts, span
from resolver.packs.unpacking import open_unpacked
from resolver.packs.xml_records import XmlRecord, text_of, xml_records

_SCRIPTS: Final = {"Hebrew": "Hebr", "Japanese": "Jpan", "Korean": "Kore", "Latin": "Latn"}
"""Codes of scripts that the file has otherwise than ISO 15924."""


class Value(NamedTuple):
    """A value of the file: its text, and its attributes."""

    text: str
    attributes: dict[str, str]


class Place(NamedTuple):
    """A location: its country in words, and all its words."""

    country: str | None
    text: str


class Document(NamedTuple):
    """A document of an identity: its sort in words, and its number."""

    sort: str
    number: str


class Listing(NamedTuple):
    """What a party is listed for, and since when."""

    programmes: tuple[str, ...]
    since: str | None


class References:
    """All that the parties of a file refer to.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._values: dict[tuple[str, str], Value] = {}
        self.places: dict[str, Place] = {}
        self.documents: dict[str, list[Document]] = defaultdict(list)
        self.listings: dict[str, list[Listing]] = defaultdict(list)
        takers = {
            "ReferenceValueSets": self._take_values,
            "Location": self._take_place,
            "IDRegDocument": self._take_document,
            "SanctionsEntry": self._take_listing,
        }
        for _, element in records_of(path, *takers):
            takers[element.tag](element)

    def text(self, sort: str, number: str | None) -> str:
        """What a number of some sort means; "" where the file does not say."""
        value = self._values.get((sort, number or ""))
        return value.text if value else ""

    def type_of(self, number: str | None) -> str:
        """The type of a party by the number of its subtype: Individual, Entity, Vessel, …"""
        value = self._values.get(("PartySubType", number or ""))
        if value is None or value.text == "Unknown":
            return self.text("PartyType", value.attributes.get("PartyTypeID") if value else None)
        return value.text

    def script(self, number: str | None) -> str | None:
        """The ISO 15924 code of a script, None where the file does not say."""
        value = self._values.get(("Script", number or ""))
        code = value.attributes.get("ScriptCode", "") if value else ""
        code = _SCRIPTS.get(code, code)
        return code if len(code) == 4 and code.isalpha() else None

    def _take_values(self, sets: Element) -> None:
        for values in sets:
            for value in values:
                key = value.tag, value.get("ID", "")
                self._values[key] = Value((value.text or "").strip(), value.attrib)

    def _take_place(self, location: Element) -> None:
        named = location.find("LocationCountry")
        country = self.text("Country", named.get("CountryID")) if named is not None else ""
        parts = [(part.text or "").strip() for part in location.iterfind("LocationPart//Value")]
        text = ", ".join(filter(None, [*parts, country]))
        self.places[location.get("ID", "")] = Place(country or None, text)

    def _take_document(self, document: Element) -> None:
        sort = self.text("IDRegDocType", document.get("IDRegDocTypeID"))
        number = text_of(document, "IDRegistrationNo")
        self.documents[document.get("IdentityID", "")].append(Document(sort, number))

    def _take_listing(self, entry: Element) -> None:
        programmes = tuple(
            text_of(measure, "Comment")
            for measure in entry.iterfind("SanctionsMeasure")
            if self.text("SanctionsType", measure.get("SanctionsTypeID")) == "Program"
        )
        dates = [date_of(date) for date in entry.iterfind("EntryEvent/Date")]
        since = min(filter(None, dates), default=None)
        self.listings[entry.get("ProfileID", "")].append(Listing(programmes, since))


def records_of(path: Path, *names: str) -> Iterator[XmlRecord]:
    """The elements of some names in a file, which may come packed."""
    with open_unpacked(path) as stream:
        yield from xml_records(path, stream, names)


def date_of(date: Element | None) -> str | None:
    """The date of an element with a Year, and maybe a Month and a Day."""
    if date is None:
        return None
    return of_parts(*(date.findtext(part) for part in ("Year", "Month", "Day")))


def dates_of(period: Element) -> tuple[str, ...]:
    """The dates that a DatePeriod may mean: from the start of its start to the end of its end."""
    first = date_of(period.find("Start/From"))
    ends = (period.find(f"{end}/{side}") for end in ("End", "Start") for side in ("To", "From"))
    last = next(filter(None, map(date_of, ends)), first)
    return span(first, last)
