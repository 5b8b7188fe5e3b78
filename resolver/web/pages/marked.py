"""An annotated text as a page shows it: its pieces, and an entry for each name with who is meant.

Reach for `marked` with the wire form of an annotation. A name that stands in the text several times
with one answer is one entry, whose number stands at each of its places.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from resolver.explaining.naming import percent, type_name
from resolver.explaining.verdicts import Said, said
from resolver.explaining.waterfall import Waterfall, waterfall
from resolver.web.page_routes import ENTITY_PAGE, LOOK_UP
from resolver.web.pages.frame import path_of

_SHOWN: Final = 4
"""Candidates of a name that are shown."""


class Piece(NamedTuple):
    """A stretch of the text.

    Args:
        text: It.
        entry: Of which entry it is a name; None between names.
        place: The how many-eth name it is, from 1.
    """

    text: str
    entry: Entry | None = None
    place: int = 0


class Choice(NamedTuple):
    """Somebody who may be meant.

    Args:
        id: The ID.
        name: The name to show.
        type: The type in words.
        path: Of the page.
        alias: The alias that was found, where it is not the name.
        score: The probability, and in words.
        means: What a button sends by which somebody says that it is meant.
        excludes: Likewise, that it is not.
    """

    id: str
    name: str
    type: str
    path: str
    alias: str
    score: tuple[float, str]
    means: str
    excludes: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the text.

    Args:
        number: Its number.
        place: The how many-eth name it is where it first stands.
        text: It.
        name: The same on one line.
        verdict: The verdict.
        said: The same in words.
        choices: Who may be meant, likeliest first.
        fall: The evidence of the first one; None where there is nobody.
        look_up: The page where the name alone is looked up.
        nobody: What a button sends by which somebody says that it means nobody of the table.
        chosen: What a button sends where somebody writes whom it means.
    """

    number: int
    place: int
    text: str
    name: str
    verdict: str
    said: Said
    choices: tuple[Choice, ...]
    fall: Waterfall | None
    look_up: str
    nobody: str
    chosen: str


class Marked(NamedTuple):
    """A text with its names.

    Args:
        pieces: All of it, in order.
        entries: The names, in the order in which each first stands there.
        counts: How many entries there are of each verdict.
    """

    pieces: list[Piece]
    entries: list[Entry]
    counts: dict[str, int]


def marked(text: str, annotation: Mapping[str, Any]) -> Marked:
    """A text as a page shows it.

    Args:
        text: It.
        annotation: The names in it in their wire form, with the evidence; none overlaps another.
    """
    entries: dict[str, Entry] = {}
    pieces: list[Piece] = []
    end = 0
    for place, mention in enumerate(annotation["mentions"], 1):
        about = {name: said for name, said in mention.items() if name not in ("start", "end")}
        key = json.dumps(about)
        if key not in entries:
            entries[key] = _entry(len(entries) + 1, place, mention)
        if end < mention["start"]:
            pieces.append(Piece(text[end : mention["start"]]))
        pieces.append(Piece(mention["text"], entries[key], place))
        end = mention["end"]
    if end < len(text):
        pieces.append(Piece(text[end:]))
    counts = dict.fromkeys(("match", "ambiguous", "no_match"), 0)
    for entry in entries.values():
        counts[entry.verdict] += 1
    return Marked(pieces, list(entries.values()), counts)


def _entry(number: int, place: int, mention: Mapping[str, Any]) -> Entry:
    text, candidates = mention["text"], mention["candidates"]
    name = " ".join(text.split())  # it may go over the end of a line
    return Entry(
        number,
        place,
        text,
        name,
        mention["verdict"],
        said(mention),
        tuple(_choice(name, each) for each in candidates[:_SHOWN]),
        waterfall(candidates[0]["evidence"]) if candidates else None,
        f"{LOOK_UP.path}?{urlencode({'q': name})}",
        json.dumps({"text": name, "decision": "nobody"}),
        json.dumps({"text": name, "decision": "match", "number": number}),
    )


def _choice(name: str, candidate: Mapping[str, Any]) -> Choice:
    entity_id, alias = candidate["id"], candidate["alias"]["text"]
    return Choice(
        entity_id,
        candidate["name"],
        type_name(candidate["type"]),
        path_of(ENTITY_PAGE, entity_id),
        "" if alias == candidate["name"] else alias,
        (candidate["score"], percent(candidate["score"])),
        json.dumps({"text": name, "decision": "match", "id": entity_id}),
        json.dumps({"text": name, "decision": "not", "id": entity_id}),
    )
