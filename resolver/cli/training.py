"""The command that trains an encoder."""

from __future__ import annotations

from pathlib import Path

import click

from resolver.cli.commands import home_option
from resolver.cli.progress import progress
from resolver.settings import Settings


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--aliases", is_flag=True, help="Learn from the names of the home's entities too.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    metavar="TABLE",
    help="Where the table goes.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="TEXT",
    help="What the table says it learned from, with its licence; repeatable.",
)
@click.option("--steps", type=click.IntRange(1), default=2000, show_default=True)
@click.option("--threads", type=click.IntRange(1), default=2, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@home_option
@click.pass_obj
def train(
    settings: Settings,
    /,
    folder: Path | None,
    output: Path,
    sources: tuple[str, ...],
    home: Path | None,
    *,
    aliases: bool,
    steps: int,
    threads: int,
    seed: int,
) -> None:
    """Train an encoder on a FOLDER of pairs (*.tsv, *.tsv.gz: two names a line, a tab between)."""
    from resolver.learn.encoder import Recipe
    from resolver.learn.training import collect_pairs, train_table

    pairs = collect_pairs(folder, (home or settings.home) if aliases else None)
    recipe = Recipe(steps=steps, threads=threads, seed=seed)
    with progress("train", steps) as advance:
        reached = train_table(pairs, output, recipe, sources=sources, advance=advance)
    for script, recall in reached.items():
        click.echo(f"{script:12} first {recall.first:.3f}   among ten {recall.among_ten:.3f}")
