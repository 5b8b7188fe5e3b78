"""The command line: `resolver COMMAND`. Each command parses, calls the library, and prints.

- `group`: the group of the commands, and the options that all share.
- `commands`: those that ask: resolve, compare, show.
- `annotating`: the one that finds the names in a text: annotate.
- `annotated`: an annotated text as lines and as CSV.
- `files`: the one that resolves a file: bulk.
- `tables`: those that keep the tables: import, forget, compile, check.
- `packs`: the one that says which packs there are: packs.
- `exchange`: those by which tables go out and are compared: export, diff, overlaps.
- `column_maps`: the map of a table's columns, proposed and asked for before an import.
- `reviews`: the one by which people decide what names mean: review.
- `keys`: those that keep the keys of a service: key add, key list, key revoke.
- `edits`: those that change the table: add, edit, alias, retire, merge, split, undo.
- `erasing`: the one that takes somebody out for good: erase.
- `changes`: the one that says who changed what: log.
- `serving`: those that serve over HTTP and work on its jobs: serve, worker.
- `agents`: the one that answers agents: mcp.
- `training`: those that learn from data: train, calibrate.
- `options`: the options that a query takes, made from `resolver.model.OPTIONS`.
- `entity_options`: the options that say what an entity is.
- `output`: answers as text for people and as JSON, and warnings.
- `differences`: what changed between two sources, as lines for people and as JSON.
- `progress`: a bar on a terminal, nothing elsewhere.

An error that a user can cause is one line, `error: what — remedy`, on standard error.
"""

from __future__ import annotations

import io
import os
import signal
import sys

import click

from resolver.atomic import FULL
from resolver.cli import (  # noqa: F401 - a module adds its commands to the group
    agents,
    annotating,
    changes,
    commands,
    edits,
    erasing,
    exchange,
    files,
    keys,
    packs,
    reviews,
    serving,
    tables,
    training,
)
from resolver.cli.group import resolver
from resolver.cli.output import note
from resolver.errors import ResolverError

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit: 0 is an answer, 1 a failure, 2 wrong usage or input."""
    _prepare_streams()
    try:
        code = resolver.main(prog_name="resolver", standalone_mode=False)
        sys.stdout.flush()
    except ResolverError as error:
        code = _fail(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "resolver"
        code = _fail(f"{_lowered(error.format_message())} — see: {command} --help", 2)
    except click.ClickException as error:  # of an editor
        code = _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        code = _fail("stopped", 130)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _drop_output()
        code = 1
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        code = _fail(_said_by_the_system(error), 1)
    sys.exit(code)


def _said_by_the_system(error: OSError) -> str:
    """What an error of a file says, and what to do; one without a name is of standard output."""
    path = error.filename or "standard output"
    if error.errno in FULL:
        return f"no space left while writing {path} — free some space, or write elsewhere"
    reason = (error.strerror or str(error)).lower()
    return f"{path}: {reason} — check the path, its permissions and its disk"


def _prepare_streams() -> None:
    """Make the streams take any name: a closed one goes nowhere, a narrow one gets escapes."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        # Unbuffered: what cannot be written is gone, and does not fail again where it is flushed.
        raw = io.FileIO(sys.stderr.fileno(), "w", closefd=False)
        sys.stderr = io.TextIOWrapper(
            raw,
            sys.stderr.encoding,
            "backslashreplace",
            write_through=True,
        )
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def _fail(message: str, code: int) -> int:
    try:
        sys.stdout.flush()
    except OSError:  # its disk is full, which is what is said here
        _drop_output()
    note(f"error: {_one_line(message)}")
    return code


def _drop_output() -> None:
    """Send what is still to be written to standard output nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(message: str) -> str:
    return " ".join(message.encode("utf-8", "backslashreplace").decode().split())


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
