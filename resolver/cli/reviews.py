"""The command by which people decide what names mean: review.

Reach for it where a command stores decisions. It is one call of `resolver.curate.reviews`, plus
printing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from resolver.cli.differences import review_text
from resolver.cli.edits import Editing, make_seen
from resolver.cli.group import PATH, home_option, resolver
from resolver.curate.review_file import NOBODY, decided_lines, review_lines
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
@click.option("--reason", metavar="TEXT", help="Why; with --text.")
@click.option("--json", "as_json", is_flag=True, help="Print the change as JSON; with --text.")
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
    from resolver.curate.reviews import decide_file

    home = home or settings.home
    reason, as_json = given.pop("reason"), given.pop("as_json")
    said = sum((is_list, is_open, file is not None, text is not None))
    others = any(given.values()) or (text is None and (as_json or reason is not None))
    if said != 1 or ((is_list or is_open) and others):
        raise click.UsageError(
            "Give a FILE, or --text with --means or --not, or --list or --open alone."
        )
    if is_list or is_open:
        _print_decided(home) if is_list else _print_open(home)
        return
    who, when = system_user(), datetime.now(UTC).isoformat()
    if text is not None:
        with Editing(home, settings.lock_wait_s, reason, as_json=as_json) as editing:
            _decide(editing, _review(text, given, who, when))
        return
    if file is None or others:
        raise click.UsageError("The file says what is decided: give no further options.")
    if is_overlap_file(file):
        _say_and_publish(_declare_same(home, file, who), home, settings.lock_wait_s)
        return
    done = decide_file(home, file, who=who, when=when)
    counts = f"{done.decided:,} decided, {done.left_open:,} left open"
    _say_and_publish(counts, home, settings.lock_wait_s)


def _decide(editing: Editing, review: Review) -> None:
    """Decide one name, and print the change."""
    from resolver.table import reviewing

    (done,) = reviewing.decide(editing.table.store, [review], reason=editing.reason)
    held = done.to_dict()
    line = review_text(dataclasses.asdict(done.review or review))
    if not done.is_new:
        line += " (decided so already)"
    editing.say(done.change, [line], {"review": held})


def _say_and_publish(counts: str, home: Path, wait_s: float) -> None:
    """Print what was decided, and have answers know it."""
    from resolver.journal import Journal

    click.echo(counts)
    with Journal.open(home) as journal:
        change = journal.through
    make_seen(home, change, wait_s=wait_s)


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


def _review(text: str, given: Mapping[str, Any], who: str, when: str) -> Review:
    nobody = (given["means"] or "").lower() in NOBODY
    return Review(
        text,
        given["type"],
        given["country"],
        means=None if nobody else given["means"],
        nobody=nobody,
        excludes=given["excludes"],
        who=who,
        when=when,
    )
