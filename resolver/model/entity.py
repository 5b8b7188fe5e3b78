"""Entities and their aliases: what a table says.

Reach for this module to add a field to an entity or an alias. Both check themselves when they are
made. The wire form is one JSON object an entity (`Entity.from_dict`, `Entity.to_dict`):

    {"id": "nato", "type": "organization", "name": "NATO",
     "aliases": ["OTAN", {"text": "North Atlantic Treaty Organization", "kind": "legal"}]}
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, Self

from resolver.errors import BadDate, BadValue
from resolver.model import checks
from resolver.model.checks import Properties, PropertiesLike
from resolver.model.dates import optional_date, parse_interval
from resolver.model.frozen import frozen

_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The form of a BCP 47 tag."""

_EXACT: Final = 1 << 53
"""Up to here every whole number is one of the floating-point numbers."""


@frozen
class Alias:
    """One way of writing a name.

    Args:
        text: The name as written, 1 to 1,000 characters.
        language: A BCP 47 tag such as `fa`, where the name belongs to a language.
        kind: One of `ALIAS_KINDS`; what sort of name it is.
        valid_from: First year, month or day on which it was in use.
        valid_until: Last year, month or day on which it was in use.
        source: Where it was read, in a few words.
    """

    text: str
    language: str | None = None
    kind: str = "name"
    valid_from: str | None = None
    valid_until: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        checks.text("alias", self.text)  # which stays as it is
        put = object.__setattr__  # the alias is frozen
        if self.language is not None:
            put(self, "language", _language(self.language))
        if self.kind is None or self.kind == "":
            put(self, "kind", "name")
        if self.kind not in checks.ALIAS_KINDS:
            raise BadValue(
                f"kind {self.kind!r} is not a kind of alias",
                f"use one of {', '.join(checks.ALIAS_KINDS)}",
                field="kind",
            )
        if self.valid_from is not None:
            put(self, "valid_from", optional_date("valid_from", self.valid_from))
        if self.valid_until is not None:
            put(self, "valid_until", optional_date("valid_until", self.valid_until))
        if self.source is not None:
            put(self, "source", checks.optional_text("source", self.source))
        if (
            self.valid_from is not None
            and self.valid_until is not None
            and parse_interval(self.valid_from)[0] > parse_interval(self.valid_until)[1]
        ):
            raise BadDate(
                f"valid_from {self.valid_from} is after valid_until {self.valid_until}",
                "correct one of the two dates",
                field="valid_from",
            )

    @classmethod
    def known(
        cls,
        text: str,
        language: str | None = None,
        kind: str = "name",
        valid_from: str | None = None,
        valid_until: str | None = None,
        source: str | None = None,
    ) -> Self:
        """An alias without checks, for values that a store or an index checked before."""
        alias = object.__new__(cls)
        _put_text(alias, text)
        _put_language(alias, language)
        _put_kind(alias, kind)
        _put_valid_from(alias, valid_from)
        _put_valid_until(alias, valid_until)
        _put_source(alias, source)
        return alias

    @classmethod
    def from_wire(cls, value: object) -> Self:
        """An alias from a text or an object of `text`, `language`, `kind`, …

        Raises:
            InvalidInput: A key is unknown or a value is wrong.
        """
        if checks.plain(value) and len(value) <= checks.TEXT_LIMIT:
            return cls.known(value)
        if isinstance(value, str):
            return cls(value)
        if not isinstance(value, Mapping):
            raise BadValue(
                f"alias {value!r} is neither a text nor an object",
                'write "OTAN" or {"text": "OTAN"}',
                field="aliases",
            )
        given = _given("alias", value, _ALIAS_KEYS)
        if "text" not in given:
            raise BadValue("an alias has no text", 'write {"text": "OTAN"}', field="text")
        return cls(**given)

    def to_dict(self) -> dict[str, str]:
        """The wire form, without the keys that are not given."""
        found = {
            "text": self.text,
            "language": self.language,
            "kind": self.kind,
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "source": self.source,
        }
        return {key: value for key, value in found.items() if value is not None}


_ALIAS_KEYS: Final = tuple(field.name for field in fields(Alias))

# A slot's own setter is faster than `object.__setattr__`. An answer has a hundred aliases.
_put_text, _put_language, _put_kind, _put_valid_from, _put_valid_until, _put_source = (
    Alias.__dict__[field.name].__set__ for field in fields(Alias)
)


