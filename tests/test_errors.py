"""Errors say what is wrong, where, and what to do; the tree at the head of the module is theirs."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from resolver import errors
from resolver.errors import BadSource, EncoderDamaged, EntityMoved, ResolverError

PACKAGE = Path(errors.__file__).parent.parent

NEED_NO_REMEDY: dict[type[ResolverError], str] = {
    EncoderDamaged: "the class has the remedy for every damage",
    EntityMoved: "the class has the remedy: the other ID",
}
"""Errors that may be made without a remedy, and why."""


def every(error: type[ResolverError]) -> list[type[ResolverError]]:
    return [error, *(each for sub in error.__subclasses__() for each in every(sub))]


def test_every_error_is_in_the_tree_and_has_a_code_of_its_own() -> None:
    tree = (errors.__doc__ or "").split("Each error", 1)[0]
    found = every(ResolverError)
    assert [error.__name__ for error in found if error.__name__ not in tree.split()] == []
    assert len({error.code for error in found}) == len(found)


def test_an_error_names_its_place_and_its_remedy() -> None:
    error = BadSource("t.csv", "no id", "add one", line=3, column="id")
    assert str(error) == "t.csv, line 3, column id: no id — add one"
    assert str(BadSource("t.csv", "empty")) == "t.csv: empty"
    assert (error.field, error.line, error.status, error.exit_code) == ("id", 3, 400, 2)


def made_without_remedy(code: str) -> Iterator[str]:
    """The errors that code makes with what is wrong, but not what to do: the line, the class."""
    classes = {error.__name__: error for error in every(ResolverError)}
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        error = classes.get(node.func.id)
        if error is None or error in NEED_NO_REMEDY:
            continue
        place = list(inspect.signature(error).parameters).index("remedy")
        given = node.args[place : place + 1] + [
            each.value for each in node.keywords if each.arg == "remedy"
        ]
        if not given or (isinstance(given[0], ast.Constant) and not given[0].value):
            yield f"line {node.lineno}: {node.func.id}"


def test_every_error_that_is_made_says_what_to_do() -> None:
    found = {
        str(path.relative_to(PACKAGE)): each
        for path in PACKAGE.rglob("*.py")
        for each in made_without_remedy(path.read_text("utf-8"))
    }
    assert found == {}


def test_an_error_made_without_a_remedy_is_found() -> None:
    code = 'BadValue("bad", field="x")\nBadSource("t", "bad", line=1)\nBadValue("bad", "mend it")'
    assert list(made_without_remedy(code)) == ["line 1: BadValue", "line 2: BadSource"]


def test_an_encoder_of_another_version_has_a_remedy_of_its_own() -> None:
    assert str(EncoderDamaged("cut")) == "cut — install the package again, or run: resolver train"
    assert str(EncoderDamaged("old", "train it again")) == "old — train it again"
