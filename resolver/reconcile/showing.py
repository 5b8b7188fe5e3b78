"""What people see of an entity, as HTML: a few lines, a small page, a whole page.

All that comes from a table is escaped, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

from resolver.reconcile.labels import description, label
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import named_type

FEW: Final = 8
"""Properties, and languages of aliases, that a small page has at most."""

FEW_ALIASES: Final = 2
"""Aliases of a language on a small page at most."""

_LATITUDE, _LONGITUDE = "latitude", "longitude"

Record = Mapping[str, Any]


def flyout(record: Record, scope: Scope) -> str:
    """A few lines on an entity."""
    name = _text(label(record, scope.languages))
    line = _text(description(record, languages=scope.languages))
    return f"<p><strong>{name}</strong> {_code(record['id'])}</p><p>{line}</p>"


def flyout_of_name(name: str, line: str) -> str:
    """A few lines on a type or a property."""
    return f"<p><strong>{_text(name)}</strong></p><p>{_text(line)}</p>"


def small_page(record: Record, scope: Scope) -> str:
    """What fits beside a list: the first of each of its facts and aliases, and no links.

    Args:
        record: Of the entity, as `Resolver.entity` has it.
        scope: The service that is asked: which languages.
    """
    facts = [row for row in _facts(record) if row[0] not in (_LATITUDE, _LONGITUDE)]
    return "".join(
        (
            _map_point(record),
            _head(record, scope),
            _table([*facts[:FEW], *_first_aliases(record, scope.languages)]),
            _sources(record["sources"]),
        )
    )


def whole_page(record: Record, scope: Scope) -> str:
    """All that is known of an entity.

    Args:
        record: Of it, as `Resolver.entity` has it.
        scope: The service that is asked: which languages, and where the record is.
    """
    prominence = record.get("prominence")
    known = [] if prominence is None else [("prominence", _text(f"{prominence:,}"))]
    others = [_code(each["id"]) for each in record.get("other_ids", ())]
    known += [("other IDs", ", ".join(others))] if others else []
    address = f"{scope.root_url}/v1/entities/{quote(record['id'], safe='')}"
    link = f'<p><a href="{escape(address)}">The record as JSON</a></p>'
    return "".join(
        (
            _map_point(record),
            _head(record, scope),
            _table([*_facts(record), *known, *_all_aliases(record)]),
            _sources(record["sources"]),
            "" if scope.is_keyed else link,  # a browser could not show the key there
        )
    )


def _head(record: Record, scope: Scope) -> str:
    """What is at the top: the name, the one that the table has if that is another, what it is."""
    name = label(record, scope.languages)
    own = f"<p>{_text(record['name'])}</p>" if name != record["name"] else ""
    kind = ", ".join((named_type(record["type"])["name"], *record.get("country", ())))
    said = record.get("description")
    line = f"<p>{_text(said)}</p>" if said else ""
    return f"<h1>{_text(name)}</h1>{own}<p>{_text(kind)} {_code(record['id'])}</p>{line}"


def _text(text: str, language: str = "") -> str:
    """A text of the table: in whichever direction it runs, what stands beside it runs as before."""
    tongue = f' lang="{escape(language)}"' if language else ""
    return f"<bdi{tongue}>{escape(text)}</bdi>"


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    """Rows of a word and of HTML beside it."""
    lines = "".join(
        f"<tr><th>{escape(word.replace('_', ' '))}</th><td>{html}</td></tr>" for word, html in rows
    )
    return f"<table>{lines}</table>" if lines else ""


def _facts(record: Record) -> list[tuple[str, str]]:
    return [
        (key, ", ".join(_text(str(each)) for each in values))
        for key, values in record.get("properties", {}).items()
    ]


def _by_language(record: Record) -> list[tuple[str, list[Record]]]:
    """The aliases of each language, those whose language is not known first."""

    def language(alias: Record) -> str:
        return str(alias.get("language", ""))

    aliases = sorted(record.get("aliases", ()), key=language)
    return [(code, [*of_it]) for code, of_it in groupby(aliases, language)]


def _first_aliases(record: Record, wanted: Sequence[str]) -> list[tuple[str, str]]:
    """One row with a few aliases of a few languages, the wanted before all, each before its own."""
    parts: list[str] = []
    languages = sorted(_by_language(record), key=lambda pair: pair[0] not in wanted)
    for code, of_it in languages[:FEW]:
        shown = ", ".join(_text(each["text"], code) for each in of_it[:FEW_ALIASES])
        more = " …" if len(of_it) > FEW_ALIASES else ""
        named = f"<small>{escape(code)}</small>&nbsp;" if code else ""
        parts.append(named + shown + more)
    parts += ["…"] if len(languages) > FEW else []
    return [("also", "; ".join(parts))] if parts else []


def _all_aliases(record: Record) -> list[tuple[str, str]]:
    """A row with the aliases of each language, with what they are and when they were in use."""
    return [
        (f"also ({code})" if code else "also", "; ".join(_alias(each, code) for each in of_it))
        for code, of_it in _by_language(record)
    ]


def _alias(alias: Record, language: str) -> str:
    kind, used = alias.get("kind", "name"), [alias.get("valid_from"), alias.get("valid_until")]
    notes = [kind] if kind != "name" else []
    notes += ["–".join(each or "" for each in used)] if any(used) else []
    said = f" <small>({escape(', '.join(notes))})</small>" if notes else ""
    return _text(alias["text"], language) + said


def _sources(sources: Sequence[Record]) -> str:
    """Where what is shown comes from, under which licence, and who is to be named."""
    lines = []
    for source in sources:
        text = source.get("title") or source["name"]
        said = [text, source.get("licence"), source.get("attribution")]
        lines.append(f"<p>Source: {_text('. '.join(str(each) for each in said if each))}</p>")
    return f"<footer>{''.join(lines)}</footer>"


def _map_point(record: Record) -> str:
    """A point on a map of the world without coasts; "" where the entity has no coordinates."""
    place = coordinates(record)
    if place is None:
        return ""
    latitude, longitude = place
    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return (
        '<figure><svg viewBox="-180 -90 360 180" width="120" height="60" aria-hidden="true">'
        '<rect x="-180" y="-90" width="360" height="180" fill="none" stroke="currentColor"/>'
        '<path d="M-180 0H180M0 -90V90M-90 -90V90M90 -90V90" stroke="currentColor" '
        'stroke-opacity=".25"/>'
        f'<circle cx="{longitude:f}" cy="{-latitude:f}" r="7" fill="#e33"/></svg>'
        f"<figcaption>{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}</figcaption>"
        "</figure>"
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
