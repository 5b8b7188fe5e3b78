"""The command that resolves a list: bulk, with its input and output. Reach for it for either."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from resolver.atomic import writing
from resolver.bulk.options import BULK_OPTIONS, QUERY_OPTIONS, BulkOption, BulkOptions
from resolver.cli.group import PATH, Command, check_output, home_option, open_resolver, resolver
from resolver.cli.options import click_option
from resolver.cli.output import note, warn, warn_some
from resolver.cli.progress import progress, watch_rows
from resolver.errors import BadValue
from resolver.rows import readable
from resolver.settings import Settings

if TYPE_CHECKING:
    from resolver.bulk.tally import Summary

_SHORT = {"column": ("-c",)}


def _bulk_options(command: Command) -> Command:
    """Give a command every option of a list; it receives them as keywords."""
    for of_query in reversed(QUERY_OPTIONS):
        command = click_option(of_query)(command)
    for of_list in reversed(BULK_OPTIONS):
        command = _of_list(of_list)(command)
    return command


def _of_list(option: BulkOption) -> Callable[[Command], Command]:
    flag = f"--{option.name.replace('_', '-')}"
    if option.is_switch:
        return click.option(flag, option.name, is_flag=True, help=option.help)
    return click.option(
        flag,
        *_SHORT.get(option.name, ()),
        option.name,
        multiple=option.repeatable,
        metavar="|".join(option.choices) or option.metavar,
        help=option.help,
    )


@resolver.command()
@click.argument("path", metavar="IN", type=PATH)
@click.option(
    "--output",
    "-o",
    type=PATH,
    metavar="OUT",
    help="Where to write; appears when it is complete. [default: standard output]",
)
@_bulk_options
@click.option("--review-file", type=PATH, metavar="CSV", help="Where ambiguous questions go.")
@click.option("--create", is_flag=True, help="Make entities of names that are nobody's.")
@click.option("--report", type=PATH, metavar="HTML", help="Where a page of what was done goes.")
@click.option("--resume", is_flag=True, help="Go on from what a stopped run has left.")
@click.option(
    "--against", type=PATH, metavar="CSV", help="A table (id, name, …) to ask, instead of a home."
)
@home_option
@click.pass_obj
def bulk(settings: Settings, /, path: Path, home: Path | None, **given: Any) -> None:
    """Resolve a column of a list (- for standard input): the same list with the answers added.

    IN is CSV, TSV, JSONL or Parquet, plain or .gz, .bz2 or .zst; so is OUT, by its name.
    """
    from resolver.bulk.creating import creating
    from resolver.bulk.run import Files, resolve_list

    beside = {name: given.pop(name) for name in ("output", "review_file", "report")}
    resume, against, creates = (given.pop(name) for name in ("resume", "against", "create"))
    options = BulkOptions.from_texts(_texts(given))
    if against is not None and home is not None:
        raise BadValue("--against and --home are two tables", "give one of them", field="home")
    if against is not None and creates:
        what = "--create makes entities in a home, and --against has none"
        raise BadValue(what, "import the table, and give --home", field="create")
    output, review, report = _targets({path: "the input", against: "the table"}, **beside)
    with ExitStack() as stack:
        opened = stack.enter_context(
            open_resolver(_home_against(against) if against else home or settings.home)
        )
        files = Files(
            stack.enter_context(_input(path)),
            stack.enter_context(_output(output)),
            review,
            report,
            "standard input" if str(path) == "-" else str(path),
            None if against else home or settings.home,
        )
        create = stack.enter_context(creating(home or settings.home, opened)) if creates else None
        watch = stack.enter_context(watch_rows())
        try:
            summary = resolve_list(
                opened, files, options, resume=resume, warn=warn, watch=watch, create=create
            )
        except KeyboardInterrupt:
            if isinstance(files.source, Path) and isinstance(files.output, Path):
                note("to go on, give the same command with --resume")
            raise
    _print_summary(summary)
    if summary.tally.created:
        _publish(home or settings.home, settings.lock_wait_s)
    if summary.tally.errors:
        sys.exit(1)


def _texts(given: dict[str, Any]) -> dict[str, list[str]]:
    """What was given, as `BulkOptions.from_texts` takes it."""
    texts: dict[str, list[str]] = {}
    for name, value in given.items():
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        if values:
            texts[name] = [str(each).lower() if isinstance(each, bool) else each for each in values]
    return texts


def _targets(
    read: Mapping[Path | None, str],
    output: Path | None,
    review_file: Path | None,
    report: Path | None,
) -> tuple[Path | None, Path | None, Path | None]:
    """Where everything goes, links followed; refused where two things would be one file."""
    found = {path.resolve(): what for path, what in read.items() if path and path.exists()}
    targets: list[Path | None] = []
    for each, what in ((output, "the output"), (review_file, "the review"), (report, "the report")):
        if each is None or str(each) == "-":
            targets.append(None)
            continue
        target = check_output(each)
        if target in found and not (target.exists() and not target.is_file()):
            raise BadValue(f"{each} is {found[target]}", "write to another file")
        found[target] = what
        targets.append(target)
    return targets[0], targets[1], targets[2]


@contextmanager
def _input(path: Path) -> Iterator[Path | BinaryIO]:
    """A file, or a stream: standard input, a pipe."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    with readable(path):
        if path.is_file() or path.is_dir() or not path.exists():
            path.open("rb").close()  # says what is wrong with it
            opened: BinaryIO | None = None
        else:
            opened = path.open("rb")
    with opened or nullcontext():
        yield path if opened is None else opened


