"""The commands. Each parses, calls the library, and prints."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TextIO, TypeVar

import click

from resolver.bulk import Summary, resolve_csv
from resolver.cli.options import make_query, query_options
from resolver.cli.output import comparison_text, decision_text
from resolver.cli.progress import progress
from resolver.engine import Resolver, compare
from resolver.errors import BadSource, BadValue
from resolver.model import TYPES
from resolver.settings import Settings

if TYPE_CHECKING:
    from resolver.packs import Pack
    from resolver.store import Changes

_Command = TypeVar("_Command", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path, readable=False, allow_dash=True)
"""Any path: what is wrong with it is said by whoever opens it."""

_WARNINGS: Final = 5
"""Warnings of one kind that are printed."""


def _given_home(
    _context: click.Context, _parameter: click.Parameter, written: str | None
) -> Path | None:
    if written == "":
        raise BadValue("--home is empty", "name a directory, or leave it out", field="home")
    return None if written is None else Path(written)


def home_option(command: _Command) -> _Command:
    """The option that says which home is meant."""
    return click.option(
        "--home",
        metavar="DIR",
        callback=_given_home,
        help="Directory of the store and its indexes. [default: $RESOLVER_HOME, else ./.resolver]",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alias-resolver", prog_name="resolver")
@click.pass_context
def resolver(context: click.Context) -> None:
    """Turn a name as somebody wrote it into the canonical ID of who or what is meant."""
    context.obj = Settings.from_environment(os.environ)


@resolver.command("import")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", type=_PATH)
@home_option
@click.pass_obj
def import_(settings: Settings, sources: tuple[Path, ...], home: Path | None) -> None:
    """Import packs, entity JSONL (.jsonl, .jsonl.gz) or CSV; without SOURCE the bundled packs."""
    _import(sources, home or settings.home, settings)


@resolver.command()
@click.argument("source")
@home_option
@click.pass_obj
def forget(settings: Settings, source: str, home: Path | None) -> None:
    """Remove a source, by its name, and all that it brought."""
    from resolver.home import Home
    from resolver.store import Store

    home = home or settings.home
    Store.expect(home)
    with Home(home).locked(wait_s=settings.lock_wait_s), Store.open(home) as store:
        _print_changes(source, store.forget(source))


@resolver.command("compile")
@home_option
@click.pass_obj
def compile_(settings: Settings, home: Path | None) -> None:
    """Compile the store into the index that answers; the last two are kept."""
    _compile(home or settings.home, settings)


@resolver.command()
@click.argument("text")
@query_options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--explain", is_flag=True, help="Print the evidence for and against.")
@home_option
@click.pass_obj
def resolve(
    settings: Settings, /, text: str, as_json: bool, explain: bool, home: Path | None, **given: Any
) -> None:
    """Resolve one name: a verdict, the candidates and, with --explain, the reasons."""
    query = make_query(text, given)
    with Resolver.open(home or settings.home) as opened:
        decision = opened.resolve(query)
    if as_json:
        click.echo(_json(decision.to_dict(explain=explain)))
    else:
        click.echo(decision_text(decision, explain=explain))


@resolver.command("compare")
@click.argument("name")
@click.argument("other", metavar="NAME")
@click.option("--type", "kind", metavar="TYPE", help=f"What both name: {', '.join(TYPES)}.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--explain", is_flag=True, help="Print the evidence for and against.")
def compare_(name: str, other: str, kind: str | None, as_json: bool, explain: bool) -> None:
    """Tell how likely two bare names are of one and the same, 0 to 1."""
    comparison = compare(name, other, type=kind)
    if as_json:
        click.echo(_json(comparison.to_dict(explain=explain)))
    else:
        click.echo(comparison_text(comparison, explain=explain))


@resolver.command()
@click.argument("entity_id", metavar="ID")
@home_option
@click.pass_obj
def show(settings: Settings, entity_id: str, home: Path | None) -> None:
    """Show an entity as JSON: its aliases, facts, sources and their licences."""
    with Resolver.open(home or settings.home) as opened:
        click.echo(_json(opened.entity(entity_id)))


@resolver.command()
@click.argument("path", metavar="IN.csv", type=_PATH)
@click.option("--column", "-c", required=True, metavar="NAME", help="The column of names.")
@click.option(
    "--output",
    "-o",
    type=_PATH,
    metavar="OUT.csv",
    help="Where to write; appears when it is complete. [default: standard output]",
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
    **given: Any,
) -> None:
    """Resolve a column of a CSV (- for standard input): the same CSV with the answers added."""
    if output is not None and output.exists() and path.exists() and output.samefile(path):
        raise BadValue(f"{output} is the input", "write to another file")
    target = None if output is None else _check_output(output)
    asked = make_query("any", given)
    with (
        Resolver.open(home or settings.home) as opened,
        _input(path) as (lines, size),
        _output(target) as out,
        progress("bulk", size) as tell,
    ):
        summary = resolve_csv(
            opened, lines, out, path=str(path), column=column, asked=asked, progress=tell
        )
    _print_summary(summary)
    if summary.unasked:
        sys.exit(1)


@resolver.command()
@click.option("--host", help="Address to listen on. [default: $RESOLVER_HOST, else 127.0.0.1]")
@click.option("--port", metavar="PORT", help="[default: $RESOLVER_PORT, else 8000]")
@click.option("--workers", metavar="N", help="Processes. [default: $RESOLVER_WORKERS, else 2]")
@home_option
@click.pass_obj
def serve(settings: Settings, /, home: Path | None, **given: str | None) -> None:
    """Serve over HTTP; builds the bundled packs first where the home is empty."""
    from resolver.home import Home
    from resolver.web.server import check_address
    from resolver.web.server import serve as serve_http

    settings = settings.changed(given)
    if home is not None:
        settings = replace(settings, home=home)
    check_address(settings.host, settings.port)
    if not Home(settings.home).current.exists():
        _build(settings.home, settings)
    with Resolver.open(settings.home) as opened:  # what is wrong with it is said here, once
        click.echo(
            f"serving {opened.entities:,} entities at http://{settings.host}:{settings.port}",
            err=True,
        )
    serve_http(settings)


@resolver.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=_PATH)
def check(sources: tuple[Path, ...]) -> None:
    """Check sources together, before they are imported; exit 1 if anything is wrong."""
    from resolver.curate.check import check_packs

    findings = check_packs(sources)
    for finding in findings:
        click.echo(str(finding))
    if findings:
        click.echo(f"{len(findings):,} to look at", err=True)
        sys.exit(1)
    click.echo("nothing to say against it", err=True)


def _import(sources: Sequence[Path], home: Path, settings: Settings) -> None:
    from resolver.curate.homes import import_pack
    from resolver.home import Home
    from resolver.packs import bundled, open_pack
    from resolver.store import Store

    paths = sources or bundled()
    _refuse_one_name(paths, [open_pack(path) for path in paths])
    Home(home).make()
    with Home(home).locked(wait_s=settings.lock_wait_s), Store.open(home) as store:
        for path in paths:
            pack = open_pack(path)  # as it is now that nobody else writes
            with progress(pack.source.name, None) as tell:
                done = import_pack(store, pack, tell)
            _print_changes(done.source, done.changes)
            _warn_some(
                f"the name {text!r} of {owner!r} has no letter or digit: found letter by letter"
                for text, owner in done.signs
            )
        _warn_some(
            f"aliases wait for the entity {orphan!r}, which no source brings yet"
            for orphan in store.orphans()
        )


def _refuse_one_name(paths: Sequence[Path], packs: Sequence[Pack]) -> None:
    """Two sources of one name would each take away what the other brought."""
    first: dict[str, Path] = {}
    for path, pack in zip(paths, packs, strict=True):
        name = pack.source.name
        if first.setdefault(name, path) != path:
            raise BadSource(path, f"{first[name]} has the name {name!r} too", "rename one of them")


def _compile(home: Path, settings: Settings) -> None:
    from resolver.curate.compile import compile_index
    from resolver.curate.weights import home_weights
    from resolver.home import Home
    from resolver.store import Store

    Store.expect(home)
    with (
        Home(home).locked(wait_s=settings.lock_wait_s),
        Store.open(home) as store,
    ):
        done = compile_index(store, home, home_weights(home), progress)
    told = f"index {done.fingerprint}: {done.entities:,} entities, {done.aliases:,} names"
    click.echo(told if done.changed is None else f"{told} ({done.changed:,} changed)")


def _build(home: Path, settings: Settings) -> None:
    """An index for a home that has none, of the bundled packs where it holds nothing else."""
    from resolver.home import Home
    from resolver.store import Store

    Home(home).make()
    with Home(home).locked(wait_s=settings.lock_wait_s), Store.open(home) as store:
        empty = store.count() == 0
    if empty:
        _import((), home, settings)
    _compile(home, settings)


@resolver.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", type=_PATH)
def packs(sources: tuple[Path, ...]) -> None:
    """Count what sources hold, by type, kind, language and script; without SOURCE the bundled."""
    from resolver.curate.counting import count_pack, rows
    from resolver.packs import bundled, open_pack

    for path in sources or bundled():
        counts = count_pack(open_pack(path))
        click.echo(f"{counts.pack}  {counts.licence or ''}".rstrip())
        for what, many in rows(counts):
            click.echo(f"  {what:9}  {many}")


@contextmanager
def _input(path: Path) -> Iterator[tuple[IO[bytes], int | None]]:
    if str(path) == "-":
        yield sys.stdin.buffer, None
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadSource(path, f"cannot be read: {(error.strerror or '').lower()}") from None
    with file:
        yield file, path.stat().st_size


def _check_output(path: Path) -> Path | None:
    """Where to write, before any work is done; None for standard output.

    Raises:
        BadValue: Nothing can be written there.
    """
    if str(path) == "-":
        return None
    target = path.resolve()
    if target.is_dir():
        raise BadValue(f"{path} is a directory", "name a file in it")
    if not target.parent.is_dir():
        raise BadValue(f"{path.parent} is not a directory", "make it first")
    return target


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """A file that has its name only once it is complete, or a stream that is there already."""
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr] # a real stream here
        yield sys.stdout
        return
    if path.exists() and not path.is_file():  # a pipe or a device is written as it is
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _print_changes(source: str, what: Changes) -> None:
    click.echo(
        f"{source}: {what.added:,} added, {what.updated:,} updated, "
        f"{what.retired:,} retired, {what.unchanged:,} unchanged"
    )


def _print_summary(summary: Summary) -> None:
    said = ", ".join(f"{count:,} {verdict}" for verdict, count in summary.verdicts.items())
    blank = f", {summary.blank:,} without a name" if summary.blank else ""
    click.echo(f"{summary.rows:,} rows: {said}{blank}", err=True)
    _warn_some(f"line {row.line} was not asked: {row.error}" for row in summary.unasked)


def _warn_some(messages: Iterable[str]) -> None:
    """The first few, and how many more there are."""
    told = list(messages)
    for message in told[:_WARNINGS]:
        click.echo(f"warning: {message}", err=True)
    if len(told) > _WARNINGS:
        click.echo(f"warning: and {len(told) - _WARNINGS:,} more like this", err=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
