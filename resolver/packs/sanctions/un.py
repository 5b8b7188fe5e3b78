"""The consolidated list of the United Nations Security Council. Reach for it for pack `un-sc`.

Individuals and entities of the XML, with names in their original script. Aliases of good quality
are names, those of low quality are `weak`, f.k.a. are `former`. The permanent reference number is
the property `reference`.

Source: United Nations Security Council, "Consolidated List" and its XML schema,
https://www.un.org/securitycouncil/content/un-sc-consolidated-list
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from resolver.model.dates import is_date
from resolver.packs.dates import of_parts, span
from resolver.packs.entry import Entry
from resolver.packs.looking import head_of
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.sanctions.party import FIELDS, Party
from resolver.packs.unpacking import open_unpacked
from resolver.packs.xml_records import located_of, text_of, xml_records, xml_root

_HEAD: Final = re.compile(rb"<(?:\w+:)?CONSOLIDATED_LIST[\s>]")

_TYPES: Final = {"INDIVIDUAL": "person", "ENTITY": "organization"}

_NAME_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")

_KINDS: Final = {"low": "weak", "f.k.a.": "former"}
"""Kinds of aliases by their quality in small letters; others are names."""

_PLACE_PARTS: Final = ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")


def _recognises(path: Path) -> bool:
    return _HEAD.search(head_of(path)) is not None


def _open(path: Path) -> Pack:
    with open_unpacked(path) as stream:
        made = xml_root(path, stream).get("dateGenerated", "")
    source = PACK.source(
        digest([path], "un 1"),
        version=made or None,
        fields=FIELDS,
        schemes=("unsc",),
    )
    return Pack(source, path.stat().st_size, partial(_records, path))


def _records(path: Path, rejects: Rejects) -> Iterator[Located]:
    with open_unpacked(path) as stream:
        records = xml_records(path, stream, _TYPES)
        yield from located_of(path, rejects, records, lambda each: _party(each).entity())


def _party(element: Element) -> Party:
    kind = element.tag
    party = Party("unsc", text_of(element, "DATAID"), _TYPES[kind])
    party.call(" ".join(text_of(element, part) for part in _NAME_PARTS))
    party.call(text_of(element, "NAME_ORIGINAL_SCRIPT"), "native")
    for alias in element.iterfind(f"{kind}_ALIAS"):
        quality = text_of(alias, "QUALITY").lower()
        party.call(text_of(alias, "ALIAS_NAME"), _KINDS.get(quality, "name"))
    party.titled(*_values(element, "TITLE"), *_values(element, "DESIGNATION"))
    party.say("programme", text_of(element, "UN_LIST_TYPE"))
    party.say("reference", text_of(element, "REFERENCE_NUMBER"))
    listed_on = text_of(element, "LISTED_ON")[:10]
    party.say("listed_on", listed_on if is_date(listed_on) else None)
    party.of_gender(text_of(element, "GENDER"))
    party.belongs_to(*_values(element, "NATIONALITY"), as_="nationality")
    for address in element.iterfind(f"{kind}_ADDRESS"):
        party.belongs_to(text_of(address, "COUNTRY"))
    for birth in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        party.born(_dates(birth))
    for place in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
        parts = (text_of(place, part) for part in _PLACE_PARTS)
        party.say("birth_place", ", ".join(filter(None, parts)))
    for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
        is_passport = "pass" in text_of(document, "TYPE_OF_DOCUMENT").lower()
        party.say("passport" if is_passport else "identifier", text_of(document, "NUMBER"))
    return party


def _values(element: Element, name: str) -> list[str]:
    return [(each.text or "").strip() for each in element.iterfind(f"{name}/VALUE")]


def _dates(birth: Element) -> tuple[str, ...]:
    day = text_of(birth, "DATE")[:10]
    if is_date(day):
        return (day,)
    year = of_parts(*(text_of(birth, part) for part in ("YEAR", "MONTH", "DAY")))
    if year is not None:
        return (year,)
    return span(of_parts(text_of(birth, "FROM_YEAR")), of_parts(text_of(birth, "TO_YEAR")))


PACK: Final = Entry(
    name="un-sc",
    title="United Nations Security Council sanctions",
    licence="Terms of use of the United Nations (non-commercial use, with acknowledgement)",
    attribution="© United Nations, Security Council Consolidated List",
    origin="https://www.un.org/securitycouncil/content/un-sc-consolidated-list",
    size="1,000 persons and organizations",
    needs="the list as XML (consolidated.xml)",
    recognises=_recognises,
    open=_open,
)
