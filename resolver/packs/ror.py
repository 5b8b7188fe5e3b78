"""Research organizations: dumps of the Research Organization Registry. Reach for it for pack `ror`.

A dump is the JSON file of schema 1 or 2, or the zip that holds it; where the zip has several,
schema 2 of the newest release is read. The name that ROR displays is the entity's name. Labels and
aliases keep their language, acronyms are acronyms. HTML and marks of direction in names are left
out. Countries, `city`, `admin1`, `latitude`, `longitude`, `established`, `org_type`, `isni` and
`fundref` are facts.

- An inactive organization with one successor becomes a redirect to it, and its names are former
  names there. One with no successor, or with several, stays, with `status=inactive`.
- A withdrawn record was a mistake: it becomes a redirect where it has one successor, and else is
  left out, so that it is retired where it was imported before. Its names are nobody's.
- A successor counts that either of the two records names, and that is in the dump.
- The Wikidata and GRID identifiers that ROR prefers, or the only ones, mean the same thing; unless
  two organizations that are there claim one.

Source: ROR's schemas, https://github.com/ror-community/ror-schema (ror_schema.json,
ror_schema_v2_1.json), and "Data dump", https://ror.readme.io/docs/data-dump
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.errors import BadValue, InvalidInput
from resolver.model import COUNTRIES, Alias, Entity, Record, Redirect, SameAs
from resolver.packs.claims import Claims
from resolver.packs.cleaning import clean
from resolver.packs.entry import Entry
from resolver.packs.json_values import JsonValue, json_values, misfit
from resolver.packs.looking import head_of, names_in
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.rejects import Rejects
from resolver.packs.succession import Succession, former_names
from resolver.packs.unpacking import open_unpacked

_FILE: Final = re.compile(r"ror-data[^/]*\.json(\.\w+)?$")
"""What the file of a dump is called, in a zip or beside one."""

_HEAD: Final = re.compile(rb'\s*\[\s*\{.*"id"\s*:\s*"https://ror\.org/0', re.DOTALL)
"""How the file begins, whatever it is called."""

_VERSION: Final = re.compile(r"v\d+(\.\d+)+|\d{4}-\d\d-\d\d")

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

_SAME: Final = ("wikidata", "grid")
"""Identifiers that name the same thing in other tables."""

_NUMBERS: Final = ("isni", "fundref")
"""Identifiers that are facts."""


class _Organization(NamedTuple):
    """An organization as the dump has it.

    Args:
        id: Its ROR ID, an address.
        status: active, inactive or withdrawn.
        names: Its names as they are written there, first the one that is displayed.
        same: Its IDs elsewhere.
        successors: IDs of those that it became.
        predecessors: IDs of those that became it.
        record: All that the dump says, in the form of schema 2.
    """

    id: str
    status: str
    names: list[dict[str, Any]]
    same: tuple[str, ...]
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]
    record: dict[str, Any]


class _Register:
    """What has to be known of all organizations before the first can be made."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, ...]] = {}
        """Those that are there, with their IDs elsewhere; of the inactive ones not all stay."""
        self.gone: dict[str, tuple[str, ...]] = {}
        """Names of the inactive ones; of the withdrawn ones none."""
        self.successors: defaultdict[str, set[str]] = defaultdict(set)
        """By ID, those that it became."""

    def add(self, found: _Organization) -> None:
        """Take one in."""
        self.successors[found.id].update(found.successors)
        for each in found.predecessors:
            self.successors[each].add(found.id)
        if found.status != "withdrawn":
            self.kept[found.id] = found.same
        if found.status != "active":
            is_inactive = found.status == "inactive"
            names = tuple(each["value"] for each in found.names) if is_inactive else ()
            self.gone[found.id] = names

    def succession(self) -> Succession:
        """Which ones became which."""
        succession = Succession()
        for each, names in self.gone.items():
            if len(self.successors[each]) == 1:
                (successor,) = self.successors[each]
                succession.add(each, successor, names)
        return succession


