"""The commands that ask: resolve, compare, show. Reach for it where a command answers a question.

Each parses, asks a `Resolver`, and prints; `compare` needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from resolver.cli.changes import print_history, retirement
from resolver.cli.group import home_option, open_resolver, resolver
from resolver.cli.options import make_query, query_options
from resolver.cli.output import (
    calibration_text,
    comparison_text,
    decision_text,
    entity_text,
    fields_text,
    json_text,
    note,
)
from resolver.comparing import compare
from resolver.engine import Resolver
from resolver.errors import UnknownEntity
from resolver.model import TYPES
from resolver.settings import Settings


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
    """Resolve one name: a verdict, the candidates and, with --explain, the evidence."""
    query = make_query(text, given)
    with open_resolver(home or settings.home) as opened:
        decision = opened.resolve(query)
    if as_json:
        click.echo(json_text(decision.to_dict(explain=explain)))
    else:
        click.echo(decision_text(decision, explain=explain))


@resolver.command("compare")
@click.argument("name")
@click.argument("other", metavar="NAME")
@click.option("--type", "entity_type", metavar="TYPE", help=f"What both name: {', '.join(TYPES)}.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--explain", is_flag=True, help="Print the evidence for and against.")
def compare_(name: str, other: str, entity_type: str | None, as_json: bool, explain: bool) -> None:
    """Print how likely two bare names are of one and the same, 0 to 1."""
    comparison = compare(name, other, type=entity_type)
    if as_json:
        click.echo(json_text(comparison.to_dict(explain=explain)))
    else:
        click.echo(comparison_text(comparison, explain=explain))


@resolver.command()
@click.argument("entity_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the entity as JSON.")
@click.option("--history", is_flag=True, help="Show who changed what of it, and when.")
@click.option("--fields", is_flag=True, help="Show what kind of values the properties have.")
@click.option("--calibration", is_flag=True, help="Show what the table has learnt of its scores.")
@home_option
@click.pass_obj
def show(
    settings: Settings,
    /,
    entity_id: str | None,
    home: Path | None,
    *,
    as_json: bool,
    history: bool,
    **tables: bool,
) -> None:
    """Show an entity: its facts, aliases, other IDs, and its sources with their licences."""
    if (entity_id is not None) + sum(tables.values()) != 1:
        raise click.UsageError("Give an ID, --fields or --calibration.")
    home = home or settings.home
    if history:
        if entity_id is None:
            raise click.UsageError("Give the ID whose history is meant.")
        print_history(home, entity_id, as_json=as_json)
        return
    with open_resolver(home) as opened:
        if entity_id is not None:
            record = _known(opened, home, entity_id)
            if record["id"] != entity_id:
                note(_became(record, entity_id))
            click.echo(json_text(record) if as_json else entity_text(record))
        elif tables["fields"]:
            click.echo(fields_text(opened.fields))
        else:
            click.echo(calibration_text(opened.calibration))


def _known(opened: Resolver, home: Path, entity_id: str) -> dict[str, Any]:
    """What is known of an entity; of one that somebody took away, the error says who did it."""
    try:
        return opened.entity(entity_id)
    except UnknownEntity:
        retired = retirement(home, entity_id)
        if retired is None:
            raise
        raise UnknownEntity(
            f"{entity_id!r} was retired by {retired.by} at {retired.at}, in change "
            f"{retired.number}",
            f"to have it again: resolver undo {retired.number}",
        ) from None


def _became(record: Mapping[str, Any], entity_id: str) -> str:
    """That an ID leads to another entity, and why."""
    by = {each["by"] for each in record.get("other_ids", ()) if each["id"] == entity_id}
    verb = "was merged into" if "merge" in by else "is now"
    return f"{entity_id!r} {verb} {record['id']!r}"
