"""The options that say what an entity is. Reach for them where a command creates or changes one."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from resolver.cli.group import Command
from resolver.errors import BadValue
from resolver.model import TYPES

FIELDS: Final = ("type", "name", "country", "description", "prominence")
"""What an entity has beside its ID, aliases and properties, each an option of its own."""


def field_options(command: Command) -> Command:
    """Give a command the fields of an entity; it receives them as keywords."""
    for option in (
        click.option("--property", metavar="NAME=VALUE", multiple=True, help="A fact; repeatable."),
        click.option("--prominence", metavar="COUNT", help="Such as inhabitants or page views."),
        click.option("--description", metavar="TEXT", help="What it is, in a few words."),
        click.option("--country", metavar="CODE", multiple=True, help="A country; repeatable."),
        click.option("--name", metavar="TEXT", help="The name to show."),
        click.option("--type", metavar="TYPE", help=f"What it is: {', '.join(TYPES)}."),
    ):
        command = option(command)
    return command


def given_entity(given: Mapping[str, Any]) -> dict[str, Any]:
    """What options say of an entity, in its wire form.

    Args:
        given: The options, and maybe `entity_id` and `aliases`.

    Raises:
        BadValue: A property has no value.
    """
    found: dict[str, Any] = {key: given[key] for key in FIELDS if given.get(key) not in (None, ())}
    if "country" in found:
        found["country"] = [*found["country"]]
    if given.get("entity_id") is not None:
        found["id"] = given["entity_id"]
    if given.get("aliases"):
        found["aliases"] = [*given["aliases"]]
    for written in given.get("property", ()):
        name, sign, value = written.partition("=")
        if not sign:
            raise BadValue(
                f"property {written!r} has no value", "write NAME=VALUE", field="property"
            )
        found.setdefault("properties", {}).setdefault(name, []).append(value)
    return found


def read_entity(file: Path) -> dict[str, Any]:
    """The JSON object in a file, or on standard input where that is `-`.

    Raises:
        BadValue: There is something else.
        OSError: It cannot be read.
    """
    is_input = str(file) == "-"
    raw = sys.stdin.buffer.read() if is_input else file.read_bytes()
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        where = "standard input" if is_input else file
        remedy = 'write one entity: {"type": "person", "name": "Ana Roe"}'
        raise BadValue(f"{where} is not a JSON object", remedy)
    return value
