"""GLEIF's Golden Copy becomes companies and redirects."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import Alias, Entity, Redirect
from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.rejects import RejectFile

NAME = "20260101-0800-gleif-goldencopy-lei2-golden-copy.csv"
OTHER = "Entity.OtherEntityNames.OtherEntityName"
ASCII = "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName"
HEADER = (
    "LEI",
    "Entity.LegalName",
    "Entity.LegalName.xmllang",
    *(f"{OTHER}.{number}{end}" for number in range(1, 6) for end in ("", ".xmllang", ".type")),
    *(f"{ASCII}.{number}{end}" for number in range(1, 6) for end in ("", ".xmllang", ".type")),
    "Entity.LegalAddress.City",
    "Entity.LegalAddress.Country",
    "Entity.HeadquartersAddress.City",
    "Entity.HeadquartersAddress.Country",
    "Entity.RegistrationAuthority.RegistrationAuthorityEntityID",
    "Entity.LegalJurisdiction",
    "Entity.EntityCategory",
    "Entity.LegalForm.EntityLegalFormCode",
    "Entity.EntityStatus",
    "Entity.EntityCreationDate",
    *(f"Entity.SuccessorEntity.{number}.SuccessorLEI" for number in range(1, 6)),
    "Registration.RegistrationStatus",
)
A, B, C = "AAAAAAAAAAAAAAAAAA01", "BBBBBBBBBBBBBBBBBB02", "CCCCCCCCCCCCCCCCCC03"


def row(lei: str, name: str, status: str = "ISSUED", **given: str) -> dict[str, str]:
    return {
        "LEI": lei,
        "Entity.LegalName": name,
        "Entity.EntityStatus": "ACTIVE",
        "Entity.EntityCategory": "GENERAL",
        "Registration.RegistrationStatus": status,
    } | given


def succeeded(*leis: str) -> dict[str, str]:
    return {
        f"Entity.SuccessorEntity.{number}.SuccessorLEI": lei for number, lei in enumerate(leis, 1)
    }


def table(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, quoting=csv.QUOTE_ALL, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def golden_copy(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / NAME
    path.write_bytes(table(*rows))
    return path


def test_a_company_has_names_by_kind_and_facts(tmp_path: Path) -> None:
    company = row(
        A,
        'ООО "Альфа"',
        **{
            "Entity.LegalName.xmllang": "ru",
            f"{OTHER}.1": "Alpha LLC",
            f"{OTHER}.1.xmllang": "en",
            f"{OTHER}.1.type": "ALTERNATIVE_LANGUAGE_LEGAL_NAME",
            f"{OTHER}.2": 'АО "Бета"',
            f"{OTHER}.2.xmllang": "not a tag",
            f"{OTHER}.2.type": "PREVIOUS_LEGAL_NAME",
            f"{OTHER}.5": "Alfa\nHouse",
            f"{OTHER}.5.type": "TRADING_OR_OPERATING_NAME",
            f"{ASCII}.1": "OOO Alfa",
            f"{ASCII}.1.type": "AUTO_ASCII_TRANSLITERATED_LEGAL_NAME",
            "Entity.LegalAddress.City": "Москва",
            "Entity.LegalAddress.Country": "RU",
            "Entity.HeadquartersAddress.City": "Nicosia",
            "Entity.HeadquartersAddress.Country": "CY",
            "Entity.RegistrationAuthority.RegistrationAuthorityEntityID": "1027700000000",
            "Entity.LegalJurisdiction": "RU",
            "Entity.EntityCategory": "FUND",
            "Entity.LegalForm.EntityLegalFormCode": "WY1W",
            "Entity.EntityStatus": "INACTIVE",
            "Entity.EntityCreationDate": "1999-03-01T00:00:00+03:00",
        },
    )
    pack = open_pack(golden_copy(tmp_path, company))
    assert (pack.source.name, pack.source.version) == ("gleif", "2026-01-01")
    (entity,) = pack.records()
    assert isinstance(entity, Entity)
    assert (entity.id, entity.type, entity.name) == (A, "organization", 'ООО "Альфа"')
    assert entity.aliases == (
        Alias("Alpha LLC", "en", "legal"),
        Alias('АО "Бета"', None, "former"),
        Alias("Alfa\nHouse", None, "name"),
        Alias("OOO Alfa", None, "transliteration"),
    )
    assert entity.country == ("CY", "RU")
    assert dict(entity.property_values) == {
        "city": ("Москва", "Nicosia"),
        "established": ("1999-03-01",),
        "jurisdiction": ("RU",),
        "legal_form": ("WY1W",),
        "org_type": ("fund",),
        "registration_number": ("1027700000000",),
        "status": ("inactive",),
    }


@pytest.mark.parametrize("status", ["DUPLICATE", "MERGED", "RETIRED"])
def test_one_that_became_another_is_a_former_name_of_it(tmp_path: Path, status: str) -> None:
    gone = row(A, "Old", status, **{f"{OTHER}.1": "Older"}, **succeeded(B))
    redirect, entity = open_pack(golden_copy(tmp_path, gone, row(B, "New"))).records()
    assert redirect == Redirect(A, B)
    assert isinstance(entity, Entity)
    assert entity.aliases == (Alias("Old", kind="former"), Alias("Older", kind="former"))


@pytest.mark.parametrize("successor", [(), (row(B, "Mistake", "ANNULLED"),)])
def test_one_whose_successor_is_not_there_or_a_mistake_stays_as_inactive(
    tmp_path: Path, successor: tuple[dict[str, str], ...]
) -> None:
    gone = [row(A, "Old", "DUPLICATE", **succeeded(B)), row(C, "Older", "MERGED", **succeeded(A))]
    path = golden_copy(tmp_path, *gone, *successor)
    entity, redirect = open_pack(path).records()
    assert redirect == Redirect(C, A)
    assert isinstance(entity, Entity)
    assert (entity.id, entity.aliases) == (A, (Alias("Older", kind="former"),))
    assert dict(entity.property_values)["status"] == ("inactive",)


@pytest.mark.parametrize(
    ("status", "successors"), [("RETIRED", ()), ("MERGED", (B, C)), ("LAPSED", (B,))]
)
def test_one_that_became_no_other_stays(
    tmp_path: Path, status: str, successors: tuple[str, ...]
) -> None:
    path = golden_copy(tmp_path, row(A, "Old", status, **succeeded(*successors)))
    (entity,) = open_pack(path).records()
    assert isinstance(entity, Entity)


def test_an_annulled_one_is_left_out(tmp_path: Path) -> None:
    path = golden_copy(tmp_path, row(A, "Mistake", "ANNULLED"), row(B, "B"))
    assert [each.entity_id for each in open_pack(path).records()] == [B]


@pytest.mark.parametrize("packed", ["zip", "gz"])
def test_a_packed_one_is_read_by_any_name(tmp_path: Path, packed: str) -> None:
    path = tmp_path / f"x.{packed}"
    if packed == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"__MACOSX/._{NAME}", b"Mac OS X")
            archive.writestr(NAME, b"\xef\xbb\xbf" + table(row(A, "A")))
    else:
        path.write_bytes(gzip.compress(table(row(A, "A"))))
    entry = recognised(path)
    assert entry is not None
    assert entry.name == "gleif"
    assert [each.entity_id for each in open_pack(path).records()] == [A]
    path.write_bytes(path.read_bytes()[:-20])
    if packed == "gz":
        with pytest.raises(BadSource, match="damaged or cut short"):
            list(open_pack(path).records())


def test_a_zip_of_one_file_is_read_whatever_that_is_called(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mine.csv", table(row(A, "A")))
    assert [each.entity_id for each in open_pack(path).records()] == [A]


def test_a_file_of_an_older_schema_may_lack_columns(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(
        '"LEI","Entity.LegalName","Entity.SuccessorEntity.SuccessorLEI",'
        f'"Registration.RegistrationStatus"\r\n"{A}","A","{B}","MERGED"\r\n"{B}","B","","ISSUED"',
        "utf-8",
    )
    redirect, entity = open_pack(path).records()
    assert redirect == Redirect(A, B)
    assert isinstance(entity, Entity)
    assert [each.text for each in entity.aliases] == ["A"]


def test_a_delta_file_is_refused(tmp_path: Path) -> None:
    path = golden_copy(tmp_path, row(A, "A"))
    delta = path.rename(tmp_path / NAME.replace("golden-copy.csv", "last-day.csv"))
    with pytest.raises(BadSource, match="only what changed — give the whole Golden Copy"):
        open_pack(delta)


def test_without_the_status_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text("LEI,Entity.LegalName\n", "utf-8")
    with pytest.raises(BadSource, match=r"no column Registration\.RegistrationStatus"):
        list(open_pack(path).records())


@pytest.mark.parametrize("broken", [b'"A","B"\r\n', b'"A" x,"B"\r\n', b'"\xff"\r\n'])
def test_a_broken_row_is_refused_by_its_line_or_rejected(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / NAME
    path.write_bytes(table(row(A, "A")) + broken + table(row(B, "B")).partition(b"\r\n")[2])
    with pytest.raises(BadSource, match=f"{NAME}, line 3"):
        list(open_pack(path).records())
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert [each.entity_id for each in open_pack(path).records(rejects)] == [A, B]
    assert rejects.count == 1
