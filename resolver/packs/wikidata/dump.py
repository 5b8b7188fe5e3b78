"""The whole way from a dump to records. Reach for it to see what a dump gives.

The JSON dump has no redirects. Lines that are (`{"entity": "Q1", "redirect": "Q2"}`, as pages of
Wikidata have them) are read all the same, and so is `latest-all.redirects.csv` beside
`latest-all.json.bz2`, with the columns old_id and id. Those count that lead to an item of the pack.
An identifier of another pack that two items claim belongs to the first.

Source for the redirects: https://github.com/usc-isi-i2/kgtk/issues/253
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from resolver.model import Redirect, SameAs
from resolver.packs.claims import Claims
from resolver.packs.entry import Entry
from resolver.packs.looking import head_of
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.redirects import redirect_rows
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked
from resolver.packs.wikidata.items import records_of
from resolver.packs.wikidata.lines import wanted_lines
from resolver.packs.wikidata.options import Options, options_beside, options_file, stem_of

_HEAD: Final = re.compile(
    rb"\s*\[?\s*\{\s*"
    rb'(?:"type"\s*:\s*"(?:item|property|lexeme)"\s*,\s*"(?:id|datatype)"\s*:'
    rb'|"id"\s*:\s*"[QPL]\d+"\s*,\s*"type"\s*:'
    rb'|"entity"\s*:\s*"Q\d+"\s*,\s*"redirect")'
)
"""How a dump begins."""

_VERSION: Final = re.compile(r"\d{8}")

_MAX_BYTES: Final = 1 << 42
"""Unpacked bytes that a dump may have: some times as many as one of all items has."""


def _is_dump(path: Path) -> bool:
    return _HEAD.match(head_of(path)) is not None


def _open(path: Path) -> Pack:
    beside = options_file(path)
    redirects = _redirects_file(path)
    files = [path, *(each for each in (beside, redirects) if each is not None)]
    options = options_beside(path)
    version = _VERSION.search(path.name)
    source = ENTRY.source(
        digest(files, made_by="wikidata 1"),
        version=version[0] if version else None,
        fields=(
            ("birth_date", "date"),
            ("death_date", "date"),
            ("dissolved", "date"),
            ("established", "date"),
            ("imo", "identifier"),
        ),
        schemes=("wikidata",),
    )
    return Pack(source, path.stat().st_size, partial(_records, path, options, redirects))


def _redirects_file(path: Path) -> Path | None:
    beside = path.with_name(f"{stem_of(path)}.redirects.csv")
    return beside if beside.exists() else None


def _records(
    path: Path, options: Options, beside: Path | None, rejects: Rejects
) -> Iterator[Located]:
    items: set[int] = set()
    claims = Claims()
    redirects: list[Located] = []
    with open_unpacked(path, max_bytes=_MAX_BYTES) as stream:
        for number, data in wanted_lines(path, stream, options, rejects):
            with rejects.row(path, number, data):
                for record in records_of(data, options):
                    if isinstance(record, Redirect):
                        redirects.append(Located(record, path, number))
                    elif isinstance(record, SameAs):
                        others = claims.add(record.others)
                        if others:
                            same = SameAs(record.entity_id, others)
                            yield Located(same, path, number)
                    else:
                        items.add(_number(record.entity_id))
                        yield Located(record, path, number)
    more = redirect_rows(beside, rejects) if beside is not None else ()
    for each in itertools.chain(redirects, more):
        if isinstance(each.record, Redirect) and _number(each.record.id) in items:
            yield each


def _number(item_id: str) -> int:
    """The number of an item, -1 for what is none."""
    return int(item_id[1:]) if item_id[:1] == "Q" and item_id[1:].isdecimal() else -1


ENTRY: Final = Entry(
    name="wikidata",
    title="Items of Wikidata",
    licence="CC0-1.0",
    attribution="Wikidata",
    origin="https://www.wikidata.org/wiki/Wikidata:Database_download",
    size="millions of items, by what is wanted of them",
    needs="the JSON dump, packed or not",
    recognises=_is_dump,
    open=_open,
)
