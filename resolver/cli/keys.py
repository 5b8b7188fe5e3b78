"""The commands that keep the keys of a service: key add, key list, key revoke.

Reach for it to change how keys are shown. Each command is one call of `resolver.access`, plus
printing. They ask for no key: whoever may write the home may make one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from resolver.access import SCOPES, Key, Scope, add_key, read_keys, revoke_key
from resolver.cli.group import home_option, resolver
from resolver.cli.output import note
from resolver.home import Home, system_user
from resolver.settings import Settings

_COLUMNS: Final = "{:<24} {:<7} {:<26} {:<16} {}"
"""Of the list: name, scope, when it was made, by whom, until when it holds."""


@resolver.group()
def key() -> None:
    """Keep the keys by which programs ask the service."""


@key.command()
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    required=True,
    help="What it may do; each scope includes those before it.",
)
@click.option("--expires", metavar="DATE", help="Its last day in UTC, as 2027-12-31.")
@home_option
@click.pass_obj
def add(
    settings: Settings, /, name: str, scope: Scope, expires: str | None, home: Path | None
) -> None:
    """Make a key and print its secret, which is kept nowhere else."""
    secret = add_key(home or settings.home, name, scope, by=system_user(), expires=expires)
    until = "until it is revoked" if expires is None else f"until the end of {expires} (UTC)"
    note(f"key {name}, scope {scope}, holds {until}")
    note("its secret is below, once: send it as Authorization: Bearer SECRET")
    click.echo(secret)


@key.command("list")
@home_option
@click.pass_obj
def list_keys(settings: Settings, /, home: Path | None) -> None:
    """Print all keys, with those that hold no more; secrets are kept nowhere."""
    home = home or settings.home
    if not home.is_dir():
        raise Home(home).missing()
    keys = read_keys(home)
    click.echo(_COLUMNS.format("NAME", "SCOPE", "MADE", "BY", "HOLDS"))
    for each in keys:
        click.echo(_COLUMNS.format(each.name, each.scope, each.created, each.by, _holds(each)))


@key.command()
@click.argument("name")
@home_option
@click.pass_obj
def revoke(settings: Settings, /, name: str, home: Path | None) -> None:
    """Revoke a key for good; every service on the home refuses it from now on."""
    revoked = revoke_key(home or settings.home, name)
    click.echo(f"key {revoked.name} is revoked; its name stays taken")


def _holds(each: Key) -> str:
    """Until when a key holds, in words."""
    if each.revoked is not None:
        return f"no more: revoked {each.revoked}"
    if each.expires is None:
        return "yes"
    return f"until {each.expires}" if each.holds() else f"no more: expired {each.expires}"
