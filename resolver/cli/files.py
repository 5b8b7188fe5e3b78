"""The command that resolves a file: bulk, with its input and output. Reach for it for either."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import click

from resolver.atomic import whole_file, writing
from resolver.bulk import Summary, resolve_csv
from resolver.cli.group import PATH, check_output, home_option, open_resolver, resolver
from resolver.cli.options import make_query, query_options
from resolver.cli.output import note, warn, warn_some
from resolver.cli.progress import progress
from resolver.errors import BadValue
from resolver.rows import bounded_lines, readable
from resolver.settings import Settings


class _Input(NamedTuple):
    """An opened input, and its size in bytes where it is known."""

    lines: Iterator[bytes]
    size: int | None


@resolver.command()
@click.argument("path", metavar="IN.csv", type=PATH)
@click.option("--column", "-c", required=True, metavar="NAME", help="The column of names.")
@click.option(
    "--output",
    "-o",
    type=PATH,
    metavar="OUT.csv",
    help="Where to write; appears when it is complete. [default: standard output]",
)
@click.option(
    "--excel",
    is_flag=True,
    help="For a spreadsheet: a BOM, and an apostrophe before cells that it would run.",
)
@query_options
@home_option
@click.pass_obj
def bulk(
    settings: Settings,
    /,
    path: Path,
    column: str,
    output: Path | None,
    home: Path | None,
    *,
    excel: bool,
    **given: Any,
) -> None:
    """Resolve a column of a CSV (- for standard input): the same CSV with the answers added."""
    if output is not None and output.exists() and path.exists() and output.samefile(path):
        raise BadValue(f"{output} is the input", "write to another file")
    target = None if output is None or str(output) == "-" else check_output(output)
    asked = make_query("any", given)
    with (
        open_resolver(home or settings.home) as opened,
        _input(path) as (lines, size),
        _output(target) as out,
        progress("bulk", size) as advance,
    ):
        summary = resolve_csv(
            opened,
            lines,
            out,
            path=str(path),
            column=column,
            asked=asked,
            excel=excel,
            advance=advance,
        )
    _print_summary(summary)
    if summary.unasked:
        sys.exit(1)


@contextmanager
def _input(path: Path) -> Iterator[_Input]:
    if str(path) == "-":
        yield _Input(bounded_lines("standard input", sys.stdin.buffer), None)
        return
    with readable(path):
        file = path.open("rb")
    with file:
        yield _Input(bounded_lines(path, file), path.stat().st_size or None)


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """A file that has its name only once it is complete, or a stream that is there already."""
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr] # a real stream here
        yield sys.stdout
        return
    if path.exists() and not path.is_file():  # a pipe or a device is written as it is
        with writing(path), path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    with (
        whole_file(path, leftover=_warn_of_leftover) as part,
        part.open("w", encoding="utf-8", newline="") as file,
    ):
        yield file


def _warn_of_leftover(part: Path) -> None:
    warn(f"{part} is of a run that was stopped; it is replaced")


def _print_summary(summary: Summary) -> None:
    verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in summary.verdicts.items())
    blank = f", {summary.blank:,} without a name" if summary.blank else ""
    note(f"{summary.rows:,} rows: {verdicts}{blank}")
    warn_some(
        (f"line {row.line} was not asked: {row.error}" for row in summary.reported),
        total=summary.unasked,
    )
