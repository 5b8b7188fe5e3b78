"""What goes wrong though the input and the home are fine. Reach for it to add such an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resolver.errors.root import ResolverError


class UnknownEntity(ResolverError):
    """No entity has that ID."""

    code = "unknown_entity"
    status = 404


class AmbiguousEntity(ResolverError):
    """A record may be several entities, or one of them or nobody.

    Args:
        what: What is wrong.
        remedy: What to do about it.
        candidates: The entities, likeliest first, as JSON has them.
    """

    code = "ambiguous_entity"
    status = 409

    def __init__(self, what: str, remedy: str, candidates: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(what, remedy)
        self.candidates = candidates


class EntityMoved(ResolverError):
    """An ID became another one, and only the entity that it was was to be changed.

    Args:
        entity_id: The ID.
        survivor: The one that it became.
    """

    code = "entity_moved"
    status = 409

    def __init__(self, entity_id: str, survivor: str) -> None:
        super().__init__(
            f"{entity_id!r} became {survivor!r}; nothing was changed",
            f"change {survivor!r}, if it is meant",
        )
        self.survivor = survivor


class EntityChanged(ResolverError):
    """An entity is no longer what it was when it was read."""

    code = "entity_changed"
    status = 412


class UnknownChange(ResolverError):
    """No change has that number."""

    code = "unknown_change"
    status = 404
    exit_code = 2


class UnknownReview(ResolverError):
    """No review has that number, or it was taken back."""

    code = "unknown_review"
    status = 404


class UnknownSource(ResolverError):
    """No source has that name."""

    code = "unknown_source"
    status = 404


class OutputBusy(ResolverError):
    """Another process is writing the same file."""

    code = "output_busy"


class OutputStarted(ResolverError):
    """A run that was stopped has left its part of the output."""

    code = "output_started"
    exit_code = 2


class TooManyErrors(ResolverError):
    """More rows of a list have an error than was said that they may."""

    code = "too_many_errors"


class EncoderDamaged(ResolverError):
    """The table of an encoder is missing, cut short, changed or of another version."""

    code = "encoder_damaged"

    def __init__(
        self, what: str, remedy: str = "install the package again, or run: resolver train"
    ) -> None:
        super().__init__(what, remedy)


class TrainingImpossible(ResolverError):
    """An encoder cannot be trained: there is no PyTorch, or nothing to learn from."""

    code = "training_impossible"
