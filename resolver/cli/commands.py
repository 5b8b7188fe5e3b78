"""The commands. Each parses, calls the library, and prints."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO, TypeVar

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
    from resolver.curate.importing import Imported

_Command = TypeVar("_Command", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path, readable=False, allow_dash=True)
"""Any path: what is wrong with it is said by whoever opens it."""


def home_option(command: _Command) -> _Command:
    """The option that says which home is meant."""
    return click.option(
        "--home",
        type=_PATH,
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
    asked = make_query("any", given)
    with (
        Resolver.open(home or settings.home) as opened,
        _input(path) as (lines, size),
        _output(output) as out,
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
    from resolver.web.server import check_address
    from resolver.web.server import serve as serve_http

    settings = settings.changed(given)
    if home is not None:
        settings = replace(settings, home=home)
    check_address(settings.host, settings.port)
    if not (settings.home / "index" / "CURRENT").exists():
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
    from resolver.packs import open_pack

    findings = check_packs([open_pack(path) for path in sources])
    for finding in findings:
        click.echo(str(finding))
    if findings:
        click.echo(f"{len(findings):,} to look at", err=True)
        sys.exit(1)
    click.echo("nothing to say against it", err=True)


def _import(sources: Sequence[Path], home: Path, settings: Settings) -> None:
    from resolver.curate.importing import import_pack
    from resolver.packs import bundled, open_pack
    from resolver.store import Store, locked, make_home

    packs = [open_pack(path) for path in sources or bundled()]
    make_home(home)
    with locked(home, wait_s=settings.lock_wait_s), Store.open(home) as store:
        for pack in packs:
            with progress(pack.source.name, None) as tell:
                _print_import(import_pack(store, pack, tell))
        for orphan in store.orphans()[:5]:
            _warn(f"aliases wait for the entity {orphan!r}, which no source brings yet")


def _compile(home: Path, settings: Settings) -> None:
    from resolver.curate.compile import compile_index
    from resolver.match.weights import Weights
    from resolver.store import Store, locked

    with (
        locked(home, wait_s=settings.lock_wait_s),
        Store.open(home) as store,
        progress("compile", store.count()) as tell,
    ):
        done = compile_index(store, home, Weights(), tell)
    click.echo(f"index {done.fingerprint}: {done.entities:,} entities, {done.aliases:,} names")


def _build(home: Path, settings: Settings) -> None:
    """An index for a home that has none, of the bundled packs where it holds nothing else."""
    from resolver.store import Store, locked, make_home

    make_home(home)
    with locked(home, wait_s=settings.lock_wait_s), Store.open(home) as store:
        empty = store.count() == 0
    if empty:
        _import((), home, settings)
    _compile(home, settings)


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


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """A file that has its name only once it is complete, or standard output."""
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr] # a real stream here
        yield sys.stdout
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _print_import(done: Imported) -> None:
    what = done.changes
    click.echo(
        f"{done.source}: {what.added:,} added, {what.updated:,} updated, "
        f"{what.retired:,} retired, {what.unchanged:,} unchanged"
    )
    for text, owner in done.signs[:5]:
        _warn(f"the name {text!r} of {owner!r} has no letter or digit: found only letter by letter")
    if len(done.signs) > 5:
        _warn(f"and {len(done.signs) - 5:,} more such names")


def _print_summary(summary: Summary) -> None:
    said = ", ".join(f"{count:,} {verdict}" for verdict, count in summary.verdicts.items())
    blank = f", {summary.blank:,} without a name" if summary.blank else ""
    click.echo(f"{summary.rows:,} rows: {said}{blank}", err=True)
    for row in summary.unasked[:5]:
        _warn(f"line {row.line} was not asked: {row.error}")
    if len(summary.unasked) > 5:
        _warn(f"and {len(summary.unasked) - 5:,} more rows")


def _warn(message: str) -> None:
    click.echo(f"warning: {message}", err=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
