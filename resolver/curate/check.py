"""What is wrong with sources, over all of them together. Reach for it before they are imported.

A pack that the importer would refuse is reported like any other finding, with its place, so that
one run shows what is wrong in every pack.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from resolver.errors import BadSource, InvalidInput
from resolver.model import TYPES, Additions, Entity, Redirect, SameAs
from resolver.packs import open_pack
from resolver.packs.pack import Located
from resolver.store import Declared, Joined, joined
from resolver.text.keys import form_of, match_key
from resolver.text.script import fits_language


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: where it is and what it is."""

    where: str
    what: str

    @classmethod
    def of(cls, path: Path, error: InvalidInput) -> Self:
        """What an importer refused in a source, where the error says it is, else in all of it."""
        where = error.where if isinstance(error, BadSource) else str(path)
        return cls(where, str(error).removeprefix(f"{where}: "))

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class LocatedEntity(NamedTuple):
    """The row of an entity, where it stands, and the schemes of its source's IDs."""

    entity: Entity
    place: str
    schemes: tuple[str, ...]


def check_packs(paths: Sequence[Path]) -> list[Finding]:
    """All that is wrong with sources, taken together.

    What the importer would refuse, types that are not among `TYPES`, names and ids used twice,
    aliases of nobody, redirects that lead to nobody or away from somebody, IDs that are the same as
    others of nobody, or that would make two entities of one source one, entities with a single
    name, texts in another script than their language has, and clashing names of two things.

    Args:
        paths: Pack directories, .jsonl, .jsonl.gz or .csv files.
    """
    findings: list[Finding] = []
    of_sources: list[list[Located]] = []
    entities: list[LocatedEntity] = []
    sources: dict[str, Path] = {}
    for path in paths:
        try:
            pack = open_pack(path)
            found = list(pack.located())
        except InvalidInput as error:
            findings.append(Finding.of(path, error))
            continue
        of_sources.append(found)
        entities += [
            LocatedEntity(each.record, _place(each), pack.source.schemes)
            for each in found
            if isinstance(each.record, Entity)
        ]
        if sources.setdefault(pack.source.name, path) != path:
            other = sources[pack.source.name]
            findings.append(Finding(str(path), f"{other} has the name {pack.source.name!r} too"))
    records = [*itertools.chain.from_iterable(of_sources)]
    one = _joined(of_sources)
    known = {each.entity.id for each in entities} | one.survivors.keys()
    findings += _other_types(entities)
    findings += _used_twice(entities)
    findings += _of_nobody(records, known)
    findings += _lost_redirects(records, entities, one)
    findings += _same_as_nobody(records, known)
    findings += _left_aside(records, one)
    findings += _single_names(records, entities, one)
    findings += _other_scripts(records)
    findings += _clashes(records, entities, one)
    return findings


def _joined(sources: Sequence[Sequence[Located]]) -> Joined:
    """Which IDs are one, by what all sources declare together."""
    declared: list[Declared] = []
    redirects: dict[str, str] = {}
    bearers: dict[str, int] = defaultdict(int)
    for place, records in enumerate(sources):
        for record, *_ in records:
            if isinstance(record, SameAs):
                declared += [Declared(place, record.entity_id, each) for each in record.others]
            elif isinstance(record, Redirect):
                redirects.setdefault(record.old_id, record.id)
            elif isinstance(record, Entity):
                bearers[record.id] |= 1 << place
    return joined(declared, redirects, dict(bearers))


def _other_types(entities: Iterable[LocatedEntity]) -> Iterator[Finding]:
    known = ", ".join(TYPES)
    for entity, place, _ in entities:
        if entity.type not in TYPES:
            what = f"the type {entity.type!r} is treated as other; the types are {known}"
            yield Finding(place, what)


def _used_twice(entities: Iterable[LocatedEntity]) -> Iterator[Finding]:
    first: dict[str, LocatedEntity] = {}
    for each in entities:
        before = first.setdefault(each.entity.id, each)
        if before is not each and set(before.schemes).isdisjoint(each.schemes):
            what = f"the id {each.entity.id!r} is also used at {before.place}"
            yield Finding(each.place, what)


