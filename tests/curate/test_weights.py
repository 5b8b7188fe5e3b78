"""A home has weights of its own where it was calibrated, else those that come with the resolver."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.curate.homes import compile_home
from resolver.curate.weights import calibrate_home, home_weights
from resolver.errors import (
    BadSource,
    DiskFull,
    HomeBusy,
    HomeError,
    HomeFormat,
    OtherWeights,
)
from resolver.home import Home
from resolver.match.score.weights import load_weights
from tests.curate.stages import Stages

MakeHome = Callable[..., Path]


def test_a_home_is_compiled_with_the_weights_fitted_on_its_labels(
    make_home: MakeHome, tmp_path: Path
) -> None:
    names = enumerate(("Ann Bee", "Zed Qux", "Kim Lux"))
    home = make_home(*({"id": f"p{n}", "type": "person", "name": name} for n, name in names))
    assert home_weights(home) == load_weights()
    labels = tmp_path / "labels.csv"
    labels.write_text("text,type,right\nAnne Bee,person,p0\nKim Nobody,person,\n", "utf-8")
    stages = Stages()
    assert calibrate_home(home, [labels], wait_s=1, progress=stages) == 2
    assert stages.seen == [("labels.csv", None, 2)]
    assert home_weights(home).resolve != load_weights().resolve
    assert home_weights(home).compare == load_weights().compare
    before = (home / "index" / "CURRENT").read_text("utf-8").strip()
    assert compile_home(home, wait_s=1).fingerprint != before
    labels.write_text("text,right\nAnne Bee,nobody\n", "utf-8")
    with pytest.raises(BadSource, match="no entity has the id 'nobody'"):
        calibrate_home(home, [labels], wait_s=1)


def test_weights_are_written_by_whoever_holds_the_home_and_replaced_whole(
    make_home: MakeHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, labels = make_home({"id": "a", "type": "person", "name": "Ann"}), tmp_path / "labels.csv"
    labels.write_text("text,right\nAnne,a\n", "utf-8")
    with Home(home).locked(wait_s=0), pytest.raises(HomeBusy):
        calibrate_home(home, [labels], wait_s=0)
    assert not Home(home).weights.exists()
    calibrate_home(home, [labels], wait_s=1)
    before = Home(home).weights.read_text("utf-8")

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    labels.write_text("text,right\nAnne,\n", "utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="no space left while writing"):
        calibrate_home(home, [labels], wait_s=1)
    assert Home(home).weights.read_text("utf-8") == before
    assert list(home.glob(".*")) == []


def test_what_is_no_file_of_weights_is_refused_with_the_remedy(tmp_path: Path) -> None:
    for text in ("a = " + "[" * 5_000, "[resolve", "\udcff"):
        (tmp_path / "weights.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(HomeFormat, match="run: resolver calibrate"):
            home_weights(tmp_path)


def test_weights_of_another_version_are_set_aside_when_a_home_is_compiled(
    make_home: MakeHome,
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ann"})
    path = Home(home).weights
    path.write_text("[resolve.person]\nunknown = 1\n", "utf-8")
    with pytest.raises(OtherWeights):
        home_weights(home)
    done = compile_home(home, wait_s=1)
    assert done.set_aside == path.with_suffix(".toml.old")
    assert done.set_aside.read_text("utf-8").startswith("[resolve.person]")
    assert not path.exists()
    assert compile_home(home, wait_s=1).set_aside is None


def test_labels_without_a_candidate_fit_nothing(make_home: MakeHome, tmp_path: Path) -> None:
    home, labels = make_home({"id": "a", "type": "person", "name": "Ann"}), tmp_path / "labels.csv"
    labels.write_text("text,right\n", "utf-8")
    with pytest.raises(HomeError, match="no labelled question has a candidate"):
        calibrate_home(home, [labels], wait_s=1)
    assert not Home(home).weights.exists()
