"""OFAC's list in its advanced XML. Reach for it to change what is read of that file.

A party has one profile, that one identity, and that some aliases, each with a documented name in
every script in which it is known. A documented name has parts, whose groups say what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from resolver.errors import BadValue
from resolver.packs.cleaning import imo_of
from resolver.packs.looking import head_of
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.packs.sanctions.party import Party
from resolver.packs.sanctions.references import References, date_of, dates_of, records_of
from resolver.packs.xml_records import located_of

_HEAD: Final = re.compile(rb"<(?:\w+:)?Sanctions[\s>].*<(?:\w+:)?DateOfIssue", re.DOTALL)

_TYPES: Final = {"Individual": "person", "Vessel": "vessel", "Aircraft": "product"}
"""Types of parties; others are organizations."""

_FAMILY: Final = ("Last Name", "Maiden Name", "Matronymic")
"""Parts of a person's name that stand before the comma."""

_JOINED: Final = frozenset({"Hans", "Hant", "Jpan", "Kore"})
"""Scripts in which family and given name stand together."""


class _Said(NamedTuple):
    """What a feature says: its text, the country of its place, its dates."""

    text: str
    country: str | None
    dates: tuple[str, ...]


_FEATURES: Final[dict[str, Callable[[Party, _Said], None]]] = {
    "birthdate": lambda party, said: party.born(said.dates),
    "place of birth": lambda party, said: party.say("birth_place", said.text),
    "nationality": lambda party, said: party.belongs_to(
        said.country or said.text, as_="nationality"
    ),
    "citizenship": lambda party, said: party.belongs_to(
        said.country or said.text, as_="citizenship"
    ),
    "vessel flag": lambda party, said: party.belongs_to(said.country or said.text, as_="flag"),
    "location": lambda party, said: party.belongs_to(said.country),
    "gender": lambda party, said: party.of_gender(said.text),
    "title": lambda party, said: party.titled(said.text),
    "call sign": lambda party, said: party.say("call_sign", said.text),
    "organization established date": lambda party, said: party.say("established", *said.dates),
    "swift/bic": lambda party, said: party.say("identifier", said.text),
    "digital currency address": lambda party, said: party.say("identifier", said.text),
}
"""What is made of a feature, by its name in small letters."""

_SAME_FEATURES: Final = {
    "nationality country": "nationality",
    "citizenship country": "citizenship",
    "vessel call sign": "call sign",
}


def is_advanced(path: Path) -> bool:
    """Whether a file is of this form, and is not the list of those who are not blocked."""
    return _HEAD.search(head_of(path)) is not None and not path.name.lower().startswith("cons")


def date_of_issue(path: Path) -> str | None:
    """The date that a file says it was made on."""
    for _, date in records_of(path, "DateOfIssue"):
        return date_of(date)
    return None


def located_parties(path: Path, rejects: Rejects) -> Iterator[Located]:
    """The parties of a file.

    Args:
        path: The file.
        rejects: What becomes of parties that are wrong.
    """
    references = References(path)
    parties = records_of(path, "DistinctParty")
    yield from located_of(path, rejects, parties, lambda each: _party(each, references).entity())


def _party(element: Element, references: References) -> Party:
    profile = element.find("Profile")
    if profile is None:
        raise BadValue("a party without a profile", "fetch the file again")
    number = profile.get("ID", "")
    type_ = _TYPES.get(references.type_of(profile.get("PartySubTypeID")), "organization")
    party = Party("ofac", number, type_)
    for identity in profile.iterfind("Identity"):
        _read_names(party, identity, references)
        _read_documents(party, identity.get("ID", ""), references)
    for feature in profile.iterfind("Feature"):
        _read_feature(party, feature, references)
    for listing in references.listings.get(number, ()):
        party.say("programme", *listing.programmes)
        party.say("listed_on", listing.since)
    return party


def _read_names(party: Party, identity: Element, references: References) -> None:
    groups = {
        group.get("ID", ""): references.text("NamePartType", group.get("NamePartTypeID"))
        for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    aliases = sorted(identity.iterfind("Alias"), key=lambda each: each.get("Primary") != "true")
    for alias in aliases:
        is_former = references.text("AliasType", alias.get("AliasTypeID")) == "F.K.A."
        is_weak = alias.get("LowQuality") == "true"
        for name in alias.iterfind("DocumentedName"):
            parts = list(name.iterfind("DocumentedNamePart/NamePartValue"))
            script = references.script(parts[0].get("ScriptID")) if parts else None
            is_native = script is not None and script != "Latn"
            language = f"und-{script}" if is_native else None
            kind = "native" if is_native else "name"
            kind = "weak" if is_weak else "former" if is_former else kind
            party.call(_written(parts, groups, script), kind, language)


def _written(parts: list[Element], groups: dict[str, str], script: str | None) -> str:
    """A name as the list writes it: KIM, Jong Un."""
    sorts = [groups.get(part.get("NamePartGroupID", ""), "") for part in parts]
    texts = [(part.text or "").strip() for part in parts]
    before = _FAMILY if "Last Name" in sorts else ("Patronymic", "Matronymic")
    family = [text for sort, text in zip(sorts, texts, strict=True) if sort in before]
    given = [text for sort, text in zip(sorts, texts, strict=True) if sort not in before]
    if script in _JOINED:
        return "".join(family + given) if script != "Kore" else " ".join(family + given)
    return ", ".join(filter(None, (" ".join(family), " ".join(given))))


def _read_documents(party: Party, identity: str, references: References) -> None:
    for sort, number in references.documents.get(identity, ()):
        imo = imo_of(number) if sort == "Vessel Registration Identification" else None
        name = {"Passport": "passport", "MMSI": "mmsi"}.get(sort, "identifier")
        party.say("imo" if imo else name, imo or number)


def _read_feature(party: Party, feature: Element, references: References) -> None:
    label = references.text("FeatureType", feature.get("FeatureTypeID")).lower()
    label = label.partition(" - ")[0]  # of an address it is the currency that follows
    take = _FEATURES.get(_SAME_FEATURES.get(label, label))
    if take is None:
        return
    text, country = "", None
    dates: tuple[str, ...] = ()
    for each in feature.iter():
        if each.tag == "VersionLocation":
            place = references.places.get(each.get("LocationID", ""))
            if place is not None:
                country, text = place.country, place.text
        elif each.tag == "VersionDetail":
            number = each.get("DetailReferenceID")
            text = (references.text("DetailReference", number) or each.text or text).strip()
        elif each.tag == "DatePeriod":
            dates = dates_of(each)
    take(party, _Said(text, country, dates))
