"""Training: pairs become a table that knows them, and says how it was made."""

from __future__ import annotations

import gzip
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.errors import BadValue, HomeBusy
from resolver.home import Home
from resolver.learn.encoder import Recipe
from resolver.learn.pairs import SpellingPair
from resolver.learn.training import collect_pairs, train_table
from resolver.text.sound import Encoder
from tests.learn.made_up import made_up

needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="PyTorch is not installed (extra `train`)"
)


def write_pairs(folder: Path, pairs: list[SpellingPair]) -> Path:
    folder.mkdir()
    lines = "".join(f"{first}\t{second}\tx\n" for first, second in pairs)
    with gzip.open(folder / "made.tsv.gz", "wt", encoding="utf-8") as file:
        file.write(lines)
    return folder


def train(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "resolver", "train", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@needs_torch
def test_a_trained_table_knows_names_that_it_did_not_learn_from(tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path / "pairs", made_up(3000))
    table = tmp_path / "table"
    done = train(pairs, "-o", table, "--steps", 12, "--threads", 1, "--source", "made up, CC0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("cyrillic     first ")
    encoder = Encoder.open(table)
    assert encoder.header["trained_on"] == ["made up, CC0"]
    first, ten = encoder.header["figures"]["cyrillic"]
    assert first > 0.5
    assert ten > 0.7


@needs_torch
def test_the_same_seed_makes_the_same_table(tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path / "pairs", made_up(300))
    tables = [tmp_path / "a", tmp_path / "b"]
    for table in tables:
        done = train(pairs, "-o", table, "--steps", 2, "--threads", 1)
        assert done.returncode == 0, done.stderr
    assert tables[0].read_bytes() == tables[1].read_bytes()


@needs_torch
def test_the_names_of_a_home_can_be_learned_from(bundled_home: Path, tmp_path: Path) -> None:
    table = tmp_path / "table"
    done = train("--aliases", "--home", bundled_home, "-o", table, "--steps", 1, "--threads", 1)
    assert done.returncode == 0, done.stderr
    assert Encoder.open(table).header["pairs"] > 1000


@needs_torch
def test_too_few_pairs_are_an_error(tmp_path: Path) -> None:
    done = train(write_pairs(tmp_path / "pairs", made_up(1)), "-o", tmp_path / "table")
    assert done.returncode == 1
    assert done.stderr == "error: 1 pairs are too few to learn from — give some hundreds\n"


@needs_torch
def test_the_call_returns_what_the_table_says_it_reached(tmp_path: Path) -> None:
    seen: list[int] = []
    recipe = Recipe(steps=2, threads=1)
    recall = train_table(made_up(2000), tmp_path / "t", recipe, sources=["x"], advance=seen.append)
    encoder = Encoder.open(tmp_path / "t")
    assert seen == [1, 1]
    assert encoder.header["figures"] == {script: list(found) for script, found in recall.items()}
    assert encoder.header["trained_on"] == ["x"]
    assert encoder.names > 1000


def test_pairs_come_from_a_folder_or_a_home(tmp_path: Path) -> None:
    folder = write_pairs(tmp_path / "pairs", made_up(3))
    assert collect_pairs(folder, None, wait_s=1) == made_up(3)
    with pytest.raises(BadValue, match="nothing to learn from"):
        collect_pairs(None, None, wait_s=1)


def test_the_store_is_read_under_the_lock_of_its_home(bundled_home: Path) -> None:
    assert len(collect_pairs(None, bundled_home, wait_s=1)) > 1000
    with Home(bundled_home).locked(wait_s=0), pytest.raises(HomeBusy):
        collect_pairs(None, bundled_home, wait_s=0)


def test_a_home_that_is_not_there_is_an_error_as_for_other_commands(tmp_path: Path) -> None:
    home = tmp_path / "nowhere"
    done = train("--aliases", "--home", home, "-o", tmp_path / "table")
    assert (done.returncode, done.stderr) == (
        2,
        f"error: there is no home at {home} — run: resolver import --home {home}\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_learn_from_is_an_error(tmp_path: Path) -> None:
    done = train("-o", tmp_path / "table")
    assert done.returncode == 2
    assert done.stderr.startswith("error: there is nothing to learn from — ")
    done = train(tmp_path, "-o", tmp_path / "table")
    assert done.returncode == 2
    assert "there is no *.tsv or *.tsv.gz in it" in done.stderr


def test_without_pytorch_the_error_says_what_to_install(tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path / "pairs", made_up(200))
    script = (
        "import sys; sys.modules['torch'] = None; from resolver.cli import main;"
        f"sys.argv = ['resolver', 'train', {str(pairs)!r}, '-o', 'table']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == (
        "error: PyTorch is not installed — run: pip install 'alias-resolver[train]'\n"
    )
