"""The commands by which people change the table: add, edit, alias, retire, merge, split, undo.

Reach for it where a command makes a numbered change. Each is one verb of `resolver.table.Table`,
plus printing. What is printed is on disk; answers have it when the command ends.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli.differences import alias_text, review_text
from resolver.cli.entity_options import FIELDS, field_options, given_entity, read_entity
from resolver.cli.group import PATH, home_option, resolver
from resolver.cli.output import json_text, printable, say_anew, warn, warn_of_names
from resolver.cli.progress import progress
from resolver.engine import Resolver
from resolver.errors import BadValue, EmptyText, HomeError, HomeFormat
from resolver.model import ALIAS_KINDS, TYPES
from resolver.model.dates import is_date
from resolver.settings import Settings
from resolver.text.fold import folds

if TYPE_CHECKING:
    from resolver.table import Done, Merge, Table


class Editing:
    """The table of a home while a command changes it, and what is printed of that.

    Args:
        home: The directory.
        wait_s: Seconds to wait until answers have a change.
        reason: Why something is changed.
        as_json: Whether changes are printed as JSON.
    """

    def __init__(self, home: Path, wait_s: float, reason: str | None, *, as_json: bool) -> None:
        self._home = home
        self._wait_s = wait_s
        self.reason = reason
        self.as_json = as_json

    @functools.cached_property
    def table(self) -> Table:
        """The table; opened where it is first asked for."""
        from resolver.table import Table

        return Table.open(self._home)

    def __enter__(self) -> Editing:
        return self

    def __exit__(self, *_: object) -> None:
        if "table" in self.__dict__:
            self.table.close()

    def done(self, done: Done, line: str) -> None:
        """Print a change, and make answers have it; `line` says what it did, for people."""
        entity = None if done.entity is None else done.entity.record()
        if entity is not None:
            _warn_of(self.table, entity, done.change)
        self.say(done.change, [line], {"id": done.id, "entity": entity})

    def say(self, change: int | None, lines: Sequence[str], body: Mapping[str, Any]) -> None:
        """Print a change, and make answers have it.

        Args:
            change: Its number; None where it was only tried.
            lines: What it did, for people.
            body: For programs.
        """
        if self.as_json:
            click.echo(json_text({"change": change, **body}))
        else:
            said = "" if change is None else f"change {change}: "
            click.echo(said + "\n".join(map(printable, lines)))
        if change is not None:
            make_seen(self._home, change, wait_s=self._wait_s)


def make_seen(home: Path, change: int, *, wait_s: float) -> None:
    """Make answers have a change; warns where they do not have it yet.

    An index that another version made is compiled anew.

    Args:
        home: The directory.
        change: Its number.
        wait_s: Seconds to wait for it.
    """
    from resolver.indexing import seen

    try:
        done = seen(home, change, wait_s=wait_s) or _is_compiled_anew(home, wait_s)
        why = None if done else "run: resolver compile"
    except HomeError as error:
        why = str(error)
    if why is not None:
        warn(f"change {change} is on disk, but answers do not have it yet: {why}")


def _is_compiled_anew(home: Path, wait_s: float) -> bool:
    """Whether the index was made by another version, and the store is compiled anew now."""
    from resolver.curate.homes import ensure_index

    try:
        Resolver.open(home).close()
    except HomeFormat:
        ensure_index(home, wait_s=wait_s, progress=progress, anew=say_anew)
        return True
    except HomeError:  # there is none, or it is damaged: nobody is to be surprised by its place
        pass
    return False


def _verb(work: Callable[..., None]) -> Callable[..., None]:
    """Give a command what all have that change something; it receives an `Editing`."""

    @click.option("--reason", metavar="TEXT", help="Why; the journal keeps it.")
    @click.option("--json", "as_json", is_flag=True, help="Print the change as JSON.")
    @home_option
    @click.pass_obj
    @functools.wraps(work)
    def command(
        settings: Settings,
        /,
        home: Path | None,
        reason: str | None,
        *,
        as_json: bool,
        **given: Any,
    ) -> None:
        home = home or settings.home
        with Editing(home, settings.lock_wait_s, reason, as_json=as_json) as editing:
            work(editing, **given)

    return command


@resolver.command()
@click.argument("file", metavar="[FILE]", type=PATH, required=False)
@click.option("--id", "entity_id", metavar="ID", help="Its ID. [default: a new one]")
@field_options
@click.option("--alias", "aliases", metavar="TEXT", multiple=True, help="Another name; repeatable.")
@_verb
def add(editing: Editing, /, file: Path | None, **given: Any) -> None:
    """Create an entity, of what the options say or of a FILE.

    The FILE has it as one JSON object; - is standard input.
    """
    if (file is not None) == any(each not in (None, ()) for each in given.values()):
        raise click.UsageError("Give --type and --name, or a FILE.")
    entity = given_entity(given) if file is None else read_entity(file)
    done = editing.table.create(entity, reason=editing.reason)
    editing.done(done, _is_now(done))


@resolver.command()
@click.argument("entity_id", metavar="ID")
@field_options
@click.option(
    "--clear",
    metavar="FIELD",
    multiple=True,
    help="Take away: country, description, prominence, or a property; repeatable.",
)
@_verb
def edit(editing: Editing, /, entity_id: str, clear: tuple[str, ...], **given: Any) -> None:
    """Set or clear fields of an entity; what its sources say of them no longer counts.

    What is given takes the place of what there was: all countries, all values of a property.
    """
    patch = given_entity(given)
    given_fields = [*(key for key in patch if key in FIELDS), *patch.get("properties", ())]
    if not given_fields and not clear:
        raise click.UsageError("Give a field to set, or --clear one.")
    if clear:
        _clear(editing.table, entity_id, clear, patch)
    done = editing.table.patch(entity_id, patch, reason=editing.reason)
    said = [f"has another {', '.join(given_fields)}"] if given_fields else []
    said += [f"has no {', '.join(clear)} any more"] if clear else []
    editing.done(done, f"{done.id} {' and '.join(said)}")


@resolver.command()
@click.argument("entity_id", metavar="ID")
@_verb
def retire(editing: Editing, /, entity_id: str) -> None:
    """Take an entity out of the table; what its sources say stays in the store."""
    done = editing.table.retire(entity_id, reason=editing.reason)
    editing.done(done, f"{done.id} is retired")


@resolver.command()
@click.argument("entity_id", metavar="ID")
@click.argument("text")
@click.option("--remove", is_flag=True, help="Take the alias away, also one that a source brings.")
@click.option("--language", metavar="TAG", help="A language, such as fa or zh-Hant.")
@click.option("--kind", metavar="KIND", help=f"One of {', '.join(ALIAS_KINDS)}. [default: name]")
@click.option("--from", "valid_from", metavar="DATE", help="The first date on which it was in use.")
@click.option("--until", "valid_until", metavar="DATE", help="The last date.")
@_verb
def alias(editing: Editing, /, entity_id: str, text: str, *, remove: bool, **given: Any) -> None:
    """Add TEXT to the aliases of an entity, or take it away."""
    said = {key: value for key, value in given.items() if value is not None}
    if not text.strip():
        raise EmptyText("TEXT is empty", "give the name in quotes, after the ID", field="text")
    if not remove:
        done = editing.table.alias(entity_id, {"text": text, **said}, reason=editing.reason)
        editing.done(done, f"{done.id} is called “{text}”")
        return
    language = said.pop("language", None)
    if said:
        raise click.UsageError("With --remove, give --language alone.")
    done = editing.table.unalias(entity_id, text, language, reason=editing.reason)
    editing.done(done, f"{done.id} is no longer called “{text}”")


@resolver.command()
@click.argument("into", metavar="INTO")
@click.argument("others", metavar="FROM...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Only print what would be.")
@_verb
def merge(editing: Editing, /, into: str, others: tuple[str, ...], *, dry_run: bool) -> None:
    """Make entities one: those FROM lead to INTO, which has the aliases of all."""
    done = editing.table.merge(into, others, reason=editing.reason, dry_run=dry_run)
    verb = "would lead" if dry_run else "lead" if len(done.merged) > 1 else "leads"
    names = [each.to_dict() for each in done.aliases]
    lines = [f"{', '.join(done.merged)} {verb} to {done.id}"]
    lines += [f"    + {alias_text(each)}" for each in names]
    body = {"id": done.id, "merged": done.merged, "aliases": names, "entity": done.entity.record()}
    if dry_run:
        lines += _effects(done)
        body["types"] = [each._asdict() for each in done.types]
        body["clashes"] = [each._asdict() for each in done.clashes]
        body["reviews"] = [each.to_dict() for each in done.reviews]
    editing.say(done.change, lines, body)


@resolver.command()
@click.argument("entity_id", metavar="ID")
@click.option(
    "--alias",
    "aliases",
    metavar="TEXT",
    multiple=True,
    help="Take this alias out of ID, into an entity of its own; repeatable.",
)
@click.option("--id", "new_id", metavar="ID", help="The ID of that entity. [default: a new one]")
@field_options
@_verb
def split(
    editing: Editing, /, entity_id: str, aliases: tuple[str, ...], new_id: str | None, **given: Any
) -> None:
    """Take an ID that was merged out again or, with --alias, aliases out of an entity.

    The other options say what the entity is to which aliases go; it has the type of ID and is
    called by the first alias unless they say so.
    """
    new = given_entity({"entity_id": new_id, **given})
    if new and not aliases:
        raise click.UsageError("Say with --alias what goes to the new entity.")
    done = editing.table.split(entity_id, aliases=aliases, new=new, reason=editing.reason)
    editing.done(done, _is_now(done))


@resolver.command()
@click.argument("number", metavar="CHANGE", type=int)
@_verb
def undo(editing: Editing, /, number: int) -> None:
    """Take back a change by its number; all others stay. An undo is undone likewise."""
    done = editing.table.undo(number, reason=editing.reason)
    editing.done(done, f"change {number} is undone")


def _clear(table: Table, entity_id: str, fields: Sequence[str], patch: dict[str, Any]) -> None:
    """Have a patch take fields away.

    Raises:
        BadValue: The entity has no such field, or cannot be without it.
    """
    found = table.entity(entity_id).entity
    for field in fields:
        if field in ("name", "type"):
            raise BadValue(f"{field} cannot be cleared", f"give another one: --{field}")
        if field in FIELDS:
            patch[field] = None
        elif field in dict(found.property_values):
            patch.setdefault("properties", {})[field] = None
        else:
            raise BadValue(f"{found.id!r} has no field {field!r}", f"see: resolver show {found.id}")


def _warn_of(table: Table, record: Mapping[str, Any], change: int) -> None:
    """Warn of what a change wrote that is kept as it is, and means less than it looks."""
    changes = record.get("changes", {})
    names = [each["text"] for each in record.get("aliases", ()) if each.get("change") == change]
    names += [record["name"]] if changes.get("name") == change else []
    warn_of_names((each, record["id"]) for each in names if not folds(each))
    if changes.get("type") == change and record["type"] not in TYPES:
        warn(f"the type {record['type']!r} is none of {', '.join(TYPES)}: it counts as other")
    dates = {
        name for source in table.store.sources() for name, kind in source.fields if kind == "date"
    }
    for name in sorted(dates & record.get("properties", {}).keys()):
        wrong = [each for each in record["properties"][name] if not is_date(each)]
        if wrong and changes.get(f"properties.{name}") == change:
            warn(f"{name} {wrong[0]!r} of {record['id']!r} is not a date: write it as 1944-05-17")


def _effects(tried: Merge) -> Iterator[str]:
    """What a merge would do to names that others bear, and to what was decided."""
    for each in tried.types:
        yield f"    {each.type} into {each.into}: {each.id}"
    for clash in tried.clashes:
        yield f"    “{clash.text}” names {clash.id} too: {clash.name}"
    for number, review in tried.reviews:
        yield f"    changes review {number}, {review_text(asdict(review))}"


def _is_now(done: Done) -> str:
    if done.entity is None:
        return f"{done.id} is retired"
    return f"{done.id} is {done.entity.entity.name} ({done.entity.entity.type})"
