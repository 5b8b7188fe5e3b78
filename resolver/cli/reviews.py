"""The command by which people decide what names mean: review.

Reach for it where a command stores decisions. It is one call of `resolver.curate.reviews`, plus
printing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from resolver.cli.group import PATH, home_option, resolver
from resolver.cli.output import warn
from resolver.curate.review_file import NOBODY, decided_lines, review_lines
from resolver.errors import HomeError
from resolver.home import system_user
from resolver.model import TYPES, Review
from resolver.settings import Settings


@resolver.command()
@click.argument("file", metavar="[FILE]", type=PATH, required=False)
@click.option("--text", metavar="TEXT", help="Decide this name, instead of those of a file.")
@click.option("--type", metavar="TYPE", help=f"Where asked with this type: {', '.join(TYPES)}.")
@click.option("--country", metavar="CODE", multiple=True, help="Where asked with this country.")
@click.option("--means", metavar="ID", help="It means this entity, or `nobody`.")
@click.option("--not", "excludes", metavar="ID", multiple=True, help="It does not mean this one.")
@click.option("--list", "is_list", is_flag=True, help="Print what was decided, as CSV.")
@click.option("--open", "is_open", is_flag=True, help="Print what is left, as such a file.")
@home_option
@click.pass_obj
def review(
    settings: Settings,
    /,
    file: Path | None,
    text: str | None,
    home: Path | None,
    *,
    is_list: bool,
    is_open: bool,
    **given: Any,
) -> None:
    """Store what names mean: the decisions of a review file, or that of one name.

    A file of overlaps says which entities are one thing.
    """
    from resolver.curate.overlap_file import is_overlap_file
    from resolver.curate.reviews import decide, decide_file

    home = home or settings.home
    said = sum((is_list, is_open, file is not None, text is not None))
    if said != 1 or ((is_list or is_open) and any(given.values())):
        raise click.UsageError(
            "Give a FILE, or --text with --means or --not, or --list or --open alone."
        )
    if is_list or is_open:
        _print_decided(home) if is_list else _print_open(home)
        return
    who, when = system_user(), datetime.now(UTC).isoformat()
    if file is None:
        done = decide(home, [_review(text, given, who, when)])
    elif any(given.values()):
        raise click.UsageError("The file says what is decided: give no further options.")
    elif is_overlap_file(file):
        _say_and_publish(_declare_same(home, file, who), home, settings.lock_wait_s)
        return
    else:
        done = decide_file(home, file, who=who, when=when)
    counts = f"{done.decided:,} decided, {done.left_open:,} left open"
    _say_and_publish(counts, home, settings.lock_wait_s)


def _say_and_publish(counts: str, home: Path, wait_s: float) -> None:
    """Print what was decided, and have answers know it, or say what is to be done for that."""
    from resolver.indexing import seen
    from resolver.journal import Journal

    with Journal.open(home) as journal:
        change = journal.through
    try:
        is_seen = seen(home, change, wait_s=wait_s)
    except HomeError as error:
        warn(f"it is decided, but answers do not have it yet: {error}")
        is_seen = False
    click.echo(counts if is_seen else f"{counts}; run: resolver compile")


def _declare_same(home: Path, file: Path, who: str) -> str:
    from resolver.curate.same import declare_same

    done = declare_same(home, file, by=who)
    return f"{done.same:,} the same, {done.different:,} not, {done.left_open:,} left open"


def _print_decided(home: Path) -> None:
    from resolver.curate.reviews import decided_reviews

    for line in decided_lines(decided_reviews(home)):
        click.echo(line.removesuffix("\r\n"))


def _print_open(home: Path) -> None:
    from resolver.curate.reviews import open_rows

    for line in list(review_lines(open_rows(home))):  # all or nothing
        click.echo(line, nl=False)


def _review(text: str | None, given: Mapping[str, Any], who: str, when: str) -> Review:
    nobody = (given["means"] or "").lower() in NOBODY
    return Review(
        text or "",
        given["type"],
        given["country"],
        means=None if nobody else given["means"],
        nobody=nobody,
        excludes=given["excludes"],
        who=who,
        when=when,
    )
