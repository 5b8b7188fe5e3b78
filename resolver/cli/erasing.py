"""The command that takes somebody out of a home for good: erase.

Reach for it where what people or sources said has to go. It is one call of `resolver.erasing`, plus
asking and printing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resolver.cli.group import home_option, resolver
from resolver.cli.output import note
from resolver.cli.progress import progress
from resolver.settings import Settings

if TYPE_CHECKING:
    from resolver.erasing import Erasure
    from resolver.journal.sought import Sought


@resolver.command()
@click.argument("entity_id", metavar="[ID]", required=False)
@click.option("--text", metavar="TEXT", help="Erase this name, whoever has it, instead of an ID.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@home_option
@click.pass_obj
def erase(
    settings: Settings, entity_id: str | None, text: str | None, home: Path | None, *, yes: bool
) -> None:
    """Erase an entity, or a name, from all that the home keeps; it cannot be undone.

    What sources say of it goes, and stays away when they are imported again. Changes of it keep
    their number and time alone. Lists sent to the service go where it stands in them.
    """
    from resolver.erasing import erase, sought_entity, sought_text

    home = home or settings.home
    if (entity_id is None) == (text is None):
        raise click.UsageError("Give an ID or --text.")
    sought = sought_entity(home, entity_id or "") if text is None else sought_text(text)
    if not yes:
        _ask(sought)
    done = erase(home, sought, wait_s=settings.lock_wait_s, progress=progress)
    if not done:
        note("nothing was found, and nothing is changed")
        sys.exit(1)
    for line in _lines(done):
        click.echo(line)
    note("copies of the home, files it was imported from and Redis are yours to clear")


def _ask(sought: Sought) -> None:
    """Ask whether that is meant; ends the command where nobody says yes."""
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody can be asked: give --yes.")
    ids, names = ", ".join(sorted(sought.ids)), sorted(sought.names | sought.beside)
    said = [*([ids] if ids else []), *(f"“{each}”" for each in names)]
    click.confirm(f"erase for good {', '.join(said)}?", abort=True, err=True)


def _lines(done: Erasure) -> list[str]:
    """What was erased where; nothing is said of where nothing was."""
    counts = {
        "rows of the store": done.rows,
        "changes of the journal": done.changes,
        "questions and answers kept": done.asked,
        "lists and their results": done.jobs,
        "rows that imports left out": done.rejected,
        "indexes of before": done.indexes,
    }
    return [f"{what}: {count:,}" for what, count in counts.items() if count]
