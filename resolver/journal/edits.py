"""What people's changes come to, in memory: the operations that hold, by whom they are about.

Reach for `Edits` to put edits and sources together, or to try what a change would do before it is
made. It is a value: what is added or taken away makes another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from resolver.model.edit import Effect, Operation

Pair = tuple[str, str]
"""Two IDs, in order."""

_OF_PAIRS: Final = ("same", "different", "split")
"""Actions that say whether two IDs are of one thing."""


@dataclass(frozen=True)
class Edits:
    """The effects of changes on some entities and questions, or on all.

    Args:
        effects: By target, in the order of their changes.
        through: The number of the last change that they go up to, undone or not.
    """

    effects: Mapping[str, tuple[Effect, ...]] = field(default_factory=lambda: MappingProxyType({}))
    through: int = 0

    def of(self, target: str) -> tuple[Effect, ...]:
        """What holds of an entity or question, in order."""
        return self.effects.get(target, ())

    def after(self, number: int, operations: Iterable[Operation]) -> Edits:
        """These, and those of a change; it need not be the last one."""
        together = dict(self.effects)
        for operation in operations:
            found = [*together.get(operation.target, ()), Effect(number, operation)]
            together[operation.target] = tuple(sorted(found, key=attrgetter("number")))
        return Edits(together, max(self.through, number))

    def without(self, number: int) -> Edits:
        """These without those of a change."""
        left = {
            target: tuple([each for each in found if each.number != number])
            for target, found in self.effects.items()
        }
        return Edits({target: found for target, found in left.items() if found}, self.through)

    @cached_property
    def created(self) -> frozenset[str]:
        """IDs of entities that somebody created."""
        return frozenset(
            target
            for target, found in self.effects.items()
            if any(each.operation.action == "create" for each in found)
        )

    @cached_property
    def retired(self) -> frozenset[str]:
        """IDs of entities that somebody took away and nobody created since."""
        return frozenset(target for target, found in self.effects.items() if _is_retired(found))

    @cached_property
    def merged(self) -> Mapping[str, Effect]:
        """By each ID that was merged and not split again, the merge."""
        return {
            target: effect
            for target, effect in self._last.items()
            if effect.operation.action == "merge"
        }

    @cached_property
    def merges(self) -> Mapping[str, str]:
        """By each ID that was merged and not split again, the one that it leads to."""
        return {target: effect.operation.value["into"] for target, effect in self.merged.items()}

    @cached_property
    def apart(self) -> frozenset[str]:
        """IDs that were taken out of what sources say: no source's word joins them again."""
        return frozenset(self._apart)

    @cached_property
    def same(self) -> frozenset[Pair]:
        """Pairs of IDs that somebody said are of one thing, and that were not taken apart since."""
        return frozenset(
            pair
            for pair, effect in self._pairs.items()
            if effect.operation.action == "same"
            and all(self._apart.get(each, 0) < effect.number for each in pair)
        )

    @cached_property
    def different(self) -> frozenset[Pair]:
        """Pairs of IDs that somebody said are of two, or took apart."""
        return frozenset(
            pair for pair, effect in self._pairs.items() if effect.operation.action != "same"
        )

    @cached_property
    def _apart(self) -> Mapping[str, int]:
        """By each ID that was taken out of what sources say, the number of the change."""
        return {
            target: effect.number
            for target, effect in self._last.items()
            if effect.operation.action == "split" and effect.operation.value.get("apart")
        }

    @cached_property
    def _pairs(self) -> Mapping[Pair, Effect]:
        """By pair, the last that somebody said of it."""
        said: dict[Pair, Effect] = {}
        for found in self.effects.values():
            for effect in found:
                operation = effect.operation
                if operation.action in _OF_PAIRS and operation.other is not None:
                    one, other = sorted((operation.target, operation.other))
                    before = said.get((one, other))
                    if before is None or before.number < effect.number:
                        said[one, other] = effect
        return said

    @cached_property
    def _last(self) -> Mapping[str, Effect]:
        """By ID, the last merge or split of it."""
        return {
            target: effect
            for target, found in self.effects.items()
            for effect in found
            if effect.operation.action in ("merge", "split")
        }


def _is_retired(effects: Iterable[Effect]) -> bool:
    retired = False
    for effect in effects:
        if effect.operation.action in ("create", "retire"):
            retired = effect.operation.action == "retire"
    return retired


NO_EDITS: Final = Edits()
"""Nobody changed anything."""


def by_target(effects: Iterable[Effect], through: int) -> Edits:
    """Effects, in order of their changes, as edits."""
    found: dict[str, list[Effect]] = defaultdict(list)
    for effect in effects:
        found[effect.operation.target].append(effect)
    return Edits({target: tuple(each) for target, each in found.items()}, through)
