"""The map of a table's columns, proposed and asked for before an import.

Reach for `settle_maps` where a command imports what somebody names. What is accepted is written
beside the table, so that the next import is the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from resolver.atomic import whole_file
from resolver.cli.output import note, warn
from resolver.errors import NoColumnMap


def settle_maps(sources: Iterable[str | Path], *, yes: bool) -> list[Path]:
    """Have a map beside each table that needs one, and warn of what is doubtful in a table.

    Args:
        sources: What is to be imported; names of packs are passed over.
        yes: Whether proposed maps are accepted; else they are asked for on a terminal.

    Returns:
        The maps that were written.

    Raises:
        NoColumnMap: One is needed, and nobody accepted what is proposed.
        BadSource: A table cannot be read, or its map is wrong.
    """
    from resolver.packs import is_own_table, open_pack

    written = []
    for path in filter(is_own_table, map(Path, sources)):
        try:
            pack = open_pack(path)
        except NoColumnMap as error:
            written.append(_settle(path, error, yes=yes))
            pack = open_pack(path)
        for warning in pack.warnings:
            warn(warning)
    return written


def _settle(path: Path, needed: NoColumnMap, *, yes: bool) -> Path:
    from resolver.packs.columns import beside

    written = beside(path)
    note(f"{written} would be, as far as the columns of {path} say:\n\n{needed.proposed}")
    answer = "y" if yes else _asked()
    accepted = _edited(needed.proposed) if answer == "edit" else needed.proposed
    if answer == "n" or accepted is None:
        raise needed
    with whole_file(written) as part:
        part.write_text(accepted, "utf-8")
    note(f"written: {written}")
    return written


def _asked() -> str:
    """What somebody at a terminal says; where nobody is, that is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return "n"
    choices = click.Choice(["y", "n", "edit"], case_sensitive=False)
    answer: str = click.prompt("import so?", default="y", type=choices, err=True)
    return answer


def _edited(proposed: str) -> str | None:
    """What somebody made of a map in the editor; None where it was not saved.

    Raises:
        ClickException: The editor is not there, or failed.
    """
    try:
        return click.edit(proposed, extension=".toml")
    except click.ClickException as error:
        remedy = "set EDITOR to another, or answer y and edit what is written"
        raise click.ClickException(f"{error.message.rstrip('.')} — {remedy}") from error
