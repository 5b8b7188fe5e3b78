"""The commands by which tables go out and are held beside each other: export, diff, overlaps.

Reach for it where a command writes what a home holds, or compares two sources. Each is one call of
`resolver.curate`, plus printing.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from resolver.atomic import whole_file
from resolver.cli.differences import compact_json, difference_lines
from resolver.cli.group import PATH, check_output, home_option, resolver
from resolver.cli.output import note, warn
from resolver.cli.progress import progress
from resolver.model.edit import EDITS
from resolver.settings import Settings


@resolver.command()
@click.option("--source", metavar="NAME", help="Only what this source says. [default: all]")
@click.option(
    "--output",
    "-o",
    type=PATH,
    metavar="DIR|FILE.jsonl",
    help="A pack directory, or entity JSONL (also .gz). [default: JSONL on standard output]",
)
@home_option
@click.pass_obj
def export(settings: Settings, source: str | None, output: Path | None, home: Path | None) -> None:
    """Write what the store holds, as a pack directory or as entity JSONL, always the same bytes.

    --source edits writes what people changed, a change a line; resolver import takes it in.
    """
    from resolver.curate.export import export as export_store
    from resolver.curate.export import export_edits

    target = sys.stdout.buffer if output is None or str(output) == "-" else output
    if source == EDITS:
        note(f"changes: {export_edits(home or settings.home, target):,}")
        return
    done = export_store(home or settings.home, target, source=source, wait_s=settings.lock_wait_s)
    others = done.others - done.left_out
    note(f"entities: {done.entities:,}" + (f", other records: {others:,}" if others else ""))
    if done.left_out:
        warn(f"JSONL holds entities alone; other records that are left out: {done.left_out:,}")
    licensed = [each for each in done.sources if each.licence or each.attribution]
    if not done.is_pack and licensed:
        said = "; ".join(f"{each.name}: {each.licence or each.attribution}" for each in licensed)
        note(f"licences, which JSONL does not hold: {said}")


@resolver.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object a difference.")
@home_option
@click.pass_obj
def diff(settings: Settings, before: str, after: str, home: Path | None, *, is_json: bool) -> None:
    """Print what changed from A to B: paths, packs, or sources of the home.

    The exit status is 0 whether or not anything changed.
    """
    from resolver.curate.diff import differences

    counts: Counter[str] = Counter()
    with differences(before, after, home or settings.home, wait_s=settings.lock_wait_s) as done:
        for each in done.found:
            counts[each.change] += 1
            lines = [compact_json(each.to_dict())] if is_json else difference_lines(each)
            for line in lines:
                click.echo(line)
    said = [f"{counts[change]:,} {change}" for change in ("added", "changed", "retired")]
    note(f"{', '.join(said)}, {done.unchanged:,} unchanged")


@resolver.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--output",
    "-o",
    type=PATH,
    metavar="CSV",
    help="A file in which people decide. [default: standard output]",
)
@home_option
@click.pass_obj
def overlaps(
    settings: Settings, first: str, second: str, output: Path | None, home: Path | None
) -> None:
    """List what may be one thing in A and in B: paths, packs, or sources of the home.

    The file has a column `same`: write yes or no, then take it in with `resolver review FILE`. One
    that is written again keeps its decided rows, and their pairs are not listed anew.
    """
    from resolver.curate.overlap_file import decided_pairs, decided_rows, overlap_lines
    from resolver.curate.overlaps import find_overlaps
    from resolver.curate.same import declared_pairs

    target = None if output is None or str(output) == "-" else check_output(output)
    home, wait_s = home or settings.home, settings.lock_wait_s
    rows = [] if target is None else decided_rows(target)
    decided = decided_pairs(rows) | declared_pairs(home)
    done = find_overlaps(first, second, home, wait_s=wait_s, decided=decided, progress=progress)
    text = "".join(overlap_lines(done.pairs, rows)).encode()
    if target is None:
        sys.stdout.buffer.write(text)
    else:
        with whole_file(target) as part:
            part.write_bytes(text)
    matches = sum(each.verdict == "match" for each in done.pairs)
    pairs = f"pairs: {len(done.pairs):,} (match: {matches:,})"
    kept = f", decided before and kept: {len(rows):,}" if rows else ""
    note(f"{pairs}, entities of {first}: {done.asked:,}{kept}")
    if done.shared:
        warn(f"entities of {second} that are in several pairs (column `also`): {done.shared:,}")