def _is_dump(path: Path) -> bool:
    if any(_FILE.search(name) for name in names_in(path)):
        return True
    return (path.is_file() and bool(_FILE.search(path.name))) or bool(_HEAD.match(head_of(path)))


def _open(path: Path) -> Pack:
    member = _member(path)
    version = _VERSION.search(member.rpartition("/")[2] or path.name)
    source = _ENTRY.source(
        digest([path], made_by="ror 1"),
        version=version[0] if version else None,
        fields=(("established", "date"), ("fundref", "identifier"), ("isni", "identifier")),
        schemes=("ror",),
    )
    return Pack(source, path.stat().st_size, partial(_records, path, member))


def _member(path: Path) -> str:
    """The file of a zip that is read, "" where none is called as a dump is."""
    return max(filter(_FILE.search, names_in(path)), key=_newness, default="")


def _newness(name: str) -> tuple[str, bool, str]:
    """The later, the rather a file of a zip is read: its day, and whether it is of schema 2."""
    day = _DAY.search(name.rpartition("/")[2])
    return day[0] if day else "", "schema_v2" in name, name


def _values(path: Path, member: str) -> Iterator[JsonValue]:
    with open_unpacked(path, member=member.__eq__ if member else None) as stream:
        yield from json_values(path, stream)


def _records(path: Path, member: str, rejects: Rejects) -> Iterator[Located]:
    register = _Register()
    for each in _values(path, member):
        try:
            with _as_ror_writes_it():
                register.add(_organization(each.value))
        except InvalidInput:
            continue  # it is rejected below, where its record is made
    maker = _Maker(register)
    for each in _values(path, member):
        with rejects.row(path, each.line, each.raw):
            with _as_ror_writes_it():
                made = tuple(maker.records(_organization(each.value)))
            for record in made:
                yield Located(record, path, each.line)


