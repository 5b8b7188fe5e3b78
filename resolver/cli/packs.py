"""The command that says which packs there are: packs. Reach for it to change how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from resolver.cli.group import home_option, open_resolver, resolver
from resolver.settings import Settings


@resolver.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--notice", is_flag=True, help="Print what the licences of a home's sources ask for.")
@home_option
@click.pass_obj
def packs(settings: Settings, sources: tuple[str, ...], notice: bool, home: Path | None) -> None:
    """List the packs that can be had; of SOURCEs, count what they hold.

    A SOURCE is a path, or the name of a pack that needs none.
    """
    if notice and sources:
        raise click.UsageError("--notice is of a home's sources: give no SOURCE.")
    if notice:
        with open_resolver(home or settings.home) as opened:
            click.echo(notice_text(opened.sources))
        return
    if sources:
        _count(sources)
        return
    from resolver.packs import catalogue

    for entry in catalogue():
        _show(entry.name, entry.lines())


def notice_text(sources: Iterable[Mapping[str, Any]]) -> str:
    """What has to be said of sources where their data is passed on: licences and attributions.

    Args:
        sources: Each as an index names it: `name`, `title`, `licence`, `attribution`, `origin` …
    """
    parts = ["This table holds data of others, under the licences that are named."]
    for source in sources:
        lines = [source["title"] or source["name"]]
        lines.append(f"Licence: {source['licence'] or 'not stated'}")
        lines += [source[key] for key in ("attribution", "origin") if source[key]]
        if source["version"]:
            lines.append(f"Version: {source['version']}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _count(sources: Iterable[str]) -> None:
    from resolver.curate.counting import count_lines, count_packs

    for counts in count_packs(sources):
        click.echo(f"{counts.pack}  {counts.licence or ''}".rstrip())
        for what, many in count_lines(counts):
            click.echo(f"  {what:9}  {many}")


def _show(name: str, lines: Iterable[tuple[str, str]]) -> None:
    click.echo(name)
    for what, words in lines:
        click.echo(f"  {what:11}  {words}")
