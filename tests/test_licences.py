"""What is passed on says under which licences, whose it is, and that nothing else runs with it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from email.message import Message
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from resolver.web.openapi import document
from tests.test_locks import locked

ROOT = Path(__file__).parent.parent
NOTICE = (ROOT / "NOTICE").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


class Wheel(NamedTuple):
    """The name of a wheel, the names of the files in it, and its METADATA."""

    name: str
    names: list[str]
    about: Message


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        (about,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        return Wheel(path.name, names, message_from_string(archive.read(about).decode()))


def of_sections(field: str) -> list[str]:
    """What the sections of NOTICE say in a field, section by section, in one line each."""
    found = re.findall(rf"^{field}:((?: .*\n)+)", NOTICE, re.MULTILINE)
    return [" ".join(text.split()) for text in found]


def identifiers(expression: str) -> set[str]:
    """The licences of an SPDX expression without alternatives."""
    return set(expression.split(" AND "))


def test_no_table_is_passed_on_without_saying_where_it_comes_from(wheel: Wheel) -> None:
    patterns = [each.strip(",") for text in of_sections("Files") for each in text.split()]
    sources = [
        name.replace("resolver/aliases/", "aliases/")
        for name in wheel.names
        if ".dist-info/" not in name and not name.endswith(".py")
    ]
    assert {"resolver/text/han.txt", "aliases/countries/aliases.csv"} <= set(sources)
    assert [name for name in sources if not any(fnmatch(name, each) for each in patterns)] == []
    assert [each for each in patterns if "/" in each and not list(ROOT.glob(each))] == []


def test_nothing_is_compiled_unless_that_is_asked_for(wheel: Wheel) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    assert [name for name in wheel.names if name.endswith(".so")] == []


def test_the_licence_expression_hides_no_licence_of_a_part(wheel: Wheel) -> None:
    parts = set().union(*map(identifiers, of_sections("Licence")))
    assert identifiers(wheel.about["License-Expression"]) == parts
    assert wheel.about["License-Expression"] == PROJECT["license"]
    # PEP 639: no classifier beside an expression.
    assert "License ::" not in str(wheel.about)


def test_the_document_of_the_service_names_the_same_licences() -> None:
    assert document()["info"]["license"]["identifier"] == PROJECT["license"]


def test_the_wheel_has_notice_and_the_text_of_every_licence(wheel: Wheel) -> None:
    texts = {f"LICENSES/{each}.txt" for each in identifiers(PROJECT["license"]) - {"MIT"}}
    assert set(wheel.about.get_all("License-File", [])) == texts | {"LICENSE", "NOTICE"}
    shipped = {name.partition(".dist-info/licenses/")[2] for name in wheel.names}
    assert texts | {"LICENSE", "NOTICE"} <= shipped
    assert all(len((ROOT / text).read_text("utf-8")) > 1_500 for text in texts)


def test_notice_names_the_releases_that_the_tables_are_made_from() -> None:
    made_from = re.findall(r"(babel|pycountry|OpenCC) (\d[\d.]*\d)", NOTICE)
    pins = locked("dev")
    assert [(name, str(pins[name.lower()].version)) for name, _ in made_from] == made_from
    assert len(made_from) == 3


def check_licences(*packages: str) -> subprocess.CompletedProcess[str]:
    """What `make licences` does for the named libraries."""
    command = [sys.executable, "-m", "piplicenses", "--packages", *packages]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_library_under_a_licence_that_nobody_allowed_is_refused() -> None:
    done = check_licences(*locked("run"))
    assert done.returncode == 0, done.stderr
    assert "Unidecode" in done.stdout
    # For development alone, under the MPL.
    assert check_licences("certifi").returncode == 1


def test_what_agents_are_served_with_is_under_licences_that_are_allowed() -> None:
    pytest.importorskip("mcp", reason="needs the extra mcp")
    brought = {"mcp"}
    while more := {name for each in brought for name in needed(each)} - brought:
        brought |= more
    assert {"httpx2", "uvicorn", "cryptography", "cffi"} <= brought
    done = check_licences(*brought)
    assert done.returncode == 0, done.stderr
    assert all(f"\n {each} ".lower() in done.stdout.lower() for each in ("mcp", "uvicorn"))


def needed(name: str) -> set[str]:
    """What a library asks for on this machine, with all that it asks for of extras."""
    asked = [Requirement(each) for each in requires(name) or ()]
    wanted = {"extra": "crypto"} if name == "pyjwt" else {"extra": ""}
    return {
        canonicalize_name(each.name)
        for each in asked
        if each.marker is None or each.marker.evaluate(wanted)
    }


def test_the_image_names_the_licences_of_the_program_and_of_its_libraries() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    (label,) = re.findall(r'image\.licenses="(.*?)"', dockerfile)
    of_image = set(label.split(" AND "))
    assert identifiers(PROJECT["license"]) | {"GPL-2.0-or-later"} <= of_image
    for name in locked("run"):
        try:
            (expression,) = metadata(name).get_all("License-Expression") or ["MIT"]
        except PackageNotFoundError:
            continue  # for an older Python
        assert any(identifiers(each) <= of_image for each in expression.split(" OR ")), name
