"""Which column of a table says what. Reach for `ColumnMap` to read a table of somebody's own.

    [source]
    title = "Customers"                 licence, attribution, origin, version
    [columns]
    id = "Kennung"                      or id_from = ["Geburtsdatum"], which with the name make one
    name = "Name"                       or ["Vorname", "Nachname"]
    country = "Land"                    type, description, prominence
    [fixed]
    type = "organization"               of rows whose column says none; also country
    id_prefix = "customers-"
    [[aliases]]
    column = "Name (ar)"
    language = "ar"                     kind, separator
    [properties]
    birth_date = "Geburtsdatum"         or several columns: ["Phone 1", "Phone 2"]

Columns that no key names are left out. A list in a cell is separated by `|`, or as `separator` of
aliases says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resolver.packs.table import SEPARATOR
from resolver.packs.toml_text import toml_table

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AliasColumn:
    """A column with further names.

    Args:
        column: What it is called.
        language: A BCP 47 tag, where all of them are of one language.
        kind: What sort of names they are, one of `ALIAS_KINDS`.
        separator: What stands between two names of a cell.
    """

    column: str
    language: str | None = None
    kind: str = "name"
    separator: str = SEPARATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """What the columns of a table say.

    Args:
        name: Columns whose texts make the name, with spaces between.
        id: The column of the ID; None where IDs are made.
        id_from: Columns that, with the name, tell rows without an ID apart.
        type: The column of the type.
        country: The column of countries, as codes or names.
        description: The column of a few words that distinguish it.
        prominence: The column of a count.
        fixed_type: The type of rows whose column says none; `other` where it is None.
        fixed_country: The country of rows whose column says none.
        id_prefix: What stands before each ID.
        aliases: Columns of further names.
        properties: Names of properties, each with its columns.
        about: What is said of the source: pairs of title, licence, attribution, origin or version,
            and a text.
    """

    name: Texts
    id: str | None = None
    id_from: Texts = ()
    type: str | None = None
    country: str | None = None
    description: str | None = None
    prominence: str | None = None
    fixed_type: str | None = None
    fixed_country: str | None = None
    id_prefix: str = ""
    aliases: tuple[AliasColumn, ...] = ()
    properties: tuple[tuple[str, Texts], ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column that is read, with the key of the TOML that names it."""
        for key in ("name", "id_from"):
            yield from ((column, key) for column in getattr(self, key))
        for key in ("id", "type", "country", "description", "prominence"):
            column = getattr(self, key)
            if column is not None:
                yield column, key
        yield from ((each.column, "aliases") for each in self.aliases)
        yield from ((column, name) for name, columns in self.properties for column in columns)

    def to_toml(self) -> str:
        """The map as `read_map` reads it."""
        columns = {
            "id": self.id,
            "id_from": list(self.id_from) or None,
            "name": _one_or_list(self.name),
            "type": self.type,
            "country": self.country,
            "description": self.description,
            "prominence": self.prominence,
        }
        fixed = {
            "type": self.fixed_type,
            "country": self.fixed_country,
            "id_prefix": self.id_prefix or None,
        }
        tables = [toml_table("[source]", self.about), toml_table("[columns]", columns.items())]
        tables.append(toml_table("[fixed]", fixed.items()))
        tables += [toml_table("[[aliases]]", _alias_keys(each)) for each in self.aliases]
        properties = [(name, _one_or_list(columns)) for name, columns in self.properties]
        tables.append(toml_table("[properties]", properties))
        return "\n".join(filter(None, tables))


def _alias_keys(alias: AliasColumn) -> Iterator[tuple[str, str | None]]:
    yield "column", alias.column
    yield "language", alias.language
    yield "kind", alias.kind if alias.kind != "name" else None
    yield "separator", alias.separator if alias.separator != SEPARATOR else None


def _one_or_list(texts: Texts) -> object:
    return texts[0] if len(texts) == 1 else list(texts)
