"""What people see of an entity, as HTML: a few lines, a small page, a whole page.

All that comes from a table is escaped, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby, islice
from typing import Any, Final
from urllib.parse import quote

from resolver.reconcile.labels import description, label
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import named_type

FEW: Final = 8
"""Languages, and properties, that a small page has at most."""

FEW_ALIASES: Final = 4
"""Aliases of a language on a small page at most."""

_LATITUDE, _LONGITUDE = "latitude", "longitude"

Record = Mapping[str, Any]


def flyout(record: Record, scope: Scope) -> str:
    """A few lines on an entity."""
    name = escape(label(record, scope.languages))
    return (
        f"<p><strong>{name}</strong> <code>{escape(record['id'])}</code></p>"
        f"<p>{escape(description(record, languages=scope.languages))}</p>"
    )


def flyout_of_name(name: str, line: str) -> str:
    """A few lines on a type or a property."""
    return f"<p><strong>{escape(name)}</strong></p><p>{escape(line)}</p>"


def entity(record: Record, scope: Scope, *, is_small: bool) -> str:
    """An entity: name, aliases by language, facts, place on a map, sources and licences.

    Args:
        record: Of the entity, as `Resolver.entity` has it.
        scope: The service that is asked: which languages, and where its pages are.
        is_small: Whether it is cut to what is first of each.
    """
    name = label(record, scope.languages)
    own = f"<p>{escape(record['name'])}</p>" if name != record["name"] else ""
    said = record.get("description")
    return "".join(
        (
            _map_point(record),
            f"<h1>{escape(name)}</h1>{own}",
            f"<p>{_kind_line(record)}</p>",
            f"<p>{escape(said)}</p>" if said else "",
            _table([*_facts(record, is_small=is_small), *_aliases(record, is_small=is_small)]),
            _sources(record["sources"]),
            _links(record, scope, is_small=is_small),
        )
    )


def _kind_line(record: Record) -> str:
    parts = [named_type(record["type"])["name"], *record.get("country", ())]
    return f"{escape(', '.join(parts))} <code>{escape(record['id'])}</code>"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    """Rows of a word and of HTML beside it."""
    lines = "".join(f"<tr><th>{escape(word)}</th><td>{html}</td></tr>" for word, html in rows)
    return f"<table>{lines}</table>" if lines else ""


def _facts(record: Record, *, is_small: bool) -> list[tuple[str, str]]:
    facts = record.get("properties", {}).items()
    rows = [
        (_words(key), escape(", ".join(map(str, values))))
        for key, values in islice(facts, FEW if is_small else None)
    ]
    prominence = record.get("prominence")
    if prominence is not None and not is_small:
        rows.append(("prominence", escape(f"{prominence:,}")))
    return rows


def _aliases(record: Record, *, is_small: bool) -> list[tuple[str, str]]:
    """The aliases by language, those whose language is not known first."""

    def language(alias: Mapping[str, Any]) -> str:
        return str(alias.get("language", ""))

    rows = []
    by_language = groupby(sorted(record.get("aliases", ()), key=language), language)
    for code, of_it in islice(by_language, FEW if is_small else None):
        shown = [_alias(each, is_small=is_small) for each in of_it]
        more = " …" if is_small and len(shown) > FEW_ALIASES else ""
        text = "; ".join(shown[:FEW_ALIASES] if is_small else shown)
        rows.append((f"also ({code})" if code else "also", text + more))
    return rows


def _alias(alias: Mapping[str, Any], *, is_small: bool) -> str:
    """An alias; on a whole page with what it is and when it was in use."""
    text = f"<bdi>{escape(alias['text'])}</bdi>"
    if is_small:
        return text
    used = "–".join((alias.get("valid_from", ""), alias.get("valid_until", "")))
    notes = [alias.get("kind", "name"), *([used] if used != "–" else ())]
    notes = [each for each in notes if each != "name"]
    return f"{text} ({escape(', '.join(notes))})" if notes else text


def _sources(sources: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for source in sources:
        text = source.get("title") or source["name"]
        licence, credit = source.get("licence"), source.get("attribution")
        said = ". ".join(str(each) for each in (text, licence, credit) if each)
        lines.append(f"<li>{escape(said)}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _links(record: Record, scope: Scope, *, is_small: bool) -> str:
    """The ways on: from a small page none, as it may stand in a frame."""
    if is_small:
        return ""
    address = escape(f"{scope.root_url}/v1/entities/{quote(record['id'], safe='')}")
    others = [f"<code>{escape(each['id'])}</code>" for each in record.get("other_ids", ())]
    also = f"<p>Other IDs: {', '.join(others)}</p>" if others else ""
    return f'{also}<p><a href="{address}">The record as JSON</a></p>'


def _map_point(record: Record) -> str:
    """A point on a map of the world without coasts; "" where the entity has no coordinates."""
    place = coordinates(record)
    if place is None:
        return ""
    latitude, longitude = place
    title = f"{latitude:g}, {longitude:g}"
    return (
        '<svg viewBox="-180 -90 360 180" width="120" height="60" role="img">'
        f"<title>{title}</title>"
        '<rect x="-180" y="-90" width="360" height="180" fill="none" stroke="currentColor"/>'
        '<path d="M-180 0H180M0 -90V90M-90 -90V90M90 -90V90" stroke="currentColor" '
        'stroke-opacity=".25"/>'
        f'<circle cx="{longitude:g}" cy="{-latitude:g}" r="6" fill="#c22"/></svg>'
    )


def coordinates(record: Record) -> tuple[float, float] | None:
    """The latitude and longitude of an entity in degrees, where it has good ones."""
    facts = record.get("properties", {})
    try:
        latitude, longitude = (float(facts[key][0]) for key in (_LATITUDE, _LONGITUDE))
    except (KeyError, IndexError, ValueError):
        return None
    is_good = math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if is_good else None


def _words(key: str) -> str:
    return key.replace("_", " ")
