"""The options that a query takes, made from `resolver.model.OPTIONS`.

Reach for it where a command asks: its options are those of a query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

from resolver.cli.group import Command
from resolver.model import OPTIONS, Option, Query

_METAVARS: Final = {"property": "NAME=VALUE", "country": "CODE"}
"""What the help shows for a value, where that is not the type of the value."""


def query_options(command: Command) -> Command:
    """Give a command every option of a query; it receives them as keywords, None if not given."""
    for option in reversed(OPTIONS):
        if option.name != "text":
            command = click_option(option)(command)
    return command


def make_query(text: str, given: dict[str, Any]) -> Query:
    """The query that a command line asks.

    Raises:
        InvalidInput: A value is wrong.
    """
    parsed: dict[str, Any] = {}
    for option in OPTIONS:
        value = given.get(option.name)
        if value is None or value == ():
            continue
        if option.repeatable:
            parsed[option.field] = tuple(option.parse(each) for each in value)
        else:
            parsed[option.field] = value if option.value_type == "switch" else option.parse(value)
    return Query(text, **parsed)


def click_option(option: Option) -> Callable[[Command], Command]:
    """The option of a command line that an option of a query is."""
    flag = f"--{option.name.replace('_', '-')}"
    shown = "" if option.default in (None, ()) else f" [default: {str(option.default).lower()}]"
    if option.value_type == "switch":
        return click.option(
            f"{flag}/--no-{flag[2:]}", option.name, default=None, help=option.help + shown
        )
    return click.option(
        flag,
        option.name,
        multiple=option.repeatable,
        metavar=_METAVARS.get(option.value_type, option.value_type.upper()),
        help=option.help + shown,
    )
