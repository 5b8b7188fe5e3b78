"""The commands that ask: resolve, compare, show. Reach for it where a command answers a question.

Each parses, asks a `Resolver`, and prints; `compare` needs none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

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
from resolver.engine import compare
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
@click.option("--fields", is_flag=True, help="Show what kind of values the properties have.")
@click.option("--calibration", is_flag=True, help="Show what the table has learnt of its scores.")
@home_option
@click.pass_obj
def show(
    settings: Settings,
    /,
    entity_id: str | None,
    as_json: bool,
    fields: bool,
    calibration: bool,
    home: Path | None,
) -> None:
    """Show an entity: its facts, aliases, other IDs, and its sources with their licences."""
    if (entity_id is not None) + fields + calibration != 1:
        raise click.UsageError("Give an ID, --fields or --calibration.")
    with open_resolver(home or settings.home) as opened:
        if entity_id is not None:
            survivor = opened.survivor(entity_id)
            if survivor != entity_id:
                note(f"{entity_id!r} is now {survivor!r}")
            record = opened.entity(survivor)
            click.echo(json_text(record) if as_json else entity_text(record))
        elif fields:
            click.echo(fields_text(opened.fields))
        else:
            click.echo(calibration_text(opened.calibration))
