"""What is wrong with sources, over all of them together. Reach for it before they are imported.

A pack that the importer would refuse is reported like any other finding, with its place, so that
one run shows what is wrong in every pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import InvalidInput
from resolver.model import TYPES, Entity
from resolver.packs import open_pack
from resolver.packs.pack import Located
from resolver.text.keys import form_of, match_key
from resolver.text.script import fits_language


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: where it is and what it is."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check_packs(paths: Sequence[Path]) -> list[Finding]:
    """All that is wrong with sources, taken together.

    What the importer would refuse, types that are not among `TYPES`, names and ids used twice,
    aliases of nobody, entities with a single name, texts in another script than their language
    has, and clashing names.

    Args:
        paths: Pack directories, .jsonl, .jsonl.gz or .csv files.
    """
    findings: list[Finding] = []
    records: list[Located] = []
    sources: dict[str, Path] = {}
    for path in paths:
        try:
            pack = open_pack(path)
            records += list(pack.located())
        except InvalidInput as error:
            findings.append(Finding(str(path), str(error)))
        else:
            if sources.setdefault(pack.source.name, path) != path:
                other = sources[pack.source.name]
                findings.append(
                    Finding(str(path), f"{other} has the name {pack.source.name!r} too")
                )
    owners = [each for each in records if isinstance(each.record, Entity)]
    findings += _other_types(owners)
    findings += _used_twice(owners)
    findings += _of_nobody(records, owners)
    findings += _single_names(records, owners)
    findings += _other_scripts(records)
    findings += _clashes(records, owners)
    return findings


def _other_types(owners: Iterable[Located]) -> Iterator[Finding]:
    for each in owners:
        if isinstance(each.record, Entity) and each.record.type not in TYPES:
            known = ", ".join(TYPES)
            what = f"the type {each.record.type!r} is treated as other; the types are {known}"
            yield Finding(_place(each), what)


def _used_twice(owners: Iterable[Located]) -> Iterator[Finding]:
    first: dict[str, Located] = {}
    for each in owners:
        before = first.setdefault(each.record.entity_id, each)
        if before is not each:
            yield Finding(
                _place(each), f"the id {each.record.entity_id!r} is also used at {_place(before)}"
            )


def _of_nobody(records: Iterable[Located], owners: Iterable[Located]) -> Iterator[Finding]:
    known = {each.record.entity_id for each in owners}
    for each in records:
        if each.record.entity_id not in known:
            yield Finding(
                _place(each), f"aliases of {each.record.entity_id!r}, which no source here brings"
            )


def _single_names(records: Iterable[Located], owners: Iterable[Located]) -> Iterator[Finding]:
    named = {each.record.entity_id for each in records if each.record.aliases}
    for each in owners:
        if each.record.entity_id not in named:
            yield Finding(_place(each), f"{each.record.entity_id!r} has no second name")


def _other_scripts(records: Iterable[Located]) -> Iterator[Finding]:
    for each in records:
        for alias in each.record.aliases:
            if alias.language is not None and not fits_language(alias.text, alias.language):
                what = f"{alias.text!r} of {each.record.entity_id!r} is not in the script of"
                yield Finding(_place(each), f"{what} its language {alias.language!r}")


def _clashes(records: Iterable[Located], owners: Iterable[Located]) -> Iterator[Finding]:
    """Names of two entities of one type that are equal when folded, neither of them weak."""
    types = {each.record.id: each.record.type for each in owners if isinstance(each.record, Entity)}
    bearers: dict[tuple[str, str], dict[str, Located]] = defaultdict(dict)
    for each in records:
        for alias in each.record.names:
            if alias.kind == "weak" or each.record.entity_id not in types:
                continue
            key = types[each.record.entity_id], match_key(form_of(alias.text))
            for other, place in bearers[key].items():
                if other != each.record.entity_id:
                    yield Finding(
                        _place(each),
                        f"{alias.text!r} of {each.record.entity_id!r} is also a name of {other!r} "
                        f"({_place(place)}); make one of them weak",
                    )
            bearers[key].setdefault(each.record.entity_id, each)


def _place(each: Located) -> str:
    return f"{each.path}, line {each.line}"
