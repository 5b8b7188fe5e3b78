"""Sources are checked together, before they are imported."""

from __future__ import annotations

from pathlib import Path

from resolver.curate.check import check_packs
from resolver.packs import bundled
from tests.curate.packs import write_pack


def test_what_is_wrong_between_packs_is_found(tmp_path: Path) -> None:
    one = write_pack(
        tmp_path / "one", "a,place,Babil,IQ\nb,place,Halab,SY\n", "a,Babylon,\nb,Alep,\nz,Zed,\n"
    )
    two = write_pack(
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


def test_a_pack_that_cannot_be_read_is_a_finding_like_any_other(tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "a,place,Babil,XX\n")
    two = write_pack(tmp_path / "two", "b,place,Babil,IQ\n", "b,Bābil,\nc,Halab,\n")
    findings = check_packs([one, two])
    assert len(findings) == 2
    assert str(findings[0]) == (
        f"{one / 'entities.csv'}, line 2, column country: country 'XX' is not a country code"
        " — use ISO 3166-1 alpha-2 codes such as IQ"
    )


def test_a_finding_names_its_place_once(tmp_path: Path) -> None:
    broken, named = tmp_path / "x.csv", tmp_path / "a\tb.csv"
    broken.write_text("id,type\na,place\n")
    named.write_text("id,type,name\na,place,Babil\n")
    for path in (broken, named, tmp_path / "nowhere.csv"):
        (finding,) = check_packs([path])
        assert finding.where.startswith(str(path))
        assert str(finding).count(str(tmp_path)) == 1


def test_single_names_unknown_types_and_other_scripts_are_found(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", "a,persn,Ann,IQ\nb,place,Kyiv,UA\n")
    (pack / "aliases.csv").write_text("entity_id,alias,language\nb,Kiev,ru\nb,Київ,uk\nb,Kiew,de\n")
    found = [finding.what for finding in check_packs([pack])]
    assert [what.split(";")[0] for what in found] == [
        "the type 'persn' is treated as other",
        "'a' has no second name",
        "'Kiev' of 'b' is not in the script of its language 'ru'",
    ]


def test_nothing_is_wrong_with_the_bundled_packs() -> None:
    assert check_packs(bundled()) == []


def test_redirects_that_lead_to_nobody_or_away_from_somebody_are_found(tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "a,place,Babil,IQ\n", "a,Babylon,\n")
    (one / "redirects.csv").write_text("old_id,id\nold,older\nlost,nowhere\n")
    two = write_pack(tmp_path / "two", "b,place,Halab,SY\n", "b,Alep,\n")
    (two / "redirects.csv").write_text("old_id,id\nolder,a\na,b\n")
    nowhere = "which leads to no entity that a source here brings"
    assert [str(each) for each in check_packs([one, two])] == [
        f"{one / 'redirects.csv'}, line 3: 'lost' is redirected to 'nowhere', {nowhere}",
        f"{two / 'redirects.csv'}, line 3: the id 'a' is redirected, and used at "
        f"{one / 'entities.csv'}, line 2",
    ]


def test_redirects_of_two_packs_that_come_back_are_found(tmp_path: Path) -> None:
    packs = []
    for name, row in (("one", "x,y"), ("two", "y,x")):
        packs.append(
            write_pack(tmp_path / name, f"{name},place,{name},IQ\n", f"{name},{name} b,\n")
        )
        (packs[-1] / "redirects.csv").write_text(f"old_id,id\n{row}\n")
    assert len(check_packs(packs)) == 2


def test_a_pack_whose_redirects_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "a,place,Babil,IQ\n", "a,Babylon,\n")
    (one / "redirects.csv").write_text("old_id,id\nx,y\ny,x\n")
    (finding,) = check_packs([one])
    assert finding.where == f"{one / 'redirects.csv'}, line 3, column id"


def test_ids_that_are_the_same_as_others_of_nobody_are_found(tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "a,place,Babil,IQ\n", "q,Bābil,\n")
    two = write_pack(tmp_path / "two", "b,place,Babil,IQ\nc,place,Babil,IR\n")
    (two / "same_as.csv").write_text("id,same_as\na,q\nq,b\nx,y\nx,z\n")
    assert [str(each) for each in check_packs([one, two])] == [
        f"{two / 'same_as.csv'}, line 4: 'x' is the same as 'y', 'z', and no source here brings "
        "one of them",
        f"{two / 'entities.csv'}, line 3: 'c' has no second name",
        f"{two / 'entities.csv'}, line 3: 'Babil' of 'c' is also a name of 'a' "
        f"({one / 'entities.csv'}, line 2); make one of them weak",
    ]
    (two / "same_as.csv").write_text("id,same_as\na,a\n")
    (finding, *_) = check_packs([one, two])
    assert finding.where == f"{two / 'same_as.csv'}, line 2, column same_as"


def test_a_chain_that_would_make_two_entities_of_one_source_one_is_found(tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "a,place,A,IQ\nb,place,B,IQ\n", "a,A1,\nb,B1,\n")
    (one / "same_as.csv").write_text("id,same_as\na,q\nb,q\n")
    (finding,) = check_packs([one])
    assert finding.where == f"{one / 'same_as.csv'}, line 3"
    assert finding.what.startswith("'b' and 'q' are not taken as one")
    (one / "same_as.csv").write_text("id,same_as\na,q\nb,q\na,b\n")
    assert check_packs([one]) == []
