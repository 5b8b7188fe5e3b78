"""Labels of one's own become weights of a home."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from resolver.learn.labels import to_toml
from resolver.match.score.weights import Weights, load_weights
from tests.conftest import run_cli

MakeHome = Callable[..., Path]


def test_weights_are_the_same_when_written_and_read() -> None:
    weights = load_weights()
    assert Weights.from_dict(tomllib.loads(to_toml(weights, "by hand"))) == weights


def test_a_home_is_compiled_with_the_weights_fitted_on_its_labels(
    make_home: MakeHome, tmp_path: Path
) -> None:
    people = [
        {"id": f"p{n}", "type": "person", "name": name}
        for n, name in enumerate(("Ann Bee", "Zed Qux", "Kim Lux"))
    ]
    home = make_home(*people)
    labels = tmp_path / "labels.csv"
    labels.write_text("text,type,right\nAnne Bee,person,p0\nKim Nobody,person,\n", "utf-8")
    done = run_cli("calibrate", labels, "--home", home)
    assert done.returncode == 0, done.stderr
    assert "fitted on 2 labelled questions" in done.stdout
    before = (home / "index" / "CURRENT").read_text("utf-8")
    assert run_cli("compile", "--home", home).returncode == 0
    assert (home / "index" / "CURRENT").read_text("utf-8") != before
    labels.write_text("text,right\nAnne Bee,nobody\n", "utf-8")
    done = run_cli("calibrate", labels, "--home", home)
    assert done.returncode == 2
    assert "no entity has the id 'nobody'" in done.stderr
