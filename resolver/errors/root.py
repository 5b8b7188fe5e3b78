"""The errors from which all others derive. Reach for it where an error is defined."""

from __future__ import annotations

from typing import Any, ClassVar


class ResolverError(Exception):
    """A fault in the service itself; its log has the details.

    It is the root of every error: reach for it to catch them all.

    Args:
        what: What is wrong.
        remedy: What to do about it.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, remedy: str | None = None) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        return f"{self.what} — {self.remedy}" if self.remedy else self.what


class InvalidInput(ResolverError):
    """What was asked or given is wrong; asking it again will not help.

    Args:
        what: What is wrong.
        remedy: What to do about it.
        field: The field, option or key that is meant, where there is one.
    """

    code = "invalid_input"
    status = 400
    exit_code = 2

    def __init__(self, what: str, remedy: str | None = None, *, field: str | None = None) -> None:
        super().__init__(what, remedy)
        self.field = field


def _restored(
    cls: type[ResolverError], args: tuple[Any, ...], attributes: dict[str, Any]
) -> ResolverError:
    """An error that came from another process."""
    error = cls.__new__(cls, *args)
    error.__dict__.update(attributes)
    return error
