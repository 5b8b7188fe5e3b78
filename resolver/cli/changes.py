"""The changes of the journal, for people and programs: the command log.

Reach for `change_lines` where a command says who changed what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from resolver.cli.differences import alias_text, compact_json, review_text, value_text
from resolver.cli.group import home_option, resolver
from resolver.cli.output import printable
from resolver.errors import UnknownEntity
from resolver.home import Home
from resolver.model.edit import Change
from resolver.settings import Settings

if TYPE_CHECKING:
    from resolver.journal import Journal

_SHOWN: Final = 20
"""Changes that are printed where nobody says how many."""

_LINKS: Final = ("merged", "into", "from", "as")
"""What a change says of other IDs."""


@resolver.command()
@click.option("--entity", metavar="ID", help="Those that speak of this entity.")
@click.option("--by", metavar="NAME", help="Those of this person or key.")
@click.option("--after", metavar="CHANGE", type=int, help="The first ones after this change.")
@click.option(
    "--limit",
    metavar="COUNT",
    type=click.IntRange(1, 1000),
    default=_SHOWN,
    show_default=True,
    help="So many at most: the last ones, unless --after is given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a change.")
@home_option
@click.pass_obj
def log(
    settings: Settings, /, after: int | None, home: Path | None, *, as_json: bool, **given: Any
) -> None:
    """Print what people changed, the newest last: who, when, what, and why."""
    with _journal(home or settings.home) as journal:
        if given["entity"] is not None:
            _expect_changed(journal, given["entity"])
        found = journal.changes(after=after or 0, newest=after is None, **given)
        _print(journal, found, as_json=as_json)


def print_history(home: Path, entity_id: str, *, as_json: bool) -> None:
    """Print every change that speaks of an ID.

    Raises:
        UnknownEntity: None does.
        HomeError: There is no home, or nothing in it.
    """
    with _journal(home) as journal:
        _expect_changed(journal, entity_id)
        found = journal.changes(entity=entity_id)
        while found:
            _print(journal, found, as_json=as_json)
            found = journal.changes(entity=entity_id, after=found[-1].number)


def _expect_changed(journal: Journal, entity_id: str) -> None:
    if not journal.changes(entity=entity_id, limit=1):
        raise UnknownEntity(
            f"nobody changed anything of {entity_id!r}",
            f"to see what is known of it: resolver show {entity_id}",
        )


def retirement(home: Path, entity_id: str) -> Change | None:
    """The change that took an entity out of the table of a home, if one did."""
    if not Home(home).journal.exists():
        return None
    with _journal(home) as journal, journal.reading() as reading:
        edits = reading.edits([entity_id])
        holding = edits.of(entity_id)
        retired = [each.number for each in holding if each.operation.action == "retire"]
        return reading.change(retired[-1]) if entity_id in edits.retired else None


@contextmanager
def _journal(home: Path) -> Iterator[Journal]:
    """The journal of a home; one of before there were any is brought up."""
    from resolver.store import expect_store, open_store

    expect_store(home)
    with open_store(home) as store:
        yield store.journal


def _print(journal: Journal, changes: list[Change], *, as_json: bool) -> None:
    lines = map(_json_line, changes) if as_json else _history_lines(journal, changes)
    for line in lines:
        click.echo(line)


def _history_lines(journal: Journal, changes: list[Change]) -> Iterator[str]:
    """Changes as lines for people, with what was undone of them."""
    with journal.reading() as reading:
        for change in changes:
            yield from change_lines(change, reading.undone_by(change.number))


def change_lines(change: Change, undone_by: int | None = None) -> Iterator[str]:
    """A change: a line of who did what, when and why, and one of each thing that changed.

    Args:
        change: The change.
        undone_by: The number of the change that took it back, if one did.
    """
    what = change.kind if change.undoes is None else f"undo {change.undoes}"
    head = [str(change.number), change.at, change.by, what, change.entity or ""]
    line = "  ".join(filter(None, head))
    if change.reason:
        line += f"  — {change.reason}"
    if undone_by is not None:
        line += f"  (undone by {undone_by})"
    yield printable(line)
    yield from (printable(f"    {each}") for each in _parts(change))


def _json_line(change: Change) -> str:
    return compact_json(change.to_dict())


def _parts(change: Change) -> Iterator[str]:
    """What was, and what is in its place."""
    before, after = change.before or {}, change.after or {}
    if "text" in before or "text" in after:
        yield from _review_parts(before, after)
    elif before.get("id") != after.get("id"):  # an entity came or went, or stands for itself again
        sign, entity = ("+", after) if "id" in after else ("-", before)
        yield f"{sign} {entity.get('name') or before.get('name')}"
        for key in _LINKS:
            if key in entity:
                yield from _part(key, None, entity[key])
    else:
        for key in dict.fromkeys([*after, *before]):
            yield from _part(key, before.get(key), after.get(key))


def _part(key: str, before: Any, after: Any) -> Iterator[str]:
    if key == "aliases":
        yield from (f"+ {alias_text(each)}" for each in after or ())
        yield from (f"- {alias_text(each)}" for each in before or ())
    elif key == "properties":
        was, now = before or {}, after or {}
        for name in dict.fromkeys([*was, *now]):
            yield f"{name}: {value_text(was.get(name))} → {value_text(now.get(name))}"
    elif key in _LINKS:
        yield f"{key} {value_text(after or before)}"
    else:
        yield f"{key}: {value_text(before)} → {value_text(after)}"


def _review_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What a text meant, and what it means since."""
    for sign, review in ("-", before), ("+", after):
        if review:
            yield f"{sign} {review_text(review)}"
