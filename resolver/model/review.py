"""What people decided of names.

Reach for this module to handle decisions: a `Review` says what a text means, or what it does not
mean. It checks itself when it is made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, Final, Literal, Self, get_args

from resolver.errors import BadValue
from resolver.model import checks
from resolver.model.dates import utc_time

REVIEWS: Final = "reviews"
"""What is named where people's decisions are meant; no source may have the name."""

Decided = Literal["match", "not", "nobody"]
"""What a review may decide: the text means an entity, does not mean one, or means nobody."""

_KEYS: Final = ("text", "type", "country", "decision", "id")
"""The keys of the wire form in which somebody decides."""


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody's decision about a text: whom it means, that it means nobody, or whom it does not.

    It decides every question whose text folds alike, of its type and countries.

    Args:
        text: The name as it is asked, 1 to 1,000 characters.
        type: Of questions of this type alone, one of `TYPES`; None for any.
        country: Of questions with exactly these countries, as alpha-2 codes; () for any.
        means: The ID of the entity that it means.
        nobody: Whether it means nobody of the table.
        excludes: IDs of entities that it does not mean.
        who: Who decided it.
        when: When: an ISO 8601 time with an offset; kept in UTC, to the second.

    Raises:
        InvalidInput: A value is wrong, nothing is decided, or the decision contradicts itself.
    """

    text: str
    type: str | None = None
    country: tuple[str, ...] = ()
    _: KW_ONLY
    means: str | None = None
    nobody: bool = False
    excludes: tuple[str, ...] = ()
    who: str
    when: str

    def __post_init__(self) -> None:
        put = object.__setattr__  # the review is frozen
        put(self, "text", checks.text("text", self.text))
        put(self, "type", checks.known_type("type", self.type))
        put(self, "country", checks.countries("country", self.country))
        if self.means is not None:
            put(self, "means", checks.entity_id("means", self.means))
        excludes = {checks.entity_id("excludes", each) for each in self.excludes}
        put(self, "excludes", tuple(sorted(excludes)))
        put(self, "who", checks.text("who", self.who))
        put(self, "when", utc_time("when", self.when))
        self._check_decision()

    @classmethod
    def from_dict(cls, value: Mapping[str, Any], *, who: str, when: str) -> Self:
        """A review from its wire form: `text`, `type`, `country`, `decision` and `id`.

        Args:
            value: The wire form; `country` is a code or a list of them.
            who: As of `Review`.
            when: As of `Review`.

        Raises:
            InvalidInput: A key is unknown, missing, or a value is wrong; names the key.
        """
        unknown = [key for key in value if key not in _KEYS]
        if unknown:
            raise BadValue(
                f"a review has an unknown key {unknown[0]!r}",
                f"the keys are {', '.join(_KEYS)}",
                field=str(unknown[0]),
            )
        entity_id = value.get("id")
        decision = checks.one_of("decision", value.get("decision"), get_args(Decided))
        if (entity_id is None) != (decision == "nobody"):
            what = "needs an id" if entity_id is None else "has no id"
            raise BadValue(f"the decision {decision!r} {what}", "see /docs", field="id")
        if entity_id is not None:
            checks.entity_id("id", entity_id)
        return cls(
            value.get("text", ""),
            value.get("type"),
            value.get("country") or (),
            means=entity_id if decision == "match" else None,
            nobody=decision == "nobody",
            excludes=(str(entity_id),) if decision == "not" else (),
            who=who,
            when=when,
        )

    @property
    def decision(self) -> Decided:
        """What it decides."""
        return "nobody" if self.nobody else "not" if self.means is None else "match"

    def to_dict(self) -> dict[str, Any]:
        """What is decided, as programs read it; without the keys that are not given."""
        found = {
            "text": self.text,
            "type": self.type,
            "country": list(self.country),
            "decision": self.decision,
            "id": self.means,
            "excludes": list(self.excludes),
            "by": self.who,
            "at": self.when,
        }
        return {key: value for key, value in found.items() if value not in (None, [])}

    @property
    def ids(self) -> tuple[str, ...]:
        """Every entity that it speaks of."""
        return self.excludes if self.means is None else (self.means, *self.excludes)

    def after(self, earlier: Self | None) -> Self:
        """What holds of the same question once this is decided after an earlier review.

        It takes the place of the earlier one. If it only excludes, the earlier one stays, with
        more excluded, but does not mean an entity that is excluded now. The earlier one itself is
        returned where it says all of this already.

        Args:
            earlier: The review of the same question that held so far, if any.
        """
        if earlier is None:
            return self
        holds = self
        if self.means is None and not self.nobody:
            means = None if earlier.means in self.excludes else earlier.means
            excludes = (*earlier.excludes, *self.excludes)
            holds = dataclasses.replace(self, means=means, nobody=earlier.nobody, excludes=excludes)
        return earlier if holds._decision == earlier._decision else holds

    @property
    def _decision(self) -> tuple[str | None, bool, tuple[str, ...]]:
        return self.means, self.nobody, self.excludes

    def _check_decision(self) -> None:
        if self.means is None and not self.nobody and not self.excludes:
            raise BadValue(
                f"nothing is decided about {self.text!r}",
                "say an id that it means or excludes, or that it means nobody",
                field="means",
            )
        if self.means is not None and (self.nobody or self.means in self.excludes):
            other = "nobody" if self.nobody else "not that entity"
            raise BadValue(
                f"{self.text!r} cannot mean {self.means!r} and {other}",
                "decide one of the two",
                field="means",
            )
