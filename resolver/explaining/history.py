"""What people changed of an entity, in words: the last changes of the journal, newest first.

Reach for `history_of`, for `in_words` to say one change, and for `lines_of` to say what differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from resolver.explaining.naming import country_name, property_name, type_name
from resolver.model.edit import Change, ChangeKind

if TYPE_CHECKING:
    from resolver.journal import Journal, Reading

SHOWN: Final = 50
"""Changes that are shown at most."""

ALIASES: Final = "names"
"""What the aliases are called in a line."""

_WHAT: Final[Mapping[ChangeKind, str]] = {
    "create": "Created",
    "set": "Changed",
    "alias": "Alias added",
    "unalias": "Alias removed",
    "retire": "Taken away",
    "merge": "Merged",
    "split": "Split",
    "undo": "Taken back",
    "review": "Decided of a name",
    "same": "Said to be the same",
    "different": "Said to be another",
    "erased": "Erased",
}
"""What was done, in words."""


class Line(NamedTuple):
    """A part of an entity that became another.

    Args:
        word: What it is; "" where that is said already.
        before: What was there, if anything.
        after: What is there since, likewise.
    """

    word: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class ChangeInWords(NamedTuple):
    """A change in words.

    Args:
        number: Its number.
        what: What was done.
        lines: What differs since.
        by: Who did it.
        at: When, in UTC: `2026-03-01T12:00:00Z`.
        reason: Why; "" where nobody said it.
        may_undo: Whether it holds, and can be taken back.
        other: The ID of another entity of which it speaks: to which aliases went, or whence.
    """

    number: int
    what: str
    lines: tuple[Line, ...]
    by: str
    at: str
    reason: str
    may_undo: bool
    other: str | None

    @property
    def day(self) -> str:
        """The day and the minute."""
        return f"{self.at[:10]} {self.at[11:16]}"


def history_of(journal: Journal, entity_id: str, *, reviews: bool) -> list[ChangeInWords]:
    """The last changes that speak of an ID, newest first.

    Args:
        journal: The journal.
        entity_id: The ID.
        reviews: Whether what was decided of names is among them.
    """
    changes = journal.changes(entity=entity_id, limit=SHOWN, newest=True, reviews=reviews)
    with journal.reading() as reading:
        return [in_words(each, reading) for each in reversed(changes)]


def change_of(journal: Journal, entity_id: str, number: int) -> ChangeInWords | None:
    """A change, where it speaks of an ID; None where it does not, or is none."""
    for change in journal.changes(entity=entity_id, after=number - 1, limit=1):
        if change.number == number:
            with journal.reading() as reading:
                return in_words(change, reading)
    return None


def in_words(change: Change, reading: Reading) -> ChangeInWords:
    """A change in words.

    Args:
        change: The change.
        reading: Of the journal that has it.
    """
    undone_by = reading.undone_by(change.number)
    first, times = _first(change, reading)
    what = _what(first, times)
    if undone_by is not None:
        what = f"{what} (taken back since)"
    said = {**(change.before or {}), **(change.after or {})}
    return ChangeInWords(
        number=change.number,
        what=what,
        lines=tuple(_lines(change, first)),
        by=change.by,
        at=change.at,
        reason=change.reason or "",
        may_undo=undone_by is None and change.kind != "erased",
        other=said.get("from") if change.kind == "split" else None,
    )


def _first(change: Change, reading: Reading) -> tuple[Change, int]:
    """The change that is taken back in the end, and how often: a change itself 0 times."""
    times = 0
    while change.undoes is not None and change.kind == "undo":
        change, times = reading.change(change.undoes), times + 1
    return change, times


def _what(first: Change, times: int) -> str:
    """What was done; of what took something back, what that was."""
    what = _WHAT[first.kind]
    if times == 0:
        return what
    return f"{'Taken back' if times % 2 else 'Done again'}: {what[0].lower()}{what[1:]}"


def _lines(change: Change, first: Change) -> Iterator[Line]:
    """What differs; that names do is said already where an alias was added or removed."""
    if first.kind == "review":
        yield from _review_lines(change.before or {}, change.after or {})
        return
    for line in lines_of(change.before or {}, change.after or {}):
        is_said = first.kind in ("alias", "unalias") and line.word == ALIASES
        yield line._replace(word="") if is_said else line


def _review_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Line]:
    """The name that was decided, how it was asked where that matters, and whom it means since."""
    said = after or before
    if not said:
        return
    name = (str(said["text"]),)
    yield Line("", () if after else name, name if after else ())
    asked = [type_name(said["type"])] if said["type"] else []
    asked += map(country_name, said["country"])
    if asked:
        yield Line("asked as", (), tuple(asked))
    for word, key in ("means", "means"), ("does not mean", "excludes"):
        was, now = _texts(key, before.get(key)), _texts(key, after.get(key))
        if was != now:
            yield Line(word, was, now)


def lines_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Line]:
    """What differs between two states of an entity, of which only that is given."""
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if key == "properties":
            for name in dict.fromkeys([*(was or {}), *(now or {})]):
                values = [tuple(map(str, (each or {}).get(name, ()))) for each in (was, now)]
                yield Line(property_name(name), *values)
        else:
            yield Line(_WORDS.get(key, property_name(key)), _texts(key, was), _texts(key, now))


_WORDS: Final = {
    "aliases": ALIASES,
    "from": "out of",
    "id": "ID",
    "merged": "merged into it",
    "country": "countries",
}
"""What parts of a record are called that are not called as they are written."""


def _texts(key: str, value: Any) -> tuple[str, ...]:
    """A part of a record as texts."""
    if value is None:
        return ()
    values = value if isinstance(value, list | tuple) else [value]
    if key == "aliases":
        return tuple(each["text"] for each in values)
    return tuple(country_name(each) if key == "country" else str(each) for each in values)
