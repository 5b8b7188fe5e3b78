"""The group that every command belongs to, and what commands share: the home, its index, paths.

Reach for it to add a command: `@resolver.command()`, in the module of its like, which
`resolver.cli` imports.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from resolver.cli.output import warn
from resolver.engine import Resolver
from resolver.errors import BadValue
from resolver.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

PATH: Final = click.Path(path_type=Path, readable=False, allow_dash=True)
"""Any path: what is wrong with it is said by whoever opens it."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alias-resolver", prog_name="resolver")
@click.pass_context
def resolver(context: click.Context) -> None:
    """Turn a name as somebody wrote it into the canonical ID of who or what is meant."""
    context.obj = Settings.from_environment(os.environ)


def home_option(command: Command) -> Command:
    """Give a command the option that says which home is meant."""
    return click.option(
        "--home",
        metavar="DIR",
        callback=_given_home,
        help="Directory of the store and its indexes. [default: $RESOLVER_HOME, else ./.resolver]",
    )(command)


def open_resolver(home: Path) -> Resolver:
    """The resolver on a home's index; warns where another than the current one answers."""
    opened = Resolver.open(home)
    if opened.fallback is not None:
        answers = f"index {opened.fingerprint} answers in its place"
        warn(f"{opened.fallback.what}; {answers} — {opened.fallback.remedy}")
    return opened


def check_output(path: Path) -> Path:
    """Where a file is to be written, links followed; called before any work is done.

    Raises:
        BadValue: Nothing can be written there.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise BadValue(f"{path} is a link to itself", "remove it, or write elsewhere")
    if target.is_dir():
        raise BadValue(f"{path} is a directory", "name a file in it")
    if not target.parent.is_dir():
        raise BadValue(f"{path.parent} is not a directory", "make it first")
    return target


def _given_home(
    _context: click.Context, _parameter: click.Parameter, written: str | None
) -> Path | None:
    if written == "":
        raise BadValue("--home is empty", "name a directory, or leave it out", field="home")
    return None if written is None else Path(written)
