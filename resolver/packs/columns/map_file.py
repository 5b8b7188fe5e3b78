"""The TOML of a column map → the map. Reach for `read_map` to read what somebody wrote.

Whatever is wrong in it raises a `BadSource` that names the file and the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadSource, InvalidInput
from resolver.model import Alias, checks
from resolver.packs.columns.column_map import AliasColumn, ColumnMap, Texts
from resolver.packs.columns.country_cells import countries_of
from resolver.packs.table import OWN, SEPARATOR
from resolver.packs.toml_text import read_toml

_TABLES: Final = ("source", "columns", "fixed", "aliases", "properties")
_SOURCE: Final = ("title", "licence", "attribution", "origin", "version")
_COLUMNS: Final = ("id", "id_from", "name", "type", "country", "description", "prominence")
_FIXED: Final = ("type", "country", "id_prefix")
_ALIAS: Final = ("column", "language", "kind", "separator")


def read_map(path: Path) -> ColumnMap:
    """The map in a TOML file.

    Raises:
        BadSource: It is not such a map; names the key.
    """
    whole = read_toml(path, 'name = "…"')
    _refuse_unknown(path, "", whole, _TABLES)
    source, columns, fixed = (_table(path, whole, name) for name in _TABLES[:3])
    _refuse_unknown(path, "source.", source, _SOURCE)
    _refuse_unknown(path, "columns.", columns, _COLUMNS)
    _refuse_unknown(path, "fixed.", fixed, _FIXED)
    if "name" not in columns:
        raise BadSource(path, "no column is the name", 'write [columns], then name = "…"')
    if "id" in columns and "id_from" in columns:
        what = "an id is either in a column or made from some"
        raise BadSource(path, what, "take id or id_from away", column="columns.id_from")
    return ColumnMap(
        name=_texts(path, "columns.name", columns["name"]),
        id_from=_texts(path, "columns.id_from", columns.get("id_from", ())),
        **{
            key: _text(path, f"columns.{key}", columns[key])
            for key in _COLUMNS
            if key in columns and key not in ("name", "id_from")
        },
        fixed_type=_checked(
            path, fixed, "type", lambda value: checks.text("type", value, limit=64)
        ),
        fixed_country=_checked(path, fixed, "country", _country),
        id_prefix=_checked(path, fixed, "id_prefix", _prefix) or "",
        aliases=tuple(_aliases(path, whole.get("aliases", []))),
        properties=tuple(_properties(path, _table(path, whole, "properties"))),
        about=tuple((key, _text(path, f"source.{key}", text)) for key, text in source.items()),
    )


def _table(path: Path, whole: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = whole.get(name, {})
    if not isinstance(value, dict):
        raise BadSource(path, f"{name} is not a table", f"write [{name}]", column=name)
    return value


def _refuse_unknown(path: Path, where: str, table: Mapping[str, Any], known: Texts) -> None:
    for key in table:
        if key not in known:
            remedy = f"the keys are {', '.join(known)}"
            raise BadSource(path, "unknown key", remedy, column=f"{where}{key}")


def _text(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadSource(path, "not a text", 'write it in quotes: "…"', column=key)
    return value.strip()


def _texts(path: Path, key: str, value: object) -> Texts:
    """One text, or a list of some, each of them once."""
    texts = value if isinstance(value, list | tuple) else [value]
    if isinstance(value, list) and not value:
        raise BadSource(path, "an empty list", "name a column, or take it away", column=key)
    return tuple(dict.fromkeys(_text(path, key, each) for each in texts))


def _checked(
    path: Path, fixed: Mapping[str, Any], key: str, check: Callable[[str], str]
) -> str | None:
    """What the table `fixed` says under a key, in its normal form."""
    if key not in fixed:
        return None
    try:
        return check(_text(path, f"fixed.{key}", fixed[key]))
    except BadSource:
        raise
    except InvalidInput as error:
        raise BadSource(path, error.what, error.remedy, column=f"fixed.{key}") from error


def _country(value: str) -> str:
    codes, unknown = countries_of(value)
    if len(codes) == 1 and not unknown:
        return codes[0]
    return checks.countries("country", value)[0]  # which says what is wrong


def _prefix(value: str) -> str:
    return checks.entity_id("id_prefix", value)


def _aliases(path: Path, value: object) -> Iterator[AliasColumn]:
    remedy = 'write [[aliases]], then column = "…"'
    if not isinstance(value, list):
        raise BadSource(path, "aliases is not a list of tables", remedy, column="aliases")
    for table in value:
        if not isinstance(table, dict) or "column" not in table:
            raise BadSource(path, "aliases without a column", remedy, column="aliases")
        _refuse_unknown(path, "aliases.", table, _ALIAS)
        given = {
            key: _text(path, f"aliases.{key}", table[key])
            for key in ("column", "language", "kind")
            if key in table
        }
        separator = table.get("separator", SEPARATOR)
        if not isinstance(separator, str) or not separator:
            raise BadSource(path, "not a text", 'write ";"', column="aliases.separator")
        try:
            Alias("-", given.get("language"), given.get("kind", "name"))
        except InvalidInput as error:
            key = f"aliases.{error.field}"
            raise BadSource(path, error.what, error.remedy, column=key) from error
        yield AliasColumn(**given, separator=separator)


def _properties(path: Path, table: Mapping[str, Any]) -> Iterator[tuple[str, Texts]]:
    for name, columns in table.items():
        key = f"properties.{name}"
        if name in OWN or not name.strip() or len(name) > 100:
            raise BadSource(path, "not a name for a property", "call it otherwise", column=key)
        yield name, _texts(path, key, columns)
