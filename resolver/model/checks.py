"""The words that fields may hold, and the checks that each field goes through.

Reach for this module to add a field to a query or an entity, or a type, a kind of alias or a
country. A check takes the field's name and its value and returns the value in its normal form. It
raises an `InvalidInput` of its own class (`resolver.errors`) that names the field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeGuard, get_args

from resolver.errors import (
    BadValue,
    EmptyText,
    TextTooLong,
    UnknownCountry,
    UnknownType,
    UnreadableText,
)

FieldKind = Literal["date", "number", "identifier", "code", "text"]
"""What kind of values a country or a property has."""

FIELD_KINDS: Final[tuple[FieldKind, ...]] = get_args(FieldKind)

TYPES: Final = ("person", "organization", "place", "product", "vessel", "event", "work", "other")
"""The types of entities; any type beside these that a table has is treated as `other`."""

ALIAS_KINDS: Final = (
    "name",
    "native",
    "transliteration",
    "acronym",
    "former",
    "nickname",
    "legal",
    "misspelling",
    "weak",
)
"""What sort of name an alias is; `weak` is one that more often means something else."""

COUNTRIES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
    """.split()
)
"""The codes of ISO 3166-1 alpha-2, and XK as CLDR and the European Union use it."""

_COUNTRY: Final = {code: (code,) for code in COUNTRIES}
"""The value of most entities: one country."""

TEXT_LIMIT: Final = 1000
"""Characters that a name has at most."""

ID_LIMIT: Final = 256
"""Characters that an ID has at most."""

LONG_TEXT_LIMIT: Final = 100_000
"""Characters that a description, a source or the value of an entity's property has at most."""

VALUES_LIMIT: Final = 100
"""Property values that a query has at most."""

Properties = tuple[tuple[str, tuple[str, ...]], ...]
"""Properties in their normal form: each name once with its values, sorted by name."""

PropertiesLike = Mapping[str, Iterable[str]] | Properties
"""Properties as a caller may give them."""

_NAME_LIMIT: Final = 100
"""Characters that the name of a property has at most."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PROPERTIES_REMEDY: Final = 'write {"birth_date": ["1944"]}'


def text(field: str, value: object, *, limit: int = TEXT_LIMIT) -> str:
    """A name or other text of 1 to `limit` characters, kept as written."""
    if plain(value) and len(value) <= limit:
        return value
    if not isinstance(value, str):
        raise BadValue(
            f"{field} is {_json_type(value)}, not a text", "give a text in quotes", field=field
        )
    if not value or value.isspace():
        raise EmptyText(f"{field} is empty", "fill it in", field=field)
    if len(value) > limit:
        raise TextTooLong(
            f"{field} has {len(value):,} characters, more than {limit:,}",
            f"shorten it to {limit:,} characters",
            field=field,
        )
    return _readable(field, value)


def plain(value: object) -> TypeGuard[str]:
    """Whether a value is a text in which nothing can be wrong but its length.

    It has nothing but letters, marks, digits, signs and spaces, and not spaces alone. Most texts
    are such, and nothing else has to be looked at.
    """
    return type(value) is str and value.isprintable() and value != "" and not value.isspace()


def optional_text(field: str, value: object, *, limit: int = LONG_TEXT_LIMIT) -> str | None:
    """As `text`, but a blank or absent one is None."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return text(field, value, limit=limit)


def entity_id(field: str, value: object) -> str:
    """An ID: 1 to 256 characters, none of them a control character."""
    value = text(field, value, limit=ID_LIMIT)
    if not plain(value) and any(unicodedata.category(each) == "Cc" for each in value):
        raise UnreadableText(
            f"{field} {value!r} has a control character", "remove that character", field=field
        )
    return value


def one_of(field: str, value: object, words: Sequence[str]) -> str:
    """One of some words."""
    if not isinstance(value, str) or value not in words:
        raise BadValue(
            f"{field} {value!r} is none that there is",
            f"it is one of {', '.join(words)}",
            field=field,
        )
    return value


def known_type(field: str, value: object) -> str | None:
    """One of `TYPES`, or None where it is absent or empty."""
    if value is None or value == "":
        return None
    if value not in TYPES:
        raise UnknownType(
            f"{field} {value!r} is not a type", f"use one of {', '.join(TYPES)}", field=field
        )
    return str(value)


def countries(field: str, value: object) -> tuple[str, ...]:
    """Alpha-2 codes in upper case, sorted, each once."""
    if isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], str):
        known = _COUNTRY.get(value[0])
        if known is not None:
            return known
    codes = {code.upper() for code in texts(field, value)}
    for code in sorted(codes - COUNTRIES):
        raise UnknownCountry(
            f"{field} {code!r} is not a country code",
            "use ISO 3166-1 alpha-2 codes such as IQ",
            field=field,
        )
    return tuple(sorted(codes))


def texts(field: str, value: object, *, limit: int = LONG_TEXT_LIMIT) -> tuple[str, ...]:
    """A list of texts; one text is a list of one, and empty texts are left out."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, list | tuple) and (
        not isinstance(value, Iterable) or isinstance(value, Mapping | bytes)
    ):
        raise BadValue(
            f"{field} is {_json_type(value)}, not a list of texts",
            "give one text in quotes, or a list of them",
            field=field,
        )
    return tuple([text(field, each, limit=limit) for each in value if each != ""])


def properties(field: str, value: object, *, limit: int = LONG_TEXT_LIMIT) -> Properties:
    """Property names with their values, sorted by name; those without a value are left out.

    Args:
        field: What the properties are called.
        value: Names with texts, or pairs of them.
        limit: Characters that a value has at most.
    """
    if value is None or value == ():
        return ()
    pairs = value.items() if isinstance(value, Mapping) else value
    if not isinstance(pairs, Iterable) or isinstance(pairs, str | bytes):
        raise BadValue(
            f"{field} is {_json_type(value)}, not names with lists of texts",
            _PROPERTIES_REMEDY,
            field=field,
        )
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise BadValue(
                f"{field} holds {pair!r}, not a name with its values",
                _PROPERTIES_REMEDY,
                field=field,
            )
        name = _property_name(field, pair[0])
        values = texts(name, pair[1], limit=limit)
        found[name] = found[name] + values if name in found else values
    return tuple(sorted([each for each in found.items() if each[1]]))


def _property_name(field: str, value: object) -> str:
    if plain(value) and len(value) <= _NAME_LIMIT:
        return value
    return text(f"{field} name", value, limit=_NAME_LIMIT)


def asked_properties(field: str, value: object) -> Properties:
    """As `properties`, with the limits of a query."""
    found = properties(field, value, limit=TEXT_LIMIT)
    count = sum(len(values) for _, values in found)
    if count > VALUES_LIMIT:
        raise BadValue(
            f"{field} has {count:,} values, more than {VALUES_LIMIT:,}",
            "leave out those that say least",
            field=field,
        )
    return found


def _readable(field: str, value: str) -> str:
    if "\0" not in value and (value.isascii() or not _SURROGATE.search(value)):
        return value
    what = "a NUL character" if "\0" in value else "bytes that are not valid UTF-8"
    raise UnreadableText(f"{field} has {what}", "send it as clean UTF-8", field=field)


def _json_type(value: object) -> str:
    """What JSON calls the type of a value."""
    names = {bool: "true or false", int: "a number", float: "a number", dict: "an object"}
    return "null" if value is None else names.get(type(value), f"a {type(value).__name__}")
