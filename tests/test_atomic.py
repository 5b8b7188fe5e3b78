"""A file is there whole, or as it was before."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.atomic import whole_file, writing
from resolver.errors import DiskFull, OutputBusy


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_takes_its_name_once_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with whole_file(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_what_was_there_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), whole_file(path) as part:
        part.write_text("half \ud800", "utf-8")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_private_file_is_never_readable_by_others(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o640)
    with whole_file(path) as part:
        part.write_text("new")
        assert mode_of(part) == 0o600
    assert (mode_of(path), path.read_text()) == (0o640, "new")


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("")
    with whole_file(tmp_path / "file") as part:
        part.write_text("new")
    assert mode_of(tmp_path / "file") == mode_of(other)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_file_keeps_its_owner_and_group(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    os.chown(path, 1234, 2345)
    with whole_file(path) as part:
        part.write_text("new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_two_writers_of_one_file_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with whole_file(path) as part:
        part.write_text("first")
        with (
            pytest.raises(OutputBusy, match=r"another process is writing .*file — wait for it"),
            whole_file(path),
        ):
            pytest.fail("both write")
        assert part.read_text() == "first"
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


def test_the_part_of_a_stopped_writer_stays_until_the_next_one_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def stopped() -> None:
        with whole_file(path) as part:
            part.write_text("so far")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert (path.read_text(), (tmp_path / "file.resolver-part").read_text()) == ("old", "so far")
    with whole_file(path) as part:
        assert part.read_text() == ""
        part.write_text("new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_the_place_of_the_part_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("other")
    (tmp_path / "file.resolver-part").symlink_to("other")
    with pytest.raises(OSError, match="symbolic link"), whole_file(tmp_path / "file"):
        pytest.fail("it is followed")
    assert (tmp_path / "other").read_text() == "other"


def test_a_full_disk_is_said_with_the_file_and_what_to_do(tmp_path: Path) -> None:
    with (
        pytest.raises(DiskFull, match="no space left while writing /dev/full — free some space"),
        writing("/dev/full"),
    ):
        Path("/dev/full").write_text("x")
    with pytest.raises(PermissionError), writing("x"):
        raise PermissionError(errno.EACCES, "Permission denied")
    script = (
        "import resource; from pathlib import Path; from resolver.atomic import whole_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"with whole_file(Path({str(tmp_path / 'file')!r})) as part: part.write_text('x' * 2000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert f"DiskFull: no space left while writing {tmp_path / 'file'} — " in done.stderr
    assert list(tmp_path.iterdir()) == []
