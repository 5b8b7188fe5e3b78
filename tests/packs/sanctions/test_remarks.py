"""Remarks of regular forms become facts; all others are left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.packs.sanctions.party import Party
from resolver.packs.sanctions.remarks import read_remarks
from tests.packs.sanctions.shared import facts, names


def read(remarks: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    party = Party("x", "1", "person")
    party.call("A")
    read_remarks(party, remarks)
    return facts(party.entity()), names(party.entity())


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ("DOB 12 Aug 1962; alt. DOB circa 1960", {"birth_date": ["1962-08-12", "1960"]}),
        ("POB Tehran, Iran", {"birth_place": "Tehran, Iran"}),
        ("nationality Iran; alt. nationality Iraq", {"nationality": ["IR", "IQ"]}),
        ("citizen Korea, North", {"citizenship": "KP"}),
        ("Gender Male.", {"gender": "male"}),
        ("Passport RL1025526 (Lebanon) issued 14 May 2007 expires 2012", {"passport": "RL1025526"}),
        ("alt. Passport A 12/3 expires 13 May 2012", {"passport": "A 12/3"}),
        ("National ID No. 32030-1 (China)", {"identifier": "32030-1"}),
        ("Personal ID Card 702.46 (Turkey)", {"identifier": "702.46"}),
        ("C.U.R.P. MEGI460423HMNJTG04 (Mexico)", {"identifier": "MEGI460423HMNJTG04"}),
        ("R.F.C. # PMA-910805", {"identifier": "PMA-910805"}),
        ("NIT # 800001330-2 (Colombia)", {"identifier": "800001330-2"}),
        ("Matricula Mercantil No 818178-2 (Cali)", {"identifier": "818178-2"}),
        ("SWIFT/BIC HAVIGB2L", {"identifier": "HAVIGB2L"}),
        ("SWIFT/BIC BMJIIRTH (Iran)", {"identifier": "BMJIIRTH"}),
        (
            "Digital Currency Address - XBT 1AjZ9; alt. Digital Currency Address - ETH 0x7F",
            {"identifier": ["1AjZ9", "0x7F"]},
        ),
        ("V.A.T. Number BG 175382860 (Bulgaria)", {"identifier": "BG 175382860"}),
        ("Aircraft Manufacturer's Serial Number (MSN) 2261", {}),
        ("Vessel Registration Identification IMO 9404546", {"imo": "9404546"}),
        ("Vessel Registration Identification P 12", {"identifier": "P 12"}),
        ("MMSI 351234567", {"mmsi": "351234567"}),
        ("Organization Established Date 07 Mar 2007", {"established": "2007-03-07"}),
        ("Linked To: BOJKOV, Vassil", {"linked_to": "BOJKOV, Vassil"}),
        ("Phone No. 263-4-486946; Fax No. 1; Telephone No. 2", {}),
        ("Member ETA; DOB unknown; Secondary sanctions risk: section 1(b) of Order 13224", {}),
        ("", {}),
    ],
)
def test_what_a_remark_says(remark: str, expected: dict[str, Any]) -> None:
    assert read(remark) == (expected, [])


def test_names_among_the_remarks_are_weak() -> None:
    _, found = read("a.k.a. 'The Surgeon'; f.k.a. 'ANA I'; a.k.a. 'O'HARA, Abu'; n.k.a. \"B\".")
    assert found == [(text, "weak") for text in ("The Surgeon", "ANA I", "O'HARA, Abu", "B")]


@given(st.text())
def test_no_remark_is_an_error(text: str) -> None:
    read_remarks(Party("x", "1", "person"), text.replace("\0", ""))
