"""The command that annotates a text: annotate. Reach for it to change what it reads."""

from __future__ import annotations

import codecs
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from resolver.cli.annotated import annotation_csv, annotation_text
from resolver.cli.group import PATH, home_option, open_resolver, resolver
from resolver.cli.options import click_option
from resolver.cli.output import json_text
from resolver.errors import TextTooLong, UnreadableText
from resolver.explaining.annotated_page import annotation_page
from resolver.model import OPTIONS, TYPES, Passage
from resolver.model.passage import MAX_TEXT
from resolver.settings import Settings

_MAX_BYTES = 4 * MAX_TEXT + 3
"""Bytes that a text has at most in UTF-8, behind a byte order mark."""

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""With what a text in UTF-16 begins."""

_HELP: Final = {
    "country": "ISO 3166-1 alpha-2 code of a country that the text is about.",
    "as_of": "When it was written: 2015, 2015-03 or 2015-03-01.",
}
"""What options of a query mean of a text."""

_BESIDE: Final = {
    option.name: click_option(replace(option, help=_HELP[option.name]))
    for option in OPTIONS
    if option.name in _HELP
}


@resolver.command()
@click.argument("path", metavar="FILE|-", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--html", "as_html", is_flag=True, help="Print a page with the names marked.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a row a name.")
@click.option(
    "--types", metavar="TYPE,TYPE", help=f"The types that may be meant: {', '.join(TYPES)}."
)
@_BESIDE["country"]
@_BESIDE["as_of"]
@home_option
@click.pass_obj
def annotate(
    settings: Settings,
    /,
    path: Path,
    types: str | None,
    country: tuple[str, ...],
    as_of: str | None,
    home: Path | None,
    **forms: bool,
) -> None:
    """Find the names in a text, and print who or what each means there."""
    if sum(forms.values()) > 1:
        raise click.UsageError("Give one of --json, --html and --csv.")
    text = _read(path)
    asked = None if types is None else [each.strip() for each in types.split(",")]
    passage = Passage.from_dict(
        {"text": text, "types": asked, "country": country, "as_of": as_of or None}
    )
    with open_resolver(home or settings.home) as opened:
        annotation = opened.annotate(passage)
    shown: dict[str, Any] = {
        "as_json": lambda: json_text(annotation.to_dict()) + "\n",
        "as_html": lambda: annotation_page(annotation.to_dict(explain=True), text, _name(path)),
        "as_csv": lambda: annotation_csv(annotation),
    }
    form = next((name for name, is_asked in forms.items() if is_asked), None)
    if form is None:
        click.echo(annotation_text(annotation, text))
    else:
        click.echo(shown[form]().encode(), nl=False)  # in UTF-8, whatever a terminal takes


def _name(path: Path) -> str:
    return "a text" if str(path) == "-" else path.name


def _read(path: Path) -> str:
    """A text out of a file or of standard input, without its byte order mark.

    Raises:
        TextTooLong: It has more than `MAX_TEXT` characters.
        UnreadableText: It is not UTF-8.
    """
    if str(path) == "-":
        what, content = "standard input", sys.stdin.buffer.read(_MAX_BYTES + 1)
    else:
        with path.open("rb") as file:
            what, content = str(path), file.read(_MAX_BYTES + 1)
    if len(content) <= _MAX_BYTES:
        text = _decoded(content, what).removeprefix("\ufeff")
        if len(text) <= MAX_TEXT:
            return text
    raise TextTooLong(
        f"{what} has more than {MAX_TEXT:,} characters", "give it in parts", field="text"
    )


def _decoded(content: bytes, what: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        was = "UTF-16" if content.startswith(_UTF_16) else "CP1252"
        raise UnreadableText(
            f"{what} is not UTF-8: byte {error.start:,}, counted from 0, is "
            f"0x{content[error.start]:02x}",
            f"convert it, as with: iconv -f {was} -t UTF-8",
            field="text",
        ) from None
