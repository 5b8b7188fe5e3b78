"""FollowTheMoney entities, one a line. Reach for it to read one more property.

    {"id": "NK-1", "schema": "Person", "caption": "Ali Reza", "referents": ["ofac-36"],
     "properties": {"name": ["Ali Reza"], "weakAlias": ["The Engineer"], "country": ["ir"]}}

In a nested line the values of some properties are entities; of these only the programmes of
sanctions are read. An ID that two entities claim joins neither to anything: a file is read once for
what they claim, and once for the entities.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.errors import BadValue, InvalidInput
from resolver.model import COUNTRIES, Alias, Entity, Record, Redirect, SameAs
from resolver.packs.claims import Claims
from resolver.packs.cleaning import imo_of
from resolver.packs.followthemoney.schemata import TYPES
from resolver.packs.followthemoney.values import REMEDY, country_of, dates_of, listed, texts
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked
from resolver.rows import bounded_lines

_KINDS: Final = (
    ("name", "name"),
    ("alias", "name"),
    ("abbreviation", "acronym"),
    ("previousName", "former"),
    ("weakAlias", "weak"),
)
"""Properties that are names, and the kinds of alias they become."""

_COUNTRIES: Final = ("nationality", "citizenship", "jurisdiction", "mainCountry", "country", "flag")

_CODES: Final = {"nationality": "nationality", "citizenship": "citizenship", "flag": "flag"}
"""Countries that are facts of their own too."""

_DATES: Final = {"birthDate": "birth_date", "incorporationDate": "established"}

_FACTS: Final = {
    "birthPlace": "birth_place",
    "gender": "gender",
    "passportNumber": "passport",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
    "leiCode": "lei",
    "topics": "topic",
    "program": "programme",
    "programId": "programme",
    "idNumber": "identifier",
    "registrationNumber": "identifier",
    "taxNumber": "identifier",
    "vatCode": "identifier",
    "licenseNumber": "identifier",
    "innCode": "identifier",
    "ogrnCode": "identifier",
    "kppCode": "identifier",
    "okpoCode": "identifier",
    "uscCode": "identifier",
    "dunsCode": "identifier",
    "swiftBic": "identifier",
    "socialSecurityNumber": "identifier",
    "uniqueEntityId": "identifier",
    "serialNumber": "identifier",
    "cikCode": "identifier",
    "publicKey": "identifier",
}
"""Properties that are kept as they are, and what they are called here."""

_BOM: Final = b"\xef\xbb\xbf"

_SAME: Final = re.compile(r"Q\d+|(?:ofac|unsc|eu-fsf|gb-hmt)-.+")
"""IDs of other tables."""

_READ: Final = frozenset(
    {*dict(_KINDS), *_COUNTRIES, *_DATES, *_FACTS, "position", "wikidataId"},
)
"""Properties that are read."""


class _Found(NamedTuple):
    """An entity of a line.

    Args:
        value: All of the line.
        type: Its type.
        texts: The texts of its properties, those that are read.
        referents: IDs that it had.
    """

    value: dict[str, Any]
    type: str
    texts: dict[str, list[str]]
    referents: list[str]

    @property
    def same(self) -> set[str]:
        """IDs of other tables that it says it has."""
        ids = {*self.referents, *self.texts.get("wikidataId", ())}
        return {*filter(_SAME.fullmatch, ids)} - {self.value.get("id")}


def located_lines(path: Path, rejects: Rejects) -> Iterator[Located]:
    """The entities of a file, each followed by what its other IDs mean.

    Args:
        path: The file; it may come packed.
        rejects: What becomes of lines that are wrong.

    Raises:
        BadSource: A line is wrong, or the file is damaged; names the line.
    """
    claims = _claims(path)
    for number, line in lines_of(path):
        with rejects.row(path, number, line):
            found = _found(line, rejects)
            made = tuple(_records(found, claims)) if found is not None else ()
            for record in made:
                yield Located(record, path, number)


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, by their numbers from 1; without a BOM."""
    with open_unpacked(path) as stream:
        for number, line in enumerate(bounded_lines(path, stream), 1):
            if not line.isspace():
                yield number, line.removeprefix(_BOM) if number == 1 else line


def facts_of(values: dict[str, list[str]]) -> dict[str, list[str]]:
    """Those of an entity's properties that are facts, by what they are called here."""
    facts: dict[str, list[str]] = {}
    for name, found in values.items():
        if name in _FACTS:
            facts.setdefault(_FACTS[name], []).extend(found)
        elif name in _DATES:
            facts[_DATES[name]] = dates_of(found)
        elif name in _CODES:
            facts[_CODES[name]] = [country_of(value) for value in found]
    if "imo" in facts:
        facts["imo"] = [imo_of(value) or value for value in facts["imo"]]
    return facts


def _claims(path: Path) -> Claims:
    claims, nobody = Claims(), Rejects()
    for _, line in lines_of(path):
        try:
            found = _found(line, nobody)
        except InvalidInput:
            continue  # it is rejected where its records are made
        if found is not None and isinstance(own := found.value.get("id"), str):
            claims.add({own, *found.referents, *found.same})
    return claims


def _found(line: bytes, rejects: Rejects) -> _Found | None:
    """The entity of a line; None where it is none of ours, which is counted."""
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise BadValue("not a line of JSON in UTF-8", REMEDY) from None
    if not isinstance(value, dict) or not isinstance(value.get("properties"), dict):
        raise BadValue("not an entity of FollowTheMoney", REMEDY)
    schema = value.get("schema")
    if not isinstance(schema, str):
        raise BadValue("schema is not a text", REMEDY, field="schema")
    type_ = TYPES.get(schema)
    if type_ is None:
        rejects.leave_out(schema)
        return None
    properties = value["properties"]
    found = {name: texts(name, held) for name, held in properties.items() if name in _READ}
    if not any(found.get(name) for name, _ in _KINDS):
        rejects.leave_out(f"{schema} without a name")
        return None
    return _Found(value, type_, found, texts("referents", value.get("referents")))


def _records(found: _Found, claims: Claims) -> Iterator[Record]:
    entity = _entity(found)
    yield entity
    others = claims.undisputed(found.same)
    if others:
        yield SameAs(entity.id, others)
    for referent in claims.undisputed(dict.fromkeys(found.referents)):
        if referent != entity.id:
            yield Redirect(referent, entity.id)


def _entity(found: _Found) -> Entity:
    value, values = found.value, found.texts
    aliases = [Alias(text, kind=kind) for name, kind in _KINDS for text in values.get(name, ())]
    caption = value.get("caption")
    is_name = any(alias.text == caption for alias in aliases)
    country = {country_of(code) for name in _COUNTRIES for code in values.get(name, ())}
    facts = facts_of(values)
    facts["dataset"] = texts("datasets", value.get("datasets"))
    for sanction in listed("sanctions", value["properties"].get("sanctions")):
        if isinstance(sanction, dict):
            facts.setdefault("programme", []).extend(_programmes(sanction))
    return Entity(
        value.get("id", ""),
        found.type,
        caption if is_name else aliases[0].text,  # type: ignore[arg-type] # one of the names
        tuple(aliases),
        tuple(country & COUNTRIES),
        "; ".join(values.get("position", ())[:3]),
        properties={name: list(dict.fromkeys(found)) for name, found in facts.items()},
    )


def _programmes(sanction: dict[str, Any]) -> list[str]:
    properties = sanction.get("properties")
    if not isinstance(properties, dict):
        return []
    found = texts("programId", properties.get("programId"))
    return found or texts("program", properties.get("program"))
