"""Frozen dataclasses whose instances are made by the hundred for one answer.

Reach for `frozen` where making `dataclass(frozen=True, slots=True)` costs too much: it is the same
with another `__init__`. That of a frozen dataclass goes through `object.__setattr__` for each
field. This one calls the slot's own setter, and takes half the time.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots."""
    made: Any = dataclass(frozen=True, slots=True)(cls)
    made.__init__ = _initializer(made)
    return made  # type: ignore[no-any-return] # the class, with slots


def _initializer(cls: Any) -> Any:
    known: dict[str, Any] = {}
    parameters, body = [], []
    for field in fields(cls):
        known[f"set_{field.name}"] = cls.__dict__[field.name].__set__
        body.append(f"    set_{field.name}(self, {field.name})")
        if field.default is MISSING:
            parameters.append(field.name)
        else:
            known[f"default_{field.name}"] = field.default
            parameters.append(f"{field.name}=default_{field.name}")
    if hasattr(cls, "__post_init__"):
        body.append("    self.__post_init__()")
    source = f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body)
    exec(source, known)  # noqa: S102 - as `dataclass` makes its own, from the names of the fields
    initializer = known["__init__"]
    initializer.__annotations__ = {field.name: field.type for field in fields(cls)}
    initializer.__qualname__ = f"{cls.__qualname__}.__init__"
    return initializer
