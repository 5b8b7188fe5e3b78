"""The command that trains an encoder."""

from __future__ import annotations

from pathlib import Path

import click

from resolver.cli.commands import home_option
from resolver.cli.progress import progress
from resolver.errors import BadValue
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
    from resolver.learn.encoder import Recipe, train, write
    from resolver.learn.pairs import alias_pairs, read_pairs, set_aside
    from resolver.store import Store

    if folder is None and not aliases:
        raise BadValue("there is nothing to learn from", "name a folder of pairs, or use --aliases")
    pairs = [] if folder is None else list(read_pairs(folder))
    if aliases:
        Store.expect(home or settings.home)
        with Store.open(home or settings.home) as store:
            pairs += alias_pairs(store)
    learn, ask = set_aside(pairs)
    recipe = Recipe(steps=steps, threads=threads, seed=seed)
    with progress("train", steps) as tell:
        table, reached = train(learn, ask, recipe, tell)
    write(output, table, recipe, sources, learn, ask, reached)
    for script, (first, ten) in reached.items():
        click.echo(f"{script:12} first {first:.3f}   among ten {ten:.3f}")
