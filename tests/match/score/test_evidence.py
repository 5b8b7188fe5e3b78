"""Evidence is one table; names, weights and caps derive from it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

import resolver.match
from resolver.match.score import terms as terms_module
from resolver.match.score.evidence import (
    EVIDENCE,
    EVIDENCE_NAMES,
    WEIGHTS,
)
from resolver.match.score.weights import PROFILES

NAMES = {
    name: value for name, value in vars(terms_module).items() if name.isupper() and name[0] != "_"
}
"""The names that terms and weights may have, as `resolver.match.score.terms` holds them."""

MODULES = sorted(Path(resolver.match.__file__).parent.rglob("*.py"))


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_every_name_is_of_evidence_or_of_a_weight_and_is_called_as_it_is_written() -> None:
    assert set(NAMES.values()) == EVIDENCE_NAMES | WEIGHTS.keys()
    for name, value in NAMES.items():
        assert name == re.sub(r"\W", "_", value).upper()


def test_every_name_and_every_key_is_in_the_table_once() -> None:
    assert repeated([row.name for row in EVIDENCE]) == []
    assert repeated([key for row in EVIDENCE for key in row.weights]) == []
    assert repeated(list(NAMES.values())) == []


def test_a_row_shares_weights_of_other_rows_that_there_are() -> None:
    for row in EVIDENCE:
        assert set(row.shares) <= WEIGHTS.keys() - row.weights.keys(), row.name
        assert repeated(list(row.shares)) == []


def test_every_row_and_every_weight_has_a_sentence() -> None:
    meanings = [row.meaning for row in EVIDENCE] + [each.meaning for each in WEIGHTS.values()]
    assert [meaning for meaning in meanings if not re.fullmatch(r"[A-Z].*\.", meaning)] == []


def test_the_file_of_weights_has_a_number_for_every_key_in_the_order_of_the_table() -> None:
    source = resources.files("resolver.match.score").joinpath("weights.toml")
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    assert tables.keys() == {"resolve", "compare"}
    for table in tables.values():
        assert table.keys() == set(PROFILES)
        for values in table.values():
            assert list(values) == list(WEIGHTS)


def written_names(path: Path) -> Iterator[str]:
    """Where a module writes a name of evidence or the key of a weight in quotes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Term"):
            name: ast.expr | None = node.args[0] if node.args else None
        elif isinstance(node, ast.Subscript) and re.search(
            r"\b(weights|values)", ast.unparse(node.value)
        ):
            name = node.slice
        else:
            continue
        if isinstance(name, ast.JoinedStr) or (
            isinstance(name, ast.Constant) and isinstance(name.value, str)
        ):
            yield f"{path.name}:{node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_writes_a_name_or_a_key_in_quotes(path: Path) -> None:
    assert list(written_names(path)) == []


@pytest.mark.parametrize(
    "source",
    ['weights["prior"]', 'values_for(w)[f"same {x}"]', 'Term("prior", 1)', 't.Term(f"{x}", 1)'],
)
def test_a_name_in_quotes_is_seen(source: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(source, "utf-8")
    assert len(list(written_names(path))) == 1


def test_a_wrong_name_fails_where_a_module_is_imported() -> None:
    facts = next(path for path in MODULES if path.name == "facts.py").read_text("utf-8")
    assert "    SAME_FACT,\n" in facts
    wrong = facts.replace("    SAME_FACT,\n", "    SAME_FATC,\n")
    exec(compile(facts, "facts.py", "exec"), {"__name__": "facts"})  # noqa: S102 - our own module
    with pytest.raises(ImportError, match="SAME_FATC"):
        exec(compile(wrong, "facts.py", "exec"), {"__name__": "facts"})  # noqa: S102 - likewise
