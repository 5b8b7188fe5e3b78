"""The remarks of sdn.csv, in which most facts stand. Reach for it to read one more of them.

    DOB 12 Aug 1962; alt. DOB circa 1960; POB Tehran, Iran; nationality Iran; Gender Male;
    Passport A1234567 (Iran); National ID No. 0079 (Iran); a.k.a. 'THE ENGINEER'; Linked To: X.

Remarks stand between semicolons. What has another form than these is left out. Names among the
remarks are those that OFAC calls weak: alt.csv has the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from resolver.packs.cleaning import imo_of
from resolver.packs.dates import read_dates
from resolver.packs.sanctions.party import Party

_SEPARATOR: Final = re.compile(r";\s+")

_REMARK: Final = re.compile(
    r"""(?:alt\.\s)?
    (?P<label>DOB|POB|nationality|citizen|Gender|MMSI|Linked\sTo:|Organization\sEstablished\sDate
        |Vessel\sRegistration\sIdentification|[afn]\.k\.a\.|Passport|SWIFT/BIC
        |Digital\sCurrency\sAddress\s-)
    \s(?P<value>.+)""",
    re.VERBOSE,
)

_NUMBER: Final = re.compile(
    r"""(?:alt\.\s)?
    (?P<label>[A-Z][\w.,'/()\ -]*?\s(?:ID\s)?(?:No\.?|Number|Card|ID|Code|\#)|(?:[A-Z]\.){3,}|SSN
        |LE\ Number|D-U-N-S\ Number|I\.F\.E\.)
    \s(?:\#\s)?(?P<value>(?=[^()]*\d)\w[\w./\ -]*?)
    (?:\s\([^()]*\))?(?:\s(?:issued|expires)\s.*)?""",
    re.VERBOSE,
)
"""A number of whatever sort, with the country that gave it."""

_VALUE: Final = re.compile(r"(?P<value>[\w][\w./ -]*?)(?:\s\(.*|\s(?:issued|expires)\s.*)?")

_NOT_NUMBERS: Final = ("Phone", "Telephone", "Fax")


def read_remarks(party: Party, remarks: str) -> None:
    """Add what remarks say to a party."""
    for remark in _SEPARATOR.split(remarks.strip().removesuffix(".")):
        found = _REMARK.fullmatch(remark)
        if found is not None:
            _READERS[found["label"]](party, found["value"])
            continue
        found = _NUMBER.fullmatch(remark)
        if found is not None and not found["label"].startswith(_NOT_NUMBERS):
            party.say("identifier", found["value"])


def _weak(party: Party, text: str) -> None:
    party.call(text.strip().removesuffix(".").strip("'\""), "weak")


def _say_number(name: str, party: Party, text: str) -> None:
    found = _VALUE.fullmatch(text)
    if found is not None:
        party.say(name, found["value"])


def _registration(party: Party, text: str) -> None:
    number = imo_of(text)
    if number is not None:
        party.say("imo", number)
    else:
        party.say("identifier", text)


_READERS: Final[dict[str, Callable[[Party, str], None]]] = {
    "DOB": lambda party, text: party.born(read_dates(text)),
    "POB": lambda party, text: party.say("birth_place", text),
    "nationality": lambda party, text: party.belongs_to(text, as_="nationality"),
    "citizen": lambda party, text: party.belongs_to(text, as_="citizenship"),
    "Gender": Party.of_gender,
    "MMSI": lambda party, text: party.say("mmsi", text),
    "Linked To:": lambda party, text: party.say("linked_to", text),
    "Organization Established Date": lambda party, text: party.say(
        "established", *read_dates(text)
    ),
    "Vessel Registration Identification": _registration,
    "Passport": partial(_say_number, "passport"),
    "SWIFT/BIC": partial(_say_number, "identifier"),
    "Digital Currency Address -": lambda party, text: party.say(
        "identifier", text.partition(" ")[2]
    ),
    "a.k.a.": _weak,
    "f.k.a.": _weak,
    "n.k.a.": _weak,
}
