"""The command that answers agents: mcp. Reach for it to start a server of their protocol.

Standard output carries the protocol alone: all that a command says goes to standard error.
"""

from __future__ import annotations

import importlib.util
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resolver.access import Keys
from resolver.cli.group import home_option, open_resolver, resolver
from resolver.cli.output import note
from resolver.errors import BadValue
from resolver.settings import Settings
from resolver.settings.setting import web_url

if TYPE_CHECKING:
    from resolver.mcp.source import Source


@resolver.command()
@click.option("--url", help="Ask this service, with the key in $RESOLVER_KEY, instead of a home.")
@click.option(
    "--http",
    metavar="[HOST:]PORT",
    help="Serve over HTTP on the loopback. [default: standard input and output]",
)
@home_option
@click.pass_obj
def mcp(settings: Settings, /, home: Path | None, *, url: str | None, http: str | None) -> None:
    """Answer agents by the Model Context Protocol, from a home or a service."""
    if home is not None and url is not None:
        raise click.UsageError("Give --home or --url, not both.")
    if importlib.util.find_spec("mcp") is None:
        raise BadValue("the library mcp is not installed", "pip install 'alias-resolver[mcp]'")
    settings = replace(settings, home=home or settings.home)
    if http is None:
        from resolver.mcp.stdio import serve_stdio

        serve_stdio(_source(settings, url, over_http=False))
        return
    from resolver.mcp.http import PATH, address_of, serve_http
    from resolver.web.server import check_free

    host, port = address_of(http)
    settings = replace(settings, host=host, port=port)
    source = _source(settings, url, over_http=True)
    check_free(host, port)  # before anybody is told the address
    shown = f"[{host}]" if ":" in host else host
    note(f"answering agents at http://{shown}:{port}{PATH}")
    serve_http(source, settings)


def _source(settings: Settings, url: str | None, *, over_http: bool) -> Source:
    """What answers: a service or, without a URL, the home of the settings."""
    if url is not None:
        from resolver.mcp.of_service import OfService

        return OfService(_checked(url), settings.key, lends=not over_http)
    from resolver.mcp.of_home import OfHome
    from resolver.web.access import Access

    open_resolver(settings.home).close()  # what is wrong with it is said here, once
    if not over_http:
        return OfHome(settings.home)
    return OfHome(settings.home, Access(Keys(settings.home), None, read_key=settings.read_key))


def _checked(url: str) -> str:
    """A URL of the web; raises where it is none."""
    with suppress(ValueError):
        if web_url(url) is not None:
            return url
    raise BadValue(f"--url {url!r} is not the URL of a service", "write http://127.0.0.1:8000")
