"""What a list says of one party, gathered into an entity. Reach for it in the module of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from resolver.errors import BadValue
from resolver.model import Alias, Entity, FieldKind
from resolver.model.checks import TEXT_LIMIT
from resolver.packs.cleaning import clean
from resolver.packs.sanctions.countries import code_of

FIELDS: Final[tuple[tuple[str, FieldKind], ...]] = (("birth_date", "date"), ("listed_on", "date"))
"""Kinds of the properties that a party has on every list."""

_GENDERS: Final = {"m": "male", "male": "male", "f": "female", "female": "female"}


class Party:
    """A party in the making.

    Args:
        scheme: What its ID begins with.
        number: What the list calls it.
        type_: Its type.

    Raises:
        InvalidInput: The list does not call it anything.
    """

    __slots__ = ("_aliases", "_country", "_id", "_name", "_properties", "_titles", "_type")

    def __init__(self, scheme: str, number: str, type_: str) -> None:
        if not number.strip():
            raise BadValue("a party without a number", "fetch the file again")
        self._id = f"{scheme}-{number.strip()}"
        self._type = type_
        self._name: str | None = None
        self._aliases: list[Alias] = []
        self._country: set[str] = set()
        self._properties: dict[str, dict[str, None]] = {}
        self._titles: dict[str, None] = {}

    def call(self, text: str | None, kind: str = "name", language: str | None = None) -> None:
        """Add a name as a list writes it, if there is one.

        The first of kind `name` is shown, unless `show` said another.
        """
        if text := clean(text):
            self._aliases.append(Alias(text, language, kind))

    def show(self, text: str | None) -> None:
        """Add the name to show, if there is one; the first that is said stays."""
        self.call(text)
        self._name = self._name or clean(text) or None

    def say(self, name: str, *values: str | None) -> None:
        """Add values of a property, those that there are."""
        found = self._properties.get(name)
        for value in values:
            if value := clean(value):
                if found is None:
                    found = self._properties[name] = {}
                found[value] = None

    def born(self, dates: Iterable[str]) -> None:
        """Add dates of birth, each as `2015-03-01` or shorter."""
        self.say("birth_date", *dates)

    def belongs_to(self, *countries: str | None, as_: str | None = None) -> None:
        """Add countries, as words or codes.

        Args:
            countries: What the list calls them.
            as_: The property that they are of too, such as nationality; what is not a country of
                today is kept there in words.
        """
        for country in countries:
            if country := clean(country):
                code = code_of(country)
                if code is not None:
                    self._country.add(code)
                if as_ is not None:
                    self.say(as_, code or country)

    def of_gender(self, text: str | None) -> None:
        """Add what a list says of the gender; what is neither male nor female is left out."""
        self.say("gender", _GENDERS.get(clean(text).lower()))

    def titled(self, *titles: str | None) -> None:
        """Add what a list says the party is or does."""
        self._titles |= dict.fromkeys(filter(None, map(clean, titles)))

    def entity(self) -> Entity:
        """The entity that this makes.

        Raises:
            InvalidInput: It has no name, or a value is wrong.
        """
        by_kind = sorted(self._aliases, key=lambda alias: alias.kind != "name")
        return Entity(
            self._id,
            self._type,
            self._name or (by_kind[0].text if by_kind else ""),
            tuple(self._aliases),
            tuple(self._country),
            "; ".join(self._titles)[:TEXT_LIMIT],
            properties={name: tuple(values) for name, values in self._properties.items()},
        )
