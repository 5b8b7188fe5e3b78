"""The consolidated financial sanctions list of the European Union. Reach for it for pack `eu-fsf`.

The XML of the full list, version 1.1. Names keep their language; those that are not strong, or
whose remark says low quality, are `weak`. The first strong name in English or in no language is
shown. The reference number of the EU is the property `reference`, and makes up the ID.

Source: European Commission, "Consolidated list of persons, groups and entities subject to EU
financial sanctions", file xmlFullSanctionsList_1_1 and its schema,
https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions
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
from resolver.packs.xml_records import located_of, xml_records, xml_root

_HEAD: Final = re.compile(rb"<(?:\w+:)?export\s[^>]*eu\.europa\.ec/fpi/fsd/export")

_TYPES: Final = {"person": "person", "enterprise": "organization"}

_LANGUAGE: Final = re.compile(r"[A-Z]{2,3}")

_UNKNOWN: Final = (None, "", "UNKNOWN", "00")
"""How the list says that something is not known."""

_NAME_PARTS: Final = ("firstName", "middleName", "lastName")


def _recognises(path: Path) -> bool:
    return _HEAD.search(head_of(path)) is not None


def _open(path: Path) -> Pack:
    with open_unpacked(path) as stream:
        made = xml_root(path, stream).get("generationDate", "")
    source = PACK.source(
        digest([path], "eu 1"),
        version=made or None,
        fields=FIELDS,
        schemes=("eu-fsf",),
    )
    return Pack(source, path.stat().st_size, partial(_records, path))


def _records(path: Path, rejects: Rejects) -> Iterator[Located]:
    with open_unpacked(path) as stream:
        records = xml_records(path, stream, ["sanctionEntity"])
        yield from located_of(path, rejects, records, lambda each: _party(each).entity())


def _party(element: Element) -> Party:
    reference = element.get("euReferenceNumber", "").strip()
    number, scheme = reference.replace(".", "-").lower(), "eu-fsf"
    if not number:
        number, scheme = element.get("logicalId", ""), "eu-fsf-logical"
    kind = element.find("subjectType")
    code = kind.get("code", "") if kind is not None else ""
    party = Party(scheme, number, _TYPES.get(code, "other"))
    for name in sorted(element.iterfind("nameAlias"), key=lambda each: not _is_shown(each)):
        _read_name(party, name)
    party.say("reference", reference)
    _read_listing(party, element)
    for birth in element.iterfind("birthdate"):
        party.born(_dates(birth))
        parts = (birth.get(part) for part in ("place", "city", "countryDescription"))
        known = [part for part in parts if part is not None and part not in _UNKNOWN]
        party.say("birth_place", ", ".join(known))
    for citizenship in element.iterfind("citizenship"):
        party.belongs_to(_country(citizenship), as_="nationality")
    for address in element.iterfind("address"):
        party.belongs_to(_country(address))
    for document in element.iterfind("identification"):
        is_passport = document.get("identificationTypeCode") == "passport"
        number = document.get("number") or document.get("latinNumber") or ""
        party.say("passport" if is_passport else "identifier", number)
    return party


def _read_name(party: Party, name: Element) -> None:
    whole = name.get("wholeName") or " ".join(name.get(part, "") for part in _NAME_PARTS)
    language = name.get("nameLanguage", "")
    tag = language.lower() if _LANGUAGE.fullmatch(language) else None
    party.call(whole, "name" if _is_strong(name) else "weak", tag)
    party.of_gender(name.get("gender"))
    party.titled(name.get("title"), name.get("function"))


def _is_strong(name: Element) -> bool:
    is_low = any("low quality" in (each.text or "").lower() for each in name.iterfind("remark"))
    return name.get("strong", "true") != "false" and not is_low


def _is_shown(name: Element) -> bool:
    return _is_strong(name) and name.get("nameLanguage", "") in ("", "EN")


def _read_listing(party: Party, element: Element) -> None:
    listed = [element.get("designationDate", "")[:10]]
    for regulation in element.iterfind("regulation"):
        party.say("programme", regulation.get("programme"))
        listed.append(regulation.get("publicationDate", "")[:10])
    party.say("listed_on", min(filter(is_date, listed), default=None))
    party.say("un_reference", element.get("unitedNationId"))


def _dates(birth: Element) -> tuple[str, ...]:
    day = birth.get("birthdate", "")[:10]
    if is_date(day):
        return (day,)
    year = of_parts(*(birth.get(part) for part in ("year", "monthOfYear", "dayOfMonth")))
    if year is not None:
        return (year,)
    return span(of_parts(birth.get("yearRangeFrom")), of_parts(birth.get("yearRangeTo")))


def _country(element: Element) -> str | None:
    """The country of an element, as a code or in words."""
    said = (element.get("countryIso2Code"), element.get("countryDescription"))
    return next((each for each in said if each not in _UNKNOWN), None)


PACK: Final = Entry(
    name="eu-fsf",
    title="European Union financial sanctions",
    licence="Commission Decision 2011/833/EU (reuse is authorised, the source is acknowledged)",
    attribution="© European Union, consolidated list of financial sanctions, European Commission",
    origin="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    size="6,000 persons and organizations",
    needs="the full list as XML, version 1.1 (xmlFullSanctionsList_1_1)",
    recognises=_recognises,
    open=_open,
)
