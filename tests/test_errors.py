"""Errors say what is wrong, where, and what to do; the tree at the head of the module is theirs."""

from __future__ import annotations

from resolver import errors
from resolver.errors import BadSource, ResolverError


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
