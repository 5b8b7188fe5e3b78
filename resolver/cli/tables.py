"""The commands that keep the tables: import, forget, compile, check.

Reach for it where a command changes a home, or reads sources. Each is one call of
`resolver.curate`, plus printing. `curate` is imported within the commands, for the database takes
a fifth of a second to load.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from resolver.cli.group import PATH, home_option, resolver
from resolver.cli.output import counted, note, warn, warn_of_names, warn_some
from resolver.cli.progress import progress
from resolver.errors import BadValue
from resolver.model.edit import EDITS
from resolver.settings import Settings

if TYPE_CHECKING:
    from resolver.curate.compile import Compiled
    from resolver.curate.homes import Imported
    from resolver.curate.importing import ImportedSource
    from resolver.store import Changes


_SHOWN: Final = 5
"""Changes that are named, of those that a file has no more."""


@resolver.command("import")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--skip-bad",
    is_flag=True,
    help="Leave out rows that are wrong, and write them to a file in the home.",
)
@click.option("--yes", is_flag=True, help="Accept the map that is proposed for a table's columns.")
@home_option
@click.pass_obj
def import_(
    settings: Settings, sources: tuple[str, ...], home: Path | None, *, skip_bad: bool, yes: bool
) -> None:
    """Import tables: each SOURCE is a pack by its name, or a path. Without any, the bundled packs.

    \b
    A path is
    - the files of a pack as they were fetched, such as a zip or an .xml
    - a pack directory, with a pack.toml
    - entities as JSONL: .jsonl, or .jsonl.gz, .bz2 or .zst
    - a table of any shape: CSV, TSV or Parquet. Which of its columns says what
      is in a .toml beside it; where there is none, one is proposed.
    - what people changed of a table, as export --source edits wrote it

    Which packs there are, and what each needs: resolver packs. Nothing is downloaded.
    """
    from resolver.cli.column_maps import settle_maps
    from resolver.curate.homes import import_sources
    from resolver.packs import bundled
    from resolver.table.taken_in import is_edit_file

    home = home or settings.home
    edits = [each for each in sources if is_edit_file(Path(each))]
    tables = [each for each in sources if each not in edits]
    settle_maps(tables, yes=yes)
    if tables or not edits:
        done = import_sources(
            home,
            tables or bundled(),
            wait_s=settings.lock_wait_s,
            skip_bad=skip_bad,
            progress=progress,
            report=print_imported,
        )
        warn_of_orphans(done)
    for path in edits:
        _take_in(home, Path(path), settings.lock_wait_s)


@resolver.command()
@click.argument("source")
@home_option
@click.pass_obj
def forget(settings: Settings, source: str, home: Path | None) -> None:
    """Remove a source, by its name, and all that it brought."""
    from resolver.curate.homes import forget_source

    if source == EDITS:
        raise BadValue(
            "edits are no source that can be forgotten",
            "take changes back by their numbers: resolver log, resolver undo",
            field="source",
        )
    changes = forget_source(home or settings.home, source, wait_s=settings.lock_wait_s)
    click.echo(_changes_line(source, changes))
    note("answers have it until: resolver compile")


@resolver.command("compile")
@home_option
@click.pass_obj
def compile_(settings: Settings, home: Path | None) -> None:
    """Compile the store into the index that answers; the last two are kept."""
    from resolver.curate.homes import compile_home

    done = compile_home(home or settings.home, wait_s=settings.lock_wait_s, progress=progress)
    print_compiled(done)


@resolver.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=PATH)
def check(sources: tuple[Path, ...]) -> None:
    """Check sources together, before they are imported; exit 1 if anything is wrong."""
    from resolver.curate.check import check_packs

    findings = check_packs(sources)
    for finding in findings:
        click.echo(str(finding))
    if findings:
        count = f"{len(findings):,} problem" + ("s" if len(findings) > 1 else "")
        note(f"{count} found")
        sys.exit(1)
    note("no problems found")


def _take_in(home: Path, path: Path, wait_s: float) -> None:
    """Take in a file of changes, and print what that did."""
    from resolver.table.taken_in import take_in

    done = take_in(home, path, wait_s=wait_s)
    line = f"{path}: {counted(done.added, 'change')} added, {done.there:,} there already"
    click.echo(f"{line}, {done.erased:,} left out: erased here" if done.erased else line)
    if done.gone:
        some = ", ".join(f"resolver undo {each}" for each in done.gone[:_SHOWN])
        more = f", … ({len(done.gone) - _SHOWN:,} more)" if len(done.gone) > _SHOWN else ""
        are = (
            "1 change of this home is"
            if len(done.gone) == 1
            else f"{len(done.gone):,} changes of this home are"
        )
        warn(f"{are} not in {path} any more: to take back what was undone there: {some}{more}")
    if done.waiting:
        waits = "1 change waits" if done.waiting == 1 else f"{done.waiting:,} changes wait"
        warn(f"{waits} for entities that no source brings yet")


def print_imported(source: ImportedSource) -> None:
    """Print what importing a source changed, and warn of rows and names that are wrong."""
    line = _changes_line(source.name, source.changes)
    if source.changes.erased:
        line += f", {source.changes.erased:,} without what was erased here"
    click.echo(f"{line}, {source.rejected:,} rejected" if source.rejected else line)
    if source.rejected:
        rows = "1 row was" if source.rejected == 1 else f"{source.rejected:,} rows were"
        warn(f"{rows} left out of {source.name}: see {source.rejects}")
    if source.is_another:
        warn(
            f"{source.name}: {source.changes.retired:,} of {source.had:,} were retired; if that was"
            " another table of the same name, import the earlier one again"
        )
    if source.left_out:
        sorts = ", ".join(f"{count:,} {sort}" for sort, count in source.left_out)
        note(f"{source.name} has what no table holds, and that was passed over: {sorts}")
    warn_of_names(source.unfoldable, total=source.all_unfoldable)


def warn_of_orphans(done: Imported) -> None:
    """Warn of aliases that no index will have yet."""
    warn_some(
        f"aliases wait for the entity {orphan!r}, which no source brings yet"
        for orphan in done.orphans
    )


def print_compiled(done: Compiled) -> None:
    """Print which index was compiled, and how large it is."""
    entities, names = counted(done.entities, "entity", "entities"), counted(done.aliases, "name")
    line = f"index {done.fingerprint}: {entities}, {names}"
    click.echo(line if done.changed is None else f"{line} ({done.changed:,} changed)")
    if done.set_aside is not None:
        warn(
            f"the weights of this home were of another version; they are now {done.set_aside}."
            " Fit new ones: resolver calibrate"
        )
    warn_some(
        f"{one!r} and {other!r} are not taken as one, though a source says so: two entities of one "
        "source would become one. If they are: name those two in a same_as.csv"
        for one, other in done.left_aside
    )


def _changes_line(source: str, changes: Changes) -> str:
    if not (changes.added or changes.updated or changes.retired):
        return f"{source}: 0 changes, {changes.unchanged:,} unchanged"
    return (
        f"{source}: {changes.added:,} added, {changes.updated:,} updated, "
        f"{changes.retired:,} retired, {changes.unchanged:,} unchanged"
    )
