"""Items as the JSON dump has them, made small."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Snak = dict[str, Any]


def item_value(item_id: str) -> Snak:
    """The value that is an item."""
    return {
        "value": {"entity-type": "item", "numeric-id": int(item_id[1:]), "id": item_id},
        "type": "wikibase-entityid",
    }


def time_value(time: str, precision: int) -> Snak:
    """The value that is a time."""
    return {
        "value": {
            "time": time,
            "timezone": 0,
            "before": 0,
            "after": 0,
            "precision": precision,
            "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
        },
        "type": "time",
    }


def text_value(text: str, language: str | None = None) -> Snak:
    """The value that is a text, of a language or of none."""
    if language is None:
        return {"value": text, "type": "string"}
    return {"value": {"text": text, "language": language}, "type": "monolingualtext"}


def statement(
    prop: str, value: Snak | str, rank: str = "normal", **qualifiers: Snak
) -> dict[str, Any]:
    """A statement; a value that is a text is the type of a snak without one."""
    snak: Snak = {"snaktype": "value", "property": prop, "hash": "00", "datatype": "x"}
    snak |= {"snaktype": value} if isinstance(value, str) else {"datavalue": value}
    return {
        "mainsnak": snak,
        "type": "statement",
        "id": "Q1$00",
        "rank": rank,
        "qualifiers": {
            name: [{"snaktype": "value", "property": name, "datavalue": each}]
            for name, each in qualifiers.items()
        },
        "references": [{"hash": "00", "snaks": {"P143": []}, "snaks-order": ["P143"]}],
    }


def claims(*statements: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Statements by property."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in statements:
        found.setdefault(each["mainsnak"]["property"], []).append(each)
    return found


def is_a(*classes: str) -> list[dict[str, Any]]:
    """Statements that an item is an instance of classes."""
    return [statement("P31", item_value(each)) for each in classes]


def item(
    item_id: str,
    labels: dict[str, str],
    *statements: dict[str, Any],
    sitelinks: int = 3,
    aliases: dict[str, list[str]] | None = None,
) -> dict[str, Any]:
    """An item."""
    return {
        "type": "item",
        "id": item_id,
        "labels": {code: {"language": code, "value": text} for code, text in labels.items()},
        "descriptions": {},
        "aliases": {
            code: [{"language": code, "value": text} for text in texts]
            for code, texts in (aliases or {}).items()
        },
        "claims": claims(*statements),
        "sitelinks": {
            f"x{number}wiki": {"site": f"x{number}wiki", "title": "T", "badges": []}
            for number in range(sitelinks)
        },
        "lastrevid": 1,
    }


def line_of(entity: object) -> bytes:
    """An entity as its line, without the end."""
    return json.dumps(entity, separators=(",", ":")).encode()


def dump_of(entities: Iterable[object]) -> bytes:
    """A dump of entities."""
    return b"[\n" + b",\n".join(map(line_of, entities)) + b"\n]\n"


def dump(path: Path, *entities: object) -> Path:
    """A dump of entities, in a file."""
    path.write_bytes(dump_of(entities))
    return path
