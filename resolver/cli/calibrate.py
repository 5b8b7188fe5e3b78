"""`resolver calibrate`: weights from labels of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from resolver.cli.commands import home_option
from resolver.settings import Settings

_PATH = click.Path(path_type=Path, readable=False)


@click.command()
@click.argument("labels", nargs=-1, required=True, metavar="LABELS.csv...", type=_PATH)
@home_option
@click.pass_obj
def calibrate(settings: Settings, labels: tuple[Path, ...], home: Path | None) -> None:
    """Fit a home's weights on labelled questions: text, right (IDs), maybe type, country, …."""
    from resolver.home import Home
    from resolver.index import Index
    from resolver.learn.calibrate import fitted
    from resolver.learn.labels import observed_questions, to_toml
    from resolver.match.score.weights import Weights, load_weights
    from resolver.text.names import load_words

    home = home or settings.home
    words, before = load_words(), load_weights()
    index = Index.open(home)
    observed = [each for path in labels for each in observed_questions(path, index, words)]
    weights = Weights(fitted(observed, before.resolve, "resolve"), before.compare)
    said = f"fitted on {len(observed):,} labelled questions"
    path = Home(home).weights
    path.write_text(to_toml(weights, f"Weights {said} by resolver calibrate."), encoding="utf-8")
    click.echo(f"{path}: {said}; run: resolver compile")
