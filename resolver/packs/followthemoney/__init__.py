"""FollowTheMoney: entities of investigations and of OpenSanctions. Reach for `PACKS`.

- `*.ftm.json`, `targets.nested.json`, and any file that begins with such a line: an entity a line,
  flat or nested;
- `targets.simple.csv`: an entity a row.

Schemata become types. What is no entity of ours (addresses, sanctions, who owns what) is left out
and counted. IDs that an entity had before (`referents`) are redirects; those of them that are IDs
of a sanctions list, and its Wikidata ID, mean the same thing, unless two entities claim one. Names
have no language: the format does not say it.

- `schemata`: what becomes of each schema.
- `values`: what a key of a line holds.
- `lines`: an entity a line.
- `simple`: an entity a row.
- `naming`: what the source of a file is called.

Source: FollowTheMoney's schemata, https://followthemoney.tech, and "FollowTheMoney-based JSON
format", https://www.opensanctions.org/docs/bulk/json
"""

from __future__ import annotations

import dataclasses
import json
import re
from functools import partial
from pathlib import Path
from typing import Final

from resolver.lists.form import unpacked_name
from resolver.model import Source
from resolver.packs.entry import Entry
from resolver.packs.followthemoney.lines import located_lines
from resolver.packs.followthemoney.naming import is_published, source_name
from resolver.packs.followthemoney.simple import located_rows
from resolver.packs.looking import head_of
from resolver.packs.pack import Pack, digest

_MADE_BY: Final = "followthemoney 1"

_NAMES: Final = (".ftm.json", "targets.nested.json")

_HEADER: Final = b"id,schema,name,aliases,birth_date,countries"
"""How the header of targets.simple.csv begins."""

_KEYS: Final = re.compile(rb'"schema"\s*:\s*"[A-Z].*"properties"\s*:\s*\{')
"""What a first line has that is longer than what is looked at."""


def _recognises(path: Path) -> bool:
    if _is_table(path):
        return True
    head = head_of(path).lstrip()
    return head.startswith(b"{") and (unpacked_name(path.name).endswith(_NAMES) or _is_entity(head))


def _is_entity(head: bytes) -> bool:
    """Whether a file that begins so has an entity a line."""
    line, end, _ = head.partition(b"\n")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return not end and _KEYS.search(head) is not None
    schema, properties = value.get("schema"), value.get("properties")
    return isinstance(schema, str) and isinstance(properties, dict)


def _open(path: Path) -> Pack:
    name, is_table = unpacked_name(path.name), _is_table(path)
    source = PACK.source(
        digest([path], _MADE_BY),
        fields=(("birth_date", "date"),),
        schemes=("opensanctions",),
    )
    called = source_name(path, name, is_table=is_table)
    if is_table or is_published(name):
        source = dataclasses.replace(source, name=called)
    else:  # of somebody else, whose licence is not known
        source = Source(
            name=called, digest=source.digest, fields=source.fields, schemes=source.schemes
        )
    read = located_rows if is_table else located_lines
    return Pack(source, path.stat().st_size, partial(read, path))


def _is_table(path: Path) -> bool:
    return head_of(path).replace(b'"', b"", 12).startswith(_HEADER)


PACK: Final = Entry(
    name="opensanctions",
    title="OpenSanctions",
    licence="CC-BY-NC-4.0",
    attribution="OpenSanctions.org, licensed under CC BY-NC 4.0; business use needs a data licence",
    origin="https://www.opensanctions.org/datasets/",
    size="from 60,000 sanctioned to 4 million persons and organizations",
    needs="entities.ftm.json, targets.nested.json or targets.simple.csv of a data set",
    recognises=_recognises,
    open=_open,
)

PACKS: Final[tuple[Entry, ...]] = (PACK,)
