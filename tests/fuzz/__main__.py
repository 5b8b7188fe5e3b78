"""The command: `python -m tests.fuzz [TARGET] [--minutes N] [--seed N]`.

It exits with 1 where there was a crash. Without TARGET all are run, one after the other. A crash
is made small first, which may take some minutes longer.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.target import fuzz
from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz, and print each sort of crash once."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", choices=sorted(TARGETS), help="default: all")
    parser.add_argument("--minutes", type=float, default=1, help="for each target (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="of the first round (default: 1)")
    given = parser.parse_args()
    crashed = False
    for name in [given.target] if given.target else TARGETS:
        with tempfile.TemporaryDirectory() as folder, TARGETS[name](Path(folder)) as target:
            done = fuzz(target, given.minutes, given.seed)
        print(f"{name}: {done.inputs:,} inputs, {len(done.crashes)} sorts of crash", flush=True)
        for crash in done.crashes:
            print(f"\n{crash}", flush=True)
        crashed = crashed or bool(done.crashes)
    sys.exit(crashed)


if __name__ == "__main__":
    main()
