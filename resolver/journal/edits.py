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
    def merges(self) -> Mapping[str, str]:
        """By each ID that was merged and not split again, the one that it leads to."""
        return {
            target: operation.value["into"]
            for target, operation in self._last("merge", "split").items()
            if operation.action == "merge"
        }

    @cached_property
    def apart(self) -> frozenset[str]:
        """IDs that were taken out of what they were one with: no source's word joins them again."""
        last = self._last("merge", "split")
        return frozenset(target for target, each in last.items() if each.action == "split")

    @cached_property
    def same(self) -> frozenset[Pair]:
        """Pairs of IDs that somebody said are of one thing."""
        return frozenset(pair for pair, action in self._pairs.items() if action == "same")

    @cached_property
    def different(self) -> frozenset[Pair]:
        """Pairs of IDs that somebody said are of two."""
        return frozenset(pair for pair, action in self._pairs.items() if action == "different")

    @cached_property
    def _pairs(self) -> Mapping[Pair, str]:
        said: dict[Pair, Effect] = {}
        for found in self.effects.values():
            for effect in found:
                operation = effect.operation
                if operation.action in ("same", "different") and operation.other is not None:
                    one, other = sorted((operation.target, operation.other))
                    before = said.get((one, other))
                    if before is None or before.number < effect.number:
                        said[one, other] = effect
        return {pair: effect.operation.action for pair, effect in said.items()}

    def _last(self, *actions: str) -> dict[str, Operation]:
        """By target, its last operation of some actions."""
        return {
            target: effect.operation
            for target, found in self.effects.items()
            for effect in found
            if effect.operation.action in actions
        }


NO_EDITS: Final = Edits()
"""Nobody changed anything."""


def by_target(effects: Iterable[Effect], through: int) -> Edits:
    """Effects, in order of their changes, as edits."""
    found: dict[str, list[Effect]] = defaultdict(list)
    for effect in effects:
        found[effect.operation.target].append(effect)
    return Edits({target: tuple(each) for target, each in found.items()}, through)
