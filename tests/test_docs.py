"""What the pages show is what happens; what can be set or received is on a page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver import errors
from resolver.match.score.evidence import EVIDENCE_NAMES, WEIGHTS
from resolver.settings import SETTINGS
from tests.web.conftest import Service

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/packs/*.md")])


def shown(page: Path) -> Iterator[tuple[str, str]]:
    """Each command of a page's console blocks, and the output shown below it."""
    for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def as_pattern(output: str) -> str:
    """`…` stands for anything, as in a doctest."""
    return "(?s:.*)".join(re.escape(part) for part in output.split("…"))


@pytest.mark.parametrize("page", [page for page in PAGES if any(shown(page))], ids=lambda p: p.name)
def test_the_commands_of_a_page_print_what_it_shows(
    page: Path, tmp_path: Path, bundled_home: Path
) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    service = Service(bundled_home, workers=1)
    try:
        for command, output in shown(page):
            command = command.replace("127.0.0.1:8000", f"127.0.0.1:{service.port}")
            done = subprocess.run(
                ["/bin/bash", "-c", command],
                cwd=tmp_path,
                env={**os.environ, "PATH": path},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            printed = done.stdout.decode()
            assert re.fullmatch(as_pattern(output.strip()), printed.strip()), (
                f"$ {command}\n{printed}"
            )
            assert done.returncode == 0
    finally:
        code = service.stop()
    assert code == 0


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda p: p.name)
def test_the_python_of_a_page_holds(page: Path, tmp_path: Path, bundled_home: Path) -> None:
    for block in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        block = block.replace('".resolver"', repr(str(bundled_home)))
        done = subprocess.run(
            [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_the_python_of_the_readme_runs(bundled_home: Path, tmp_path: Path) -> None:
    (block,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    )
    script = block.replace('".resolver"', repr(str(bundled_home)))
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("match mohammad-reza-zahedi\nbabil-governorate Babil "), (
        done.stderr
    )


def test_every_evidence_setting_and_error_is_on_its_page() -> None:
    pages = {page.stem: page.read_text("utf-8") for page in PAGES}
    assert [name for name in EVIDENCE_NAMES if f"| {name} |" not in pages["evidence"]] == []
    assert [s.variable for s in SETTINGS if s.variable not in pages["settings"]] == []
    classes = [each for each in vars(errors).values() if isinstance(each, type)]
    codes = [each.code for each in classes if issubclass(each, errors.ResolverError)]
    assert [code for code in codes if f"| `{code}` |" not in pages["errors"]] == []


def test_every_weight_is_explained() -> None:
    page = (ROOT / "docs" / "evidence.md").read_text("utf-8")
    assert [name for name in WEIGHTS if f"| {name} |" not in page] == []


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_map_of_the_code_names_every_module() -> None:
    page = (ROOT / "docs" / "code.md").read_text("utf-8")
    rooms = page.partition("## The rooms")[2].partition("]]] -->")[2]
    package = ROOT / "resolver"
    for path in package.rglob("*.py"):
        room = path.parent.relative_to(package).as_posix()
        section = rooms if room == "." else rooms.partition(f" `{room}/`\n")[2].partition("\n#")[0]
        if path.stem not in ("__init__", "__main__"):
            assert f"`{path.stem}`" in section, f"{room} does not name {path.stem}"
