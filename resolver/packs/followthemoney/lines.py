"""FollowTheMoney entities, one a line. Reach for it to read one more property.

    {"id": "NK-1", "schema": "Person", "caption": "Ali Reza", "referents": ["ofac-36"],
     "properties": {"name": ["Ali Reza"], "weakAlias": ["The Engineer"], "country": ["ir"]}}

In a nested line the values of some properties are entities; of these only the programmes of
sanctions are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadValue
from resolver.model import COUNTRIES, Alias, Entity, Record, Redirect, SameAs
from resolver.packs.followthemoney.schemata import TYPES
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

_IMO: Final = re.compile(r"(?:IMO ?)?(\d{7})")

_SAME: Final = re.compile(r"Q\d+|(?:ofac|unsc|eu-fsf|gb-hmt)-.+")
"""IDs of other tables."""

_REMEDY: Final = "give one entity a line, with id, schema and properties"


def located_lines(path: Path, rejects: Rejects) -> Iterator[Located]:
    """The entities of a file, each followed by what its other IDs mean.

    Args:
        path: The file; it may come packed.
        rejects: What becomes of lines that are wrong.

    Raises:
        BadSource: A line is wrong, or the file is damaged; names the line.
    """
    loads = json.loads
    with open_unpacked(path) as stream:
        for number, line in enumerate(bounded_lines(path, stream), 1):
            if line.isspace():
                continue
            with rejects.row(path, number, line):
                try:
                    value = loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
                except (ValueError, RecursionError):
                    raise BadValue("not a line of JSON in UTF-8", _REMEDY) from None
                for record in _records(value, rejects):
                    yield Located(record, path, number)


def facts_of(values: dict[str, list[str]]) -> dict[str, list[str]]:
    """Those of an entity's properties that are facts, by what they are called here."""
    facts: dict[str, list[str]] = {}
    for name, found in values.items():
        if name in _FACTS:
            facts.setdefault(_FACTS[name], []).extend(found)
        elif name in _DATES:
            facts[_DATES[name]] = [value[:10] for value in found]
        elif name in _CODES:
            facts[_CODES[name]] = [value.upper() for value in found]
    if "imo" in facts:
        facts["imo"] = [imo_of(value) for value in facts["imo"]]
    return facts


def imo_of(value: str) -> str:
    """A ship's IMO number as its seven digits, where it is one."""
    found = _IMO.fullmatch(value)
    return found[1] if found else value


def _records(value: Any, rejects: Rejects) -> Iterator[Record]:
    if not isinstance(value, dict) or not isinstance(value.get("properties"), dict):
        raise BadValue("not an entity of FollowTheMoney", _REMEDY)
    type_ = TYPES.get(value.get("schema", ""))
    if type_ is None:
        rejects.leave_out(str(value.get("schema")))
        return
    values = {name: _texts(found) for name, found in value["properties"].items()}
    aliases = [Alias(text, kind=kind) for name, kind in _KINDS for text in values.get(name, ())]
    if not aliases:
        rejects.leave_out(f"{value['schema']} without a name")
        return
    entity = _entity(value, type_, values, aliases)
    yield entity
    referents = _texts(value.get("referents", []))
    others = {*filter(_SAME.fullmatch, referents), *values.get("wikidataId", ())} - {entity.id}
    if others:
        yield SameAs(entity.id, tuple(others))
    for referent in dict.fromkeys(referents):
        if referent != entity.id:
            yield Redirect(referent, entity.id)


def _entity(
    value: dict[str, Any], type_: str, values: dict[str, list[str]], aliases: list[Alias]
) -> Entity:
    caption = value.get("caption")
    is_name = any(alias.text == caption for alias in aliases)
    country = {code.upper() for name in _COUNTRIES for code in values.get(name, ())}
    facts = facts_of(values)
    facts["dataset"] = _texts(value.get("datasets", []))
    for sanction in value["properties"].get("sanctions", ()):
        if isinstance(sanction, dict):
            facts.setdefault("programme", []).extend(_programmes(sanction))
    return Entity(
        value.get("id", ""),
        type_,
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
    return _texts(properties.get("programId", [])) or _texts(properties.get("program", []))


def _texts(values: Any) -> list[str]:
    """The texts among the values of a property; others are entities."""
    return [each for each in values if isinstance(each, str) and each] if values else []
