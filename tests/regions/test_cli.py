"""`maslahat region`: what a person sees, and a sentence for every wrong word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError


def run(*words, code=0):
    result = CliRunner(env={"COLUMNS": "80"}).invoke(build_app(), ["region", *map(str, words)])
    if code is InputError:
        assert isinstance(result.exception, InputError), result.output
        return result.exception
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


@pytest.mark.parametrize("river", ["syr-darya", "amu-darya"])
def test_show_fits_eighty_columns(river):
    out = run("show", river)
    assert max(len(line) for line in out.splitlines()) <= 80
    for words in ("Reservoirs, km³", "Plants", "Inflows", "Users of water", "Power systems", "Assumptions"):
        assert words in out


def test_show_prints_the_figures_of_the_tables():
    out = run("show", "syr-darya")
    toktogul = next(line for line in out.splitlines() if "Toktogul reservoir" in line and "837-900" in line)
    assert toktogul.split() == ["Toktogul", "reservoir", "KGZ", "5.50", "19.50", "6.80", "837-900", "C"]
    assert "19.0     2,204" in out
    assert "Rogun" not in run("show", "amu-darya").split("Plants")[1].split("Inflows")[0]
    assert "3,600" in run("show", "amu-darya", "--option", "rogun")


@pytest.mark.parametrize(
    ("name", "start"), [("r.svg", b"<svg"), ("r.html", b"<!DOCTYPE html>"), ("r.png", b"\x89PNG")]
)
def test_show_writes_the_drawing(tmp_path, name, start):
    path = tmp_path / "out" / name
    run("show", "syr-darya", "--drawing", path)
    assert path.read_bytes().lstrip().startswith(start)
    if name == "r.html":
        assert b"<script src=" not in path.read_bytes()


def test_wrong_words_are_sentences(tmp_path):
    assert "one of: syr-darya, amu-darya" in str(run("show", "volga", code=InputError))
    assert ".svg, .html or .png" in str(run("show", "syr-darya", "--drawing", "r.pdf", code=InputError))
    assert "nothing there" in str(run("check", tmp_path / "none", code=InputError))
    assert "small letters" in str(run("new", "My River", "--dir", tmp_path, code=InputError))
    assert "kambarata" in str(run("show", "syr-darya", "--option", "kambarata", code=InputError))


def test_check_of_the_packaged_region():
    out = run("check")
    assert "no fault" in out
    assert "rivers: syr-darya, amu-darya" in out
    assert "sha256:" in out


def test_new_then_check_then_show(tmp_path):
    assert run("new", "chu", "--dir", tmp_path).count("wrote ") == 2
    for path in (tmp_path / "chu", tmp_path / "chu.xlsx"):
        assert "no fault" in run("check", path)
        assert "Upper reservoir" in run("show", "chu", "--region", path)


def test_check_ends_with_two_and_names_every_fault(sheet):
    sheet.set("reservoirs", "initial_mm3", "21000", node="toktogul")
    sheet.set("plants", "owner", "RUS", plant="nurek")
    command = [
        sys.executable,
        "-c",
        "from maslahat.cli import main; main()",
        "region",
        "check",
        str(sheet.folder),
    ]
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": source})
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("maslahat: ") for line in lines)
    assert "plants.csv, row" in lines[0]
    assert "found 'RUS'; expected one of: AFG, KAZ" in lines[0]
    assert "column initial_mm3: found 21000 million m3; expected 5500 (dead) to 19500" in lines[1]
