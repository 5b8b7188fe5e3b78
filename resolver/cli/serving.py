"""The commands that serve over HTTP, and work on its jobs. Reach for them to start either.

What serves is imported within the command, for asking one name needs none of it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from resolver.access import read_keys
from resolver.cli.group import home_option, open_resolver, resolver
from resolver.cli.output import note, say_anew
from resolver.cli.progress import progress
from resolver.cli.tables import print_compiled, print_imported, warn_of_orphans
from resolver.engine import Resolver
from resolver.errors import HomeError
from resolver.settings import Settings


@resolver.command()
@click.option("--host", help="Address to listen on. [default: $RESOLVER_HOST, else 127.0.0.1]")
@click.option("--port", metavar="PORT", help="[default: $RESOLVER_PORT, else 8000]")
@click.option("--workers", metavar="N", help="Processes. [default: $RESOLVER_WORKERS, else 2]")
@home_option
@click.pass_obj
def serve(settings: Settings, /, home: Path | None, **given: str | None) -> None:
    """Serve over HTTP; first makes an index where there is none that can be opened."""
    from resolver.cache import check_url
    from resolver.web.server import claimed
    from resolver.web.server import serve as serve_http

    settings = settings.changed(given)
    if home is not None:
        settings = replace(settings, home=home)
    if settings.redis_url is not None:
        check_url(settings.redis_url)
    with claimed(settings.host, settings.port):
        read_keys(settings.home)
        with _opened(settings) as opened:  # what is wrong with it is said here, once
            note(f"serving {opened.entities:,} entities at {_address(settings)}")
        serve_http(settings)


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