@contextmanager
def _as_ror_writes_it() -> Iterator[None]:
    """Turns what does not fit the schema into an `InvalidInput`."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        what = f"not the record of an organization: {misfit(error)}"
        raise BadValue(what, "give the dump as ROR wrote it") from None


class _Maker:
    """Makes the records of organizations.

    Args:
        register: What is known of all of them.
    """

    def __init__(self, register: _Register) -> None:
        self._register = register
        self._succession = register.succession()
        self._former = self._succession.former()
        self._claims = Claims()
        for each, same in register.kept.items():
            if self._became(each) is None:
                self._claims.add(same)

    def records(self, found: _Organization) -> Iterator[Record]:
        """What the source says of one."""
        survivor = self._became(found.id)
        if survivor is not None:
            yield Redirect(found.id, survivor)
        elif found.status != "withdrawn":
            yield _entity(found, self._former.get(found.id, ()))
            same = self._claims.undisputed(found.same)
            if same:
                yield SameAs(found.id, same)

    def _became(self, old_id: str) -> str | None:
        """What an organization became, None where it stays, or that is not there."""
        survivor = self._succession.survivor(old_id)
        return survivor if survivor in self._register.kept else None


def _entity(found: _Organization, former: list[str] | tuple[()]) -> Entity:
    earlier = former_names(former, {each["value"] for each in found.names})
    places = [each.get("geonames_details") or {} for each in found.record.get("locations") or ()]
    codes = {str(place.get("country_code")) for place in places}
    return Entity(
        id=found.id,
        type="organization",
        name=found.names[0]["value"],
        aliases=(*map(_alias, found.names[1:]), *earlier),
        country=tuple(codes & COUNTRIES),
        properties=_properties(found, places),
    )


def _properties(found: _Organization, places: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    facts = {
        "city": [place.get("name") for place in places],
        "admin1": [place.get("country_subdivision_name") for place in places],
        "latitude": [place.get("lat") for place in places[:1]],
        "longitude": [place.get("lng") for place in places[:1]],
        "established": [_year(found.record.get("established"))],
        "org_type": found.record.get("types") or (),
        "status": [None if found.status == "active" else found.status],
        **{name: _identifiers(found.record, name) for name in _NUMBERS},
    }
    return {
        name: tuple(str(value) for value in values if value not in (None, ""))
        for name, values in facts.items()
    }


def _year(value: object) -> str | None:
    return f"{value:04.0f}" if isinstance(value, int | float) and 0 < value < 10_000 else None


def _organization(value: Any) -> _Organization:
    record = value if "names" in value else _as_schema_2(value)
    related = [(each["type"], each["id"]) for each in record.get("relationships") or ()]
    return _Organization(
        id=record["id"],
        status=record["status"],
        names=sorted(
            map(_cleaned, record["names"]), key=lambda each: "ror_display" not in each["types"]
        ),
        same=tuple(dict.fromkeys(filter(None, (_preferred(record, each) for each in _SAME)))),
        successors=tuple(each for type_, each in related if type_ == "successor"),
        predecessors=tuple(each for type_, each in related if type_ == "predecessor"),
        record=record,
    )


def _cleaned(name: dict[str, Any]) -> dict[str, Any]:
    """A name without the HTML and the marks that some have."""
    return {**name, "value": clean(name["value"])}


def _alias(name: dict[str, Any]) -> Alias:
    types = name["types"]
    kind = "acronym" if "acronym" in types and "label" not in types else "name"
    return Alias(name["value"], name.get("lang"), kind)


def _identifiers(record: dict[str, Any], kind: str) -> list[str]:
    """All identifiers of one kind."""
    for each in record.get("external_ids") or ():
        if each["type"] == kind:
            return list(each["all"])
    return []


def _preferred(record: dict[str, Any], kind: str) -> str | None:
    """The identifier of one kind that is preferred, or the only one."""
    for each in record.get("external_ids") or ():
        if each["type"] == kind:
            only = each["all"][0] if len(each["all"]) == 1 else None
            return each.get("preferred") or only
    return None


def _as_schema_2(old: Any) -> dict[str, Any]:
    """A record of schema 1 in the form of schema 2."""
    names = [{"value": old["name"], "types": ["ror_display"]}]
    names += [{"value": text, "types": ["alias"]} for text in old.get("aliases") or ()]
    names += [{"value": text, "types": ["acronym"]} for text in old.get("acronyms") or ()]
    names += [
        {"value": each["label"], "types": ["label"], "lang": each["iso639"]}
        for each in old.get("labels") or ()
    ]
    country = (old.get("country") or {}).get("country_code")
    addresses: list[dict[str, Any]] = old.get("addresses") or [{}]
    return {
        "id": old["id"],
        "status": old["status"],
        "established": old.get("established"),
        "names": names,
        "types": [each.lower() for each in old.get("types") or ()],
        "locations": [_place(each, country) for each in addresses],
        "relationships": [
            {"type": each["type"].lower(), "id": each["id"]}
            for each in old.get("relationships") or ()
        ],
        "external_ids": [
            {"type": name.lower(), "preferred": ids.get("preferred"), "all": _listed(ids["all"])}
            for name, ids in (old.get("external_ids") or {}).items()
        ],
    }


def _listed(value: Any) -> list[str]:
    """Identifiers; of GRID there is one, and no list."""
    return value if isinstance(value, list) else [value] if value else []


def _place(address: dict[str, Any], country: str | None) -> dict[str, Any]:
    return {
        "geonames_details": {
            "name": address.get("city"),
            "country_code": country,
            "country_subdivision_name": address.get("state"),
            "lat": address.get("lat"),
            "lng": address.get("lng"),
        }
    }


_ENTRY: Final = Entry(
    name="ror",
    title="Research organizations",
    licence="CC0-1.0",
    attribution="Research Organization Registry (ROR)",
    origin="https://ror.org",
    size="120,000 organizations",
    needs="the zip of a data dump, or the JSON file in it",
    recognises=_is_dump,
    open=_open,
)

PACKS: Final = (_ENTRY,)
