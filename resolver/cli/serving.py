"""The commands that serve over HTTP, and work on its jobs. Reach for them to start either.

What serves is imported within the command, for asking one name needs none of it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from resolver.access import read_keys
from resolver.cli.column_maps import settle_maps
from resolver.cli.group import home_option, open_resolver, resolver
from resolver.cli.output import counted, note, say_anew
from resolver.cli.progress import progress
from resolver.cli.tables import print_compiled, print_imported, warn_of_orphans
from resolver.engine import Resolver
from resolver.errors import HomeError
from resolver.home import home_beside
from resolver.settings import Settings


@resolver.command()
@click.option("--host", help="Address to listen on. [default: $RESOLVER_HOST, else 127.0.0.1]")
@click.option("--port", metavar="PORT", help="[default: $RESOLVER_PORT, else 8000]")
@click.option("--workers", metavar="N", help="Processes. [default: $RESOLVER_WORKERS, else 2]")
@click.option(
    "--table",
    metavar="SOURCE",
    help="Import this, compile and serve it: CSV, JSONL or what else import takes. "
    "[home: SOURCE.resolver beside it]",
)
@home_option
@click.pass_obj
def serve(settings: Settings, /, home: Path | None, table: str | None, **given: str | None) -> None:
    """Serve over HTTP; first makes an index where there is none that can be opened.

    With --table it serves what a file says at this start: a file that has changed is imported
    again, changes that people made of the table stay.
    """
    from resolver.cache import check_url
    from resolver.web.server import claimed
    from resolver.web.server import serve as serve_http

    settings = settings.changed(given)
    if table is not None:
        home = home or home_beside(table)
        settings = _named_after(table, settings)
    if home is not None:
        settings = replace(settings, home=home)
    if settings.redis_url is not None:
        check_url(settings.redis_url)
    with claimed(settings.host, settings.port):
        read_keys(settings.home)
        if table is not None:
            _follow(table, settings)
        with _opened(settings) as opened:  # what is wrong with it is said here, once
            note(
                f"serving {counted(opened.entities, 'entity', 'entities')} at {_address(settings)}"
            )
        serve_http(settings, ready=lambda: note(f"paste into OpenRefine: {_reconciled(settings)}"))


@resolver.command()
@home_option
@click.pass_obj
def worker(settings: Settings, /, home: Path | None) -> None:
    """Work on the lists that were sent to the service, until a signal stops it."""
    from resolver.cache import check_url
    from resolver.jobs.worker import work_until_signalled

    if home is not None:
        settings = replace(settings, home=home)
    if settings.redis_url is not None:
        check_url(settings.redis_url)
    note(f"working on the jobs of {settings.home}")
    work_until_signalled(settings)


def _opened(settings: Settings) -> Resolver:
    """The resolver on the home's index, which is made first where none can be opened."""
    try:
        return open_resolver(settings.home)
    except HomeError:
        _ensure_index(settings)
    return open_resolver(settings.home)


def _follow(table: str, settings: Settings) -> None:
    """Make the home answer from a source, of whose columns a map is guessed where it needs one."""
    from resolver.curate.homes import ensure_table

    for written in settle_maps([table], yes=True):
        _say_of(written)
    imported, compiled = ensure_table(
        settings.home,
        table,
        wait_s=settings.lock_wait_s,
        progress=progress,
        report=print_imported,
    )
    warn_of_orphans(imported)
    if compiled is not None:
        print_compiled(compiled)


def _named_after(table: str, settings: Settings) -> Settings:
    """Settings by which clients can tell a table from others, unless a setting names it."""
    from resolver.packs.columns import table_name

    if settings.reconcile_name != Settings.from_environment({}).reconcile_name:
        return settings
    return replace(settings, reconcile_name=table_name(Path(table).absolute()))


def _say_of(written: Path) -> None:
    """Say what follows from a map that was guessed, and how to say it otherwise."""
    from resolver.packs.columns import read_map

    guessed = read_map(written)
    if guessed.id is None:
        made_of = ", ".join([*guessed.name, *guessed.id_from])
        given = dict(guessed.properties).get("id_given")
        why = f"{given[0]} is no ID, for rows lack or share it" if given else "rows have no ID"
        note(f"{why}: each gets one made of {made_of}, and keeps it while these stay")
        note("(rows that agree in all of these: one made of all their cells)")
    note(f"to say otherwise what columns are: edit {written}, and start again")


def _reconciled(settings: Settings) -> str:
    """The URL of the reconciliation service, as somebody on this machine pastes it."""
    every = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing is bound to it here
    near = replace(settings, host=every.get(settings.host, settings.host))
    root = (settings.public_url or _address(near)).rstrip("/")
    return (
        f"{root}/reconcile/key/KEY (KEY: one of yours)"
        if settings.read_key
        else f"{root}/reconcile"
    )


def _address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _ensure_index(settings: Settings) -> None:
    from resolver.curate.homes import ensure_index

    built = ensure_index(
        settings.home,
        wait_s=settings.lock_wait_s,
        progress=progress,
        report=print_imported,
        anew=say_anew,
    )
    if built is None:
        return
    if built.imported is not None:
        warn_of_orphans(built.imported)
    print_compiled(built.compiled)
