"""FollowTheMoney: entities of investigations and of OpenSanctions. Reach for `PACKS`.

- `*.ftm.json`, `entities.ftm.json`, `targets.nested.json`: an entity a line, flat or nested;
- `targets.simple.csv`: an entity a row.

The source of entities.ftm.json and of the files of targets is `opensanctions`; that of another file
is called as the file is. Schemata become types. What is no entity of ours (addresses, sanctions,
who owns what) is left out and counted. IDs that an entity had before (`referents`) are redirects;
those of them that are IDs of a sanctions list, and its Wikidata ID, mean the same thing. Names have
no language: the format does not say it.

- `schemata`: what becomes of each schema.
- `lines`: an entity a line.
- `simple`: an entity a row.

Source: FollowTheMoney's schemata, https://followthemoney.tech, and "FollowTheMoney-based JSON
format", https://www.opensanctions.org/docs/bulk/json
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from resolver.model import Source
from resolver.packs.entry import Entry
from resolver.packs.followthemoney.lines import located_lines
from resolver.packs.followthemoney.simple import located_rows
from resolver.packs.looking import head_of
from resolver.packs.pack import Pack, digest

_MADE_BY: Final = "followthemoney 1"

_FORM: Final = ".ftm.json"
_PACKINGS: Final = (".gz", ".bz2", ".zst")
_OPENSANCTIONS: Final = ("entities.ftm.json", "targets.nested.json", "targets.simple.csv")

_HEADER: Final = b"id,schema,name,aliases,birth_date,countries"
"""How the header of targets.simple.csv begins."""


def _recognises(path: Path) -> bool:
    if _is_table(path):
        return True
    name = _unpacked_name(path)
    return name.endswith((_FORM, "targets.nested.json")) and head_of(path)[:9].lstrip(
        b"\xef\xbb\xbf \r\n"
    ).startswith(b"{")


def _open(path: Path) -> Pack:
    name = _unpacked_name(path)
    is_table = _is_table(path)
    is_opensanctions = is_table or name in _OPENSANCTIONS
    source = Source(
        name=PACK.name if is_opensanctions else name.removesuffix(_FORM),
        digest=digest([path], _MADE_BY),
        title=PACK.title if is_opensanctions else None,
        licence=PACK.licence if is_opensanctions else None,
        attribution=PACK.attribution if is_opensanctions else None,
        origin=PACK.origin if is_opensanctions else None,
        fields=(("birth_date", "date"),),
        schemes=("opensanctions",),
    )
    read = located_rows if is_table else located_lines
    return Pack(source, path.stat().st_size, partial(read, path))


def _is_table(path: Path) -> bool:
    head = head_of(path).removeprefix(b"\xef\xbb\xbf")
    return head.replace(b'"', b"", 12).startswith(_HEADER)


def _unpacked_name(path: Path) -> str:
    return path.stem if path.suffix in _PACKINGS else path.name


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
