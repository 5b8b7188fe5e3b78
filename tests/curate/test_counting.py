"""What packs hold is counted."""

from __future__ import annotations

from pathlib import Path

from resolver.curate.counting import count_lines, count_pack, count_packs
from resolver.packs import bundled, open_pack
from tests.curate.packs import write_pack

FORBIDDEN = ("Мохаммад Реза Захеди", "モハンマド・レザー・ザーヘディー", "모하마드 레자 자헤디")


def test_the_bundled_packs_hold_what_they_promise() -> None:
    counts = {path.name: count_pack(open_pack(path)) for path in bundled()}
    assert counts["countries"].entities == 250
    assert counts["middle-east-news"].entities >= 33 + 200
    assert counts["renames"].entities >= 200
    assert counts["renames"].kinds["former"] >= 200
    texts = "".join(file.read_text("utf-8") for path in bundled() for file in path.glob("*.csv"))
    assert [name for name in FORBIDDEN if name in texts] == []  # to be found without being listed


def test_packs_are_counted(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", "a,place,Kyiv,UA\n", "a,Київ,native\na,Kiev,\n")
    (counts,) = count_packs([pack])
    assert (counts.entities, counts.aliases) == (1, 2)
    assert list(count_lines(counts)) == [
        ("entities", "1 (place 1)"),
        ("aliases", "2 (native 1, name 1)"),
        ("languages", "none 2"),
        ("scripts", "latin 2, cyrillic 1"),
    ]
