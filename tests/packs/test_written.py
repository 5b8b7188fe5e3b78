"""Records are written as a pack directory that says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.errors import BadValue
from resolver.model import Additions, Alias, Entity, Record, Redirect, Source
from resolver.packs import open_pack
from resolver.packs.written import write_pack

NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8
).filter(lambda text: text == text.strip() != "")
IDS = st.text(st.sampled_from("aB1.-é ,"), min_size=1, max_size=5).filter(lambda t: t == t.strip())
ALIASES = st.lists(
    st.builds(
        Alias,
        NAMES,
        st.sampled_from([None, "fa", "zh-Hant"]),
        st.sampled_from(["name", "former", "weak"]),
        st.sampled_from([None, "2015", "2015-03"]),
        st.sampled_from([None, "2016"]),
        st.none() | NAMES,
    ),
    max_size=4,
).map(tuple)
PROPERTIES = st.dictionaries(
    NAMES.filter(lambda name: name.isalpha()).map(lambda name: f"p_{name}"),
    st.lists(NAMES.filter(lambda text: "|" not in text), min_size=1, max_size=3),
    max_size=2,
)
ENTITIES = st.builds(
    Entity,
    IDS,
    st.sampled_from(["person", "Starship"]),
    NAMES,
    ALIASES,
    st.sets(st.sampled_from(["IQ", "IR"])).map(tuple),
    st.none() | NAMES,
    st.none() | st.floats(0, 1 << 53) | st.integers(0, 1 << 53),
    PROPERTIES,
)
ADDITIONS = st.builds(Additions, IDS, ALIASES.filter(bool))
TABLES = st.lists(
    ENTITIES | ADDITIONS, min_size=1, max_size=6, unique_by=lambda record: record.entity_id
)
ABOUT = Source(
    "s", "", "T “t”", "CC0-1.0", "by\nus", "where", "1", (("p_a", "date"),), ("geonames",)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES, st.booleans())
def test_what_is_written_is_read(tmp_path: Path, records: list[Record], moved: bool) -> None:
    redirects = [Redirect("old", "older"), Redirect("older", "x")] if moved else []
    said: list[Record] = [*records, *redirects]
    write_pack(tmp_path / "pack", ABOUT, lambda: said)
    pack = open_pack(tmp_path / "pack")
    by_id = sorted(pack.records(), key=lambda each: each.entity_id)
    assert by_id == sorted(said, key=lambda each: each.entity_id)
    assert {**vars_of(pack.source), "digest": ""} == vars_of(ABOUT)


def vars_of(source: Source) -> dict[str, object]:
    return {name: getattr(source, name) for name in Source.__slots__}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Entity("a", "person", " A"), "a text of 'a' begins or ends with a space: ' A'"),
        (Entity("a", "person", "A", (Alias("B\n"),)), r"a text of 'a' .*: 'B\\n'"),
        (Entity("a", "person", "A", properties={"p": ["x|y"]}), "the property p of 'a' has `|`"),
        (Entity("a", "person", "A", properties={"id": ["x"]}), "property of the name 'id'"),
        (Entity("a", "person", "A", properties={" p": ["x"]}), "property of the name ' p'"),
    ],
)
def test_what_a_directory_cannot_say_is_refused_and_nothing_is_left(
    tmp_path: Path, record: Record, said: str
) -> None:
    with pytest.raises(BadValue, match=rf"{said}.* — write entity JSONL, which keeps it"):
        write_pack(tmp_path / "pack", ABOUT, lambda: [record])
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_is_there_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    write_pack(folder, ABOUT, lambda: [Entity("a", "person", "A"), Redirect("b", "a")])
    (folder / "README").write_text("ours")
    write_pack(folder, ABOUT, lambda: [Entity("a", "person", "B")])
    assert sorted(path.name for path in folder.iterdir()) == [
        "README",
        "entities.csv",
        "pack.toml",
    ]
    with pytest.raises(BadValue, match="begins or ends with a space"):
        write_pack(folder, ABOUT, lambda: [Entity("a", "person", "C ")])
    assert "a,person,B," in (folder / "entities.csv").read_text("utf-8")


def test_what_is_no_pack_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "ours").write_text("x")
    with pytest.raises(BadValue, match="is a directory that is no pack"):
        write_pack(tmp_path, ABOUT, list)
    with pytest.raises(BadValue, match="is a file — name a directory"):
        write_pack(tmp_path / "ours", ABOUT, list)