@frozen
class Entity:
    """A thing with one canonical ID.

    Args:
        id: 1 to 256 characters without control characters.
        type: One of `TYPES`; others are stored as they are, and treated as `other`.
        name: The name to show.
        aliases: Other ways of writing it; those of one text, kind and validity are merged, the
            first one stays. One with the text of the name stays if it says when it was in use.
        country: ISO 3166-1 alpha-2 codes.
        description: A few words that distinguish it.
        prominence: A count from 0 to 2**53, such as inhabitants; only its rank within the type
            counts.
        properties: Anything else known of it: name → texts.
    """

    id: str
    type: str
    name: str
    aliases: tuple[Alias, ...] = ()
    country: tuple[str, ...] = ()
    description: str | None = None
    prominence: float | None = None
    properties: PropertiesLike = ()

    def __post_init__(self) -> None:
        checks.entity_id("id", self.id)  # these three stay as they are
        checks.text("type", self.type, limit=64)
        checks.text("name", self.name)
        _put_aliases(self, _merged(self.aliases, self.name))
        _put_country(self, checks.countries("country", self.country))
        if self.description is not None:
            _put_description(self, checks.optional_text("description", self.description))
        _put_prominence(self, _prominence(self.prominence))
        _put_properties(self, checks.properties("properties", self.properties))

    @property
    def property_values(self) -> Properties:
        """`properties` in their normal form."""
        return self.properties  # type: ignore[return-value] # normalised by __post_init__

    @property
    def entity_id(self) -> str:
        """The entity that the record is about: `id`, as for `Additions`."""
        return self.id

    @property
    def names(self) -> tuple[Alias, ...]:
        """All names that the record brings: its name, then its aliases.

        The name has no dates, or those of an alias equal to it; a former name that was taken again
        does not say since when.
        """
        if any(alias.text == self.name and alias.kind != "former" for alias in self.aliases):
            return self.aliases
        return Alias.known(self.name), *self.aliases

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """An entity from its wire form.

        Raises:
            InvalidInput: A key is missing or unknown, or a value is wrong; names the key.
        """
        given = _given("entity", value, _ENTITY_KEYS)
        for key in ("id", "type", "name"):
            if key not in given:
                raise BadValue(f"{key} is missing", "give id, type and name", field=key)
        aliases = given.get("aliases", ())
        if not isinstance(aliases, list | tuple):
            raise BadValue("aliases is not a list", 'write ["OTAN"]', field="aliases")
        given["aliases"] = tuple([Alias.from_wire(each) for each in aliases if each != ""])
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """The wire form, without the keys that are not given."""
        whole = {
            "id": self.id,
            "type": self.type,
            "name": self.name,
            "aliases": [alias.to_dict() for alias in self.aliases],
            "country": list(self.country),
            "description": self.description,
            "prominence": self.prominence,
            "properties": {name: list(values) for name, values in self.property_values},
        }
        return {key: value for key, value in whole.items() if value not in (None, [], {})}


_ENTITY_KEYS: Final = tuple(field.name for field in fields(Entity))

_put_aliases, _put_country, _put_description, _put_prominence, _put_properties = (
    Entity.__dict__[name].__set__
    for name in ("aliases", "country", "description", "prominence", "properties")
)


def _merged(aliases: tuple[Alias, ...], name: str) -> tuple[Alias, ...]:
    """The aliases, each once; those equal to the name come first, and only if they have dates."""
    if len({name, *[alias.text for alias in aliases]}) > len(aliases):
        return tuple(aliases)
    once: dict[tuple[str | None, ...], Alias] = {}
    for alias in aliases:
        if alias.text != name or alias.valid_from is not None or alias.valid_until is not None:
            key = alias.text, alias.kind, alias.valid_from, alias.valid_until
            once.setdefault(key, alias)
    return tuple(sorted(once.values(), key=lambda alias: alias.text != name))


def _given(what: str, value: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The keys that have a value; raises `BadValue` for one that is not among `keys`."""
    if not value.keys() <= frozenset(keys):
        key = next(key for key in value if key not in keys)
        raise BadValue(
            f"{what} has an unknown key {key!r}", f"the keys are {', '.join(keys)}", field=str(key)
        )
    return {key: each for key, each in value.items() if each is not None and each != ""}


def _language(value: object) -> str | None:
    tag = checks.optional_text("language", value, limit=35)
    if tag is not None and not _is_tag(tag):
        raise BadValue(
            f"language {tag!r} is not a language tag", "write fa or zh-Hant", field="language"
        )
    return tag


@functools.lru_cache(maxsize=4_096)  # a table has the same few again and again
def _is_tag(text: str) -> bool:
    return _TAG.fullmatch(text) is not None


def _prominence(value: object) -> float | None:
    if value is None or value == "":
        return None
    if type(value) is int and 0 <= value < _EXACT:
        return value
    try:
        count = float(value) if not isinstance(value, bool) else math.nan  # type: ignore[arg-type] # that is what is tried
    except OverflowError:
        count = math.inf
    except (TypeError, ValueError):
        count = math.nan
    if not count >= 0:
        raise BadValue(
            f"prominence {value!r} is not a count of 0 or more",
            "give a number such as 120000",
            field="prominence",
        )
    if count > _EXACT:
        raise BadValue(
            f"prominence is larger than {_EXACT:,}",
            "give a number such as 120000",
            field="prominence",
        )
    return int(count) if count.is_integer() else count
