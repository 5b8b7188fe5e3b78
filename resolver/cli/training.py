"""The commands that learn from data: train (an encoder), calibrate (the weights of a home).

Reach for it where a command makes what an index is compiled with. What learns is imported within
the commands, for asking one name needs none of it.
"""

from __future__ import annotations

from pathlib import Path

import click

from resolver.cli.group import PATH, check_output, home_option, resolver
from resolver.cli.progress import progress
from resolver.model import checks
from resolver.settings import Settings


@resolver.command()
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

    output = check_output(output)
    for source in sources:
        checks.text("source", source)
    learned_home = (home or settings.home) if aliases else None
    pairs = collect_pairs(folder, learned_home, wait_s=settings.lock_wait_s)
    recipe = Recipe(steps=steps, threads=threads, seed=seed)
    with progress("train", steps) as advance:
        reached = train_table(pairs, output, recipe, sources=sources, advance=advance)
    for script, recall in reached.items():
        click.echo(f"{script:12} first {recall.first:.3f}   among ten {recall.among_ten:.3f}")


@resolver.command()
@click.argument("labels", nargs=-1, required=True, metavar="LABELS.csv...", type=PATH)
@home_option
@click.pass_obj
def calibrate(settings: Settings, labels: tuple[Path, ...], home: Path | None) -> None:
    """Fit a home's weights on labelled questions: text, right (IDs), maybe type, country, …."""
    from resolver.curate.weights import calibrate_home
    from resolver.home import Home

    home = home or settings.home
    questions = calibrate_home(home, labels, wait_s=settings.lock_wait_s, progress=progress)
    click.echo(
        f"{Home(home).weights}: fitted on {questions:,} labelled questions; run: resolver compile"
    )
