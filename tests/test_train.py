"""Training: pairs become a table that knows them, and says how it was made."""

from __future__ import annotations

import gzip
import importlib.util
import random
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.learn.pairs import read_pairs, set_aside
from resolver.text.fold import fold
from resolver.text.sound import Sound

needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="PyTorch is not installed (extra `train`)"
)
LETTERS = dict(zip("abdegiklmnoprstuvz", "абдегиклмнопрстувз", strict=True))


def made_up(count: int) -> list[tuple[str, str]]:
    """Names that nobody has, and how they would be written in Cyrillic."""
    chance = random.Random(0)  # noqa: S311 - names, no secrets
    names = ("".join(chance.choices(list(LETTERS), k=chance.randint(4, 9))) for _ in range(count))
    return [(name, "".join(LETTERS[letter] for letter in name)) for name in names]


def write_pairs(folder: Path, pairs: list[tuple[str, str]]) -> Path:
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
def test_a_trained_table_knows_names_it_was_never_shown(tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path / "pairs", made_up(3000))
    table = tmp_path / "table"
    done = train(pairs, "-o", table, "--steps", 12, "--threads", 1, "--source", "made up, CC0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("cyrillic     first ")
    sound = Sound.open(table)
    assert sound.about["trained_on"] == ["made up, CC0"]
    first, ten = sound.about["figures"]["cyrillic"]
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
    assert Sound.open(table).about["pairs"] > 1000


@needs_torch
def test_too_few_pairs_are_an_error(tmp_path: Path) -> None:
    done = train(write_pairs(tmp_path / "pairs", made_up(1)), "-o", tmp_path / "table")
    assert done.returncode == 1
    assert done.stderr == "error: 1 pairs are too few to learn from — give some hundreds\n"


def test_nothing_to_learn_from_is_an_error(tmp_path: Path) -> None:
    done = train("-o", tmp_path / "table")
    assert done.returncode == 2
    assert done.stderr.startswith("error: there is nothing to learn from — ")
    done = train(tmp_path, "-o", tmp_path / "table")
    assert done.returncode == 2
    assert "there is no *.tsv or *.tsv.gz in it" in done.stderr


def test_without_pytorch_the_remedy_is_told(tmp_path: Path) -> None:
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


def test_pairs_are_folded_and_equal_ones_left_out(tmp_path: Path) -> None:
    folder = write_pairs(tmp_path / "pairs", [("Łódź", "ЛОДЗЬ"), ("a", "A"), ("a", "!")])
    assert list(read_pairs(folder)) == [("lodz", fold("лодзь"))]


def test_a_line_without_a_tab_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("a\tб\nonly one\n", "utf-8")
    with pytest.raises(BadSource, match=r"bad\.tsv, line 2: there is no tab"):
        list(read_pairs(tmp_path))


def test_a_name_that_is_asked_is_never_learned() -> None:
    learn, ask = set_aside(made_up(2000) + [("other", second) for _, second in made_up(2000)])
    assert len(ask) > 20
    assert not {second for _, second in ask} & {second for _, second in learn}
