"""A map is written as the TOML that is read as the same map."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.packs.columns import ColumnMap, read_map
from resolver.packs.columns.column_map import AliasColumn

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9).map(
    str.strip
)
COLUMN = TEXT.filter(bool)
COLUMNS = st.lists(COLUMN, min_size=1, max_size=3, unique=True).map(tuple)
MAPS = st.builds(
    ColumnMap,
    name=COLUMNS,
    id=st.none() | COLUMN,
    type=st.none() | COLUMN,
    country=st.none() | COLUMN,
    fixed_type=st.none() | COLUMN,
    fixed_country=st.sampled_from([None, "IQ"]),
    id_prefix=st.just("") | COLUMN,
    aliases=st.lists(
        st.builds(
            AliasColumn,
            COLUMN,
            st.sampled_from([None, "fa", "zh-Hant"]),
            st.sampled_from(["name", "native"]),
            st.sampled_from(["|", ";", " ", "\n"]),
        ),
        max_size=3,
    ).map(tuple),
    properties=st.dictionaries(COLUMN, COLUMNS, max_size=3).map(lambda each: tuple(each.items())),
    about=st.dictionaries(st.sampled_from(["title", "licence"]), COLUMN).map(
        lambda each: tuple(each.items())
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MAPS)
def test_a_map_is_read_as_it_is_written(tmp_path: Path, written: ColumnMap) -> None:
    path = tmp_path / "map.toml"
    path.write_text(written.to_toml(), "utf-8")
    assert read_map(path) == written


def test_a_map_looks_like_what_somebody_would_write() -> None:
    written = ColumnMap(
        name=("First", "Last"),
        id_from=("Born",),
        fixed_type="person",
        aliases=(AliasColumn("Name (ar)", "ar", "native", ";"),),
        properties=(("birth_date", ("Born",)), ("téléphone", ("Tel 1", "Tel 2"))),
        about=(("licence", "CC0-1.0"),),
    )
    assert written.to_toml() == (
        '[source]\nlicence = "CC0-1.0"\n\n'
        '[columns]\nid_from = ["Born"]\nname = ["First", "Last"]\n\n'
        '[fixed]\ntype = "person"\n\n'
        '[[aliases]]\ncolumn = "Name (ar)"\nlanguage = "ar"\nkind = "native"\nseparator = ";"\n\n'
        '[properties]\nbirth_date = "Born"\n"téléphone" = ["Tel 1", "Tel 2"]\n'
    )
