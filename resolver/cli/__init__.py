"""The command line: `resolver COMMAND`, each the library call of the same name.

- `commands`: the commands themselves; `training`: the one that trains an encoder.
- `options`: the options that a query takes, made from `resolver.model.OPTIONS`.
- `output`: answers as text for people.
- `progress`: a bar on a terminal, nothing elsewhere.

An error that a user can cause is one line, `error: what — remedy`, on standard error.
"""

from __future__ import annotations

import io
import os
import signal
import sys

import click

from resolver.cli.calibrate import calibrate
from resolver.cli.commands import resolver
from resolver.cli.training import train
from resolver.errors import ResolverError

__all__ = ["main"]

resolver.add_command(calibrate)
resolver.add_command(train)


def main() -> None:
    """Run the command line and exit: 0 answered, 1 failed, 2 asked wrongly."""
    _settle_streams()
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
    except (click.Abort, KeyboardInterrupt):
        code = _fail("stopped", 130)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        what = f"{error.filename}: " if error.filename else ""
        code = _fail(f"{what}{(error.strerror or str(error)).lower()}", 1)
    sys.exit(code)


def _settle_streams() -> None:
    """Streams that can take any name: a closed one goes nowhere, a narrow one gets escapes."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def _fail(message: str, code: int) -> int:
    sys.stdout.flush()
    print(f"error: {_one_line(message)}", file=sys.stderr)  # noqa: T201 - this is the command line
    return code


def _one_line(message: str) -> str:
    return " ".join(message.encode("utf-8", "backslashreplace").decode().split())


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
