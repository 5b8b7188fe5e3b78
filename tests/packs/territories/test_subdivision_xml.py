"""CLDR's files of units are read without loading anything, and refused where they declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.territories.subdivision_xml import (
    Replaced,
    UnitName,
    cldr_files,
    replaced_codes,
    unit_names,
)

DOCTYPE = '<!DOCTYPE ldml SYSTEM "../../common/dtd/ldml.dtd">'
LDML = """\
\ufeff<?xml version="1.0" encoding="UTF-8" ?>
{doctype}
<!-- a comment -->
<ldml>
\t<identity><language type="en"/></identity>
\t<localeDisplayNames>
\t\t<subdivisions>
\t\t\t<!-- IQ : Iraq -->
\t\t\t<subdivision type="iqbb" draft="contributed">Babylon &amp; Hilla</subdivision>
\t\t\t<subdivision type="US">United States</subdivision>
\t\t\t<subdivision type="usil"> Illinois
\t\t\t</subdivision>
\t\t\t<subdivision type="usny"/>
\t\t</subdivisions>
\t</localeDisplayNames>
</ldml>
"""
METADATA = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE supplementalData SYSTEM "../../common/dtd/ldmlSupplemental.dtd">
<supplementalData><metadata><alias>
<subdivisionAlias type="cn11" replacement="cnbj" reason="deprecated"/>
<subdivisionAlias type="uspr" replacement="PR" reason="overlong"/>
<subdivisionAlias type="fra" replacement="frges frnaq" reason="deprecated"/>
<territoryAlias type="YU" replacement="RS ME" reason="deprecated"/>
</alias></metadata></supplementalData>
"""


def written(path: Path, doctype: str = DOCTYPE, text: str = LDML) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("{doctype}", doctype), "utf-8", newline="\r\n")
    return path


def test_names_have_their_code_and_language(tmp_path: Path) -> None:
    path = written(tmp_path / "zh_Hant.xml")
    assert list(unit_names(path)) == [
        UnitName("IQ-BB", "zh-Hant", "Babylon & Hilla"),
        UnitName("US-IL", "zh-Hant", "Illinois"),
    ]


def test_a_code_that_became_one_other_is_replaced(tmp_path: Path) -> None:
    path = written(tmp_path / "supplementalMetadata.xml", text=METADATA)
    found = [(each.old, each.new) for each in replaced_codes(path)]
    assert found == [("CN-11", "CN-BJ"), ("US-PR", "PR")]
    assert next(replaced_codes(path)) == Replaced(4, "CN-11", "CN-BJ")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE ldml [<!ENTITY a "b">]>',
        '<!DOCTYPE ldml SYSTEM "x.dtd" [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
        "<!DOCTYPE ldml [<!ELEMENT ldml ANY>]>",
    ],
)
def test_declarations_are_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(BadSource, match=r"line \d: nothing with a DTD is read"):
        list(unit_names(written(tmp_path / "en.xml", doctype)))


def test_an_entity_of_a_dtd_that_is_not_loaded_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "en.xml", text=f"{DOCTYPE}<ldml>&elsewhere;</ldml>")
    with pytest.raises(BadSource, match="the entity &elsewhere; is not declared in the file"):
        list(unit_names(path))


@pytest.mark.parametrize("text", [LDML[:400], "", "<ldml>&undeclared;</ldml>"])
def test_what_is_cut_short_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSource, match=r"en\.xml, line \d+: .* — fetch it again"):
        list(unit_names(written(tmp_path / "en.xml", text=text.replace("\ufeff", ""))))


@pytest.mark.parametrize("given", [".", "common", "common/subdivisions"])
def test_files_are_found_from_each_of_the_directories_above(tmp_path: Path, given: str) -> None:
    names = written(tmp_path / "common" / "subdivisions" / "en.xml")
    metadata = written(
        tmp_path / "common" / "supplemental" / "supplementalMetadata.xml", text=METADATA
    )
    files = cldr_files(tmp_path / given)
    if given == "common":
        assert files.names == (names,)
    assert files.all == (names, metadata)


def test_what_is_no_directory_of_cldr_has_no_files(tmp_path: Path) -> None:
    assert cldr_files(tmp_path / "missing").all == ()
    path = written(tmp_path / "subdivisions" / "en.xml", text="<other/>")
    assert cldr_files(tmp_path).all == ()
    assert cldr_files(path).all == ()
