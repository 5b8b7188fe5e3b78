"""The store is compiled into the index that was asked for; sources are checked together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resolver import Query, Resolver
from resolver.curate.check import check_packs
from resolver.curate.counting import count_pack
from resolver.index import Index
from resolver.packs import bundled, open_pack
from tests.conftest import run_cli, write_jsonl

MakeHome = Callable[..., Path]


def entity(entity_id: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": entity_id, "type": "person", "name": name, **more}


def test_a_compiled_entity_keeps_all_that_was_imported(make_home: MakeHome) -> None:
    whole = entity(
        "https://example.org/a b/é",
        "Ana",
        aliases=[{"text": "آنا", "language": "fa", "kind": "former", "valid_from": "2015-03"}],
        country=["IR"],
        prominence=12,
        properties={"birth_date": ["1944"]},
    )
    home = make_home(whole, entity("b", "Ben"), name="people")
    with Resolver.open(home) as resolver:
        shown = resolver.entity(whole["id"])
        alias = resolver.resolve(Query("آنا")).candidates[0].alias
    sources = shown.pop("sources")
    assert [source["name"] for source in sources] == ["people"]
    assert shown == whole
    assert (alias.language, alias.kind, alias.valid_from) == ("fa", "former", "2015-03")


def test_the_same_store_compiles_to_the_same_fingerprint(make_home: MakeHome) -> None:
    entities = [entity(f"e{n}", f"Name {n}") for n in range(50)]
    home = make_home(*entities)
    first = Index.open(home).fingerprint
    assert run_cli("compile", "--home", home).returncode == 0
    assert Index.open(home).fingerprint == first
    assert Index.open(make_home(*reversed(entities))).fingerprint != first  # another source digest


def test_an_opened_index_answers_on_while_another_is_compiled(make_home: MakeHome) -> None:
    home = make_home(entity("a", "Ana"))
    with Resolver.open(home) as opened:
        for n in range(4):
            make_home(entity("a", "Ana"), entity(f"b{n}", "Ben"))
        assert opened.resolve(Query("Ana")).id == "a"
        assert opened.resolve(Query("Ben")).verdict == "no_match"
    with Resolver.open(home) as fresh:
        assert fresh.resolve(Query("Ben")).id == "b3"


def test_aliases_that_no_source_owns_wait_and_are_told(tmp_path: Path) -> None:
    pack = tmp_path / "more"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "more"\n')
    (pack / "aliases.csv").write_text("entity_id,alias\na,Anita\n")
    home = tmp_path / "home"
    alone = run_cli("import", pack, "--home", home)
    assert "warning: aliases wait for the entity 'a', which no source brings yet" in alone.stderr
    run_cli("import", write_jsonl(tmp_path / "people.jsonl", [entity("a", "Ana")]), "--home", home)
    run_cli("compile", "--home", home)
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Anita")).id == "a"


@pytest.mark.parametrize(
    ("prominences", "ranks"),
    [([1, 10, 100, None], [1 / 6, 0.5, 5 / 6, None]), ([5, 5], [0.5, 0.5])],
)
def test_only_the_rank_of_a_prominence_counts(
    make_home: MakeHome, prominences: list[int | None], ranks: list[float | None]
) -> None:
    home = make_home(*(entity(f"e{n}", f"N{n}", prominence=p) for n, p in enumerate(prominences)))
    found = [
        None if rank != rank else rank
        for rank in Index.open(home).ranks(np.arange(len(prominences)))
    ]
    assert found == [rank if rank is None else pytest.approx(rank) for rank in ranks]


def pack_of(folder: Path, entities: str, aliases: str = "") -> Path:
    folder.mkdir()
    (folder / "pack.toml").write_text(f'name = "{folder.name}"\n')
    (folder / "entities.csv").write_text("id,type,name,country\n" + entities)
    (folder / "aliases.csv").write_text("entity_id,alias,kind\n" + aliases)
    return folder


def test_the_check_finds_what_is_wrong_between_packs(tmp_path: Path) -> None:
    one = pack_of(
        tmp_path / "one", "a,place,Babil,IQ\nb,place,Halab,SY\n", "a,Babylon,\nb,Alep,\nz,Zed,\n"
    )
    two = pack_of(
        tmp_path / "two",
        "b,place,Aleppo,SY\nc,place,BABYLON,US\nd,organization,Babylon,US\ne,place,Babil,IR\n",
        "b,Beroea,\nc,Babel,\nd,Bavel,\ne,Babylon,weak\n",
    )
    found = [str(finding) for finding in check_packs([one, two])]
    first, second = one / "entities.csv", two / "entities.csv"
    assert found == [
        f"{second}, line 2: the id 'b' is also used at {first}, line 3",
        f"{one / 'aliases.csv'}, line 4: aliases of 'z', which no source here brings",
        f"{second}, line 3: 'BABYLON' of 'c' is also a name of 'a' "
        f"({first}, line 2); make one of them weak",
        f"{second}, line 5: 'Babil' of 'e' is also a name of 'a' "
        f"({first}, line 2); make one of them weak",
    ]


def test_the_check_tells_a_broken_pack_with_the_others(tmp_path: Path) -> None:
    one = pack_of(tmp_path / "one", "a,place,Babil,XX\n")
    two = pack_of(tmp_path / "two", "b,place,Babil,IQ\n", "b,Bābil,\nc,Halab,\n")
    findings = check_packs([one, two])
    assert ["'XX' is not a country code" in str(findings[0]), len(findings)] == [True, 2]
    done = run_cli("check", one, two)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [str(finding) for finding in findings]
    assert done.stderr == "2 to look at\n"


def test_the_check_finds_single_names_odd_types_and_other_scripts(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "pack", "a,persn,Ann,IQ\nb,place,Kyiv,UA\n")
    (pack / "aliases.csv").write_text("entity_id,alias,language\nb,Kiev,ru\nb,Київ,uk\nb,Kiew,de\n")
    found = [finding.what for finding in check_packs([pack])]
    assert [what.split(";")[0] for what in found] == [
        "the type 'persn' is treated as other",
        "'a' has no second name",
        "'Kiev' of 'b' is not in the script of its language 'ru'",
    ]


def test_nothing_is_wrong_with_the_bundled_packs() -> None:
    assert check_packs(bundled()) == []


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
    pack = pack_of(tmp_path / "pack", "a,place,Kyiv,UA\n", "a,Київ,native\na,Kiev,\n")
    assert run_cli("packs", pack).stdout.splitlines() == [
        "pack",
        "  entities   1 (place 1)",
        "  aliases    2 (native 1, name 1)",
        "  languages  none 2",
        "  scripts    latin 2, cyrillic 1",
    ]