def _of_nobody(records: Iterable[Located], known: Collection[str]) -> Iterator[Finding]:
    """Aliases of IDs that lead to no entity."""
    for each in records:
        if isinstance(each.record, Additions) and each.record.entity_id not in known:
            yield Finding(
                _place(each), f"aliases of {each.record.entity_id!r}, which no source here brings"
            )


def _lost_redirects(
    records: Iterable[Located], entities: Iterable[LocatedEntity], one: Joined
) -> Iterator[Finding]:
    """Redirects of an ID that an entity has, and those that lead to no entity."""
    places = {entity.id: place for entity, place, _ in entities}
    for each in records:
        redirect = each.record
        if not isinstance(redirect, Redirect):
            continue
        if redirect.old_id in places:
            what = f"the id {redirect.old_id!r} is redirected, and used at"
            yield Finding(_place(each), f"{what} {places[redirect.old_id]}")
        elif redirect.old_id not in one.survivors:
            what = f"{redirect.old_id!r} is redirected to {redirect.id!r}, which leads to no entity"
            yield Finding(_place(each), f"{what} that a source here brings")


def _same_as_nobody(records: Iterable[Located], known: Collection[str]) -> Iterator[Finding]:
    """IDs that are declared the same, none of which leads to an entity."""
    for each in records:
        if isinstance(each.record, SameAs) and each.record.entity_id not in known:
            others = ", ".join(map(repr, each.record.others))
            what = f"{each.record.entity_id!r} is the same as {others}, and no source here brings"
            yield Finding(_place(each), f"{what} one of them")


def _left_aside(records: Iterable[Located], one: Joined) -> Iterator[Finding]:
    """Pairs that would make two entities of one source one, over steps."""
    left = {frozenset(pair) for pair in one.left_aside}
    for each in records if left else ():
        if isinstance(each.record, SameAs):
            for other in each.record.others:
                if {each.record.entity_id, other} in left:
                    what = f"{each.record.entity_id!r} and {other!r} are not taken as one: two"
                    yield Finding(_place(each), f"{what} entities of one source would become one")


def _single_names(
    records: Iterable[Located], entities: Iterable[LocatedEntity], one: Joined
) -> Iterator[Finding]:
    """Entities that nobody brings an alias of, and that are not one with others."""
    named = {each.record.entity_id for each in records if each.record.aliases}
    named |= one.survivors.keys() | one.members.keys()
    for entity, place, _ in entities:
        if entity.id not in named:
            yield Finding(place, f"{entity.id!r} has no second name")


def _other_scripts(records: Iterable[Located]) -> Iterator[Finding]:
    for each in records:
        for alias in each.record.aliases:
            if alias.language is not None and not fits_language(alias.text, alias.language):
                what = f"{alias.text!r} of {each.record.entity_id!r} is not in the script of"
                yield Finding(_place(each), f"{what} its language {alias.language!r}")


def _clashes(
    records: Iterable[Located], entities: Iterable[LocatedEntity], one: Joined
) -> Iterator[Finding]:
    """Names of two entities of one type that are equal when folded, neither of them weak."""
    types = {entity.id: entity.type for entity, *_ in entities}
    bearers: dict[tuple[str, str], dict[str, Located]] = defaultdict(dict)
    for each in records:
        bearer = one.survivors.get(each.record.entity_id, each.record.entity_id)
        for alias in each.record.names:
            if alias.kind == "weak" or bearer not in types:
                continue
            key = types[bearer], match_key(form_of(alias.text))
            for other, place in bearers[key].items():
                if other != bearer:
                    yield Finding(
                        _place(each),
                        f"{alias.text!r} of {each.record.entity_id!r} is also a name of "
                        f"{place.record.entity_id!r} ({_place(place)}); make one of them weak",
                    )
            bearers[key].setdefault(bearer, each)


def _place(each: Located) -> str:
    return f"{each.path}, line {each.line}"
