"""What people decided of names.

Reach for this module to handle decisions: a `Review` says what a text means, or what it does not
mean. It checks itself when it is made.
"""

from __future__ import annotations

import dataclasses
from dataclasses import KW_ONLY, dataclass
from typing import Final, Self

from resolver.errors import BadValue
from resolver.model import checks
from resolver.model.dates import utc_time

REVIEWS: Final = "reviews"
"""The name of the source that holds the reviews; no other source may have it."""


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