@contextmanager
def _output(path: Path | None) -> Iterator[Path | BinaryIO]:
    """A file, or a stream that is there already: standard output, a pipe, a device."""
    if path is None:
        yield sys.stdout.buffer
    elif path.exists() and not path.is_file():
        with writing(path), path.open("wb") as stream:
            yield stream
    else:
        yield path


def _home_against(path: Path) -> Path:
    """The home of a list; what makes it is imported here, for asking a home needs none of it."""
    from resolver.curate.against import cache_folder, home_against

    return home_against(path, cache_folder(os.environ), say=note, warn=warn, progress=progress)


def _publish(home: Path, wait_s: float) -> None:
    """Make answers have the entities that were created, or warn that they do not yet."""
    from resolver.cli.edits import make_seen
    from resolver.journal import Journal

    with Journal.open(home) as journal:
        change = journal.through
    make_seen(home, change, wait_s=wait_s)


def _print_summary(summary: Summary) -> None:
    from resolver.bulk.tally import VERDICTS

    tally = summary.tally
    counts = {verdict: tally.verdicts[verdict] for verdict in VERDICTS}
    more = {"created": tally.created, "without a name": tally.blank, "not asked": tally.unasked}
    parts = [f"{count:,} {what}" for what, count in counts.items()]
    parts += [f"{count:,} {what}" for what, count in more.items() if count]
    errors = f"; {tally.errors:,} with an error" if tally.errors else ""
    pace = f"{summary.rows_a_second:,.0f} rows a second"
    note(f"{tally.rows:,} row{'s' * (tally.rows != 1)}: {', '.join(parts)}{errors}; {pace}")
    _print_names("no_match", summary.unmatched)
    _print_names("ambiguous", summary.ambiguous)
    warn_some(
        (f"line {row.line}: {row.error}" for row in tally.reported),
        total=tally.errors,
    )


def _print_names(verdict: str, names: Iterable[tuple[str, int]]) -> None:
    """The most frequent names with a verdict, if there are any."""
    shown = [f"  {rows:>9,}  {text if text.isprintable() else ascii(text)}" for text, rows in names]
    if shown:
        note("\n".join([f"most frequent {verdict}:", *shown]))
