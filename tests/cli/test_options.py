"""The options of a query are those of the commands that ask, and make the same query."""

from __future__ import annotations

import click
import pytest

from resolver.cli.options import make_query, query_options
from resolver.errors import InvalidInput
from resolver.model import OPTIONS, Query


def test_a_command_gets_every_option_but_the_text() -> None:
    command = click.command()(query_options(lambda **_: None))
    assert [each.name for each in command.params] == [
        option.name for option in OPTIONS if option.name != "text"
    ]


def test_an_option_that_is_not_given_is_not_set() -> None:
    assert make_query("Babil", {"type": None, "country": (), "limit": None}) == Query("Babil")


def test_options_become_the_fields_of_a_query() -> None:
    given = {"country": ("iq", "IR"), "property": ("a=b",), "limit": "3", "type_strict": False}
    assert make_query("Babil", given) == Query(
        "Babil", country=("IQ", "IR"), properties={"a": ("b",)}, limit=3, type_strict=False
    )


def test_a_wrong_value_is_refused() -> None:
    with pytest.raises(InvalidInput, match="limit 'many' is not a whole number"):
        make_query("Babil", {"limit": "many"})
