"""What is printed for people."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Cli


def test_the_terms_of_an_explanation_add_up_on_the_screen(cli: Cli, bundled_home: Path) -> None:
    done = cli("resolve", "Resa Zahedi", "--explain", "--home", bundled_home)
    terms = [line.split() for line in done.stdout.splitlines() if line.startswith(" " * 9)]
    total = next(n for n, words in enumerate(terms) if words[1:2] == ["log-odds"])
    assert abs(sum(float(words[0]) for words in terms[:total]) - float(terms[total][0])) < 0.05
