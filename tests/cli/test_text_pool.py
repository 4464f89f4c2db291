"""Many files are worked on in several processes, and nothing but the time is another (§10)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from maslahat.cli import text as verb
from maslahat.cli._text_pool import LOST, pays, spread
from maslahat.core import InputError, workers

DRAFT = (
    "Eightieth session\nAgenda item 20\nWater\n80/{n}. Water\nThe General Assembly,\nRecalling its resolution 72/7,\n"
    "1. Requests the Secretary-General to report at its eighty-first session;\n2. Decides to remain "
    "seized of the matter.\n"
)
FILES = 40


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    verb.register(app)
    app.command("other")(lambda: None)
    return app


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of many small files, two of them faulty, and let processes start for it."""
    monkeypatch.setattr("maslahat.cli._text_pool.FEWEST_BYTES", 0)
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(FILES):
        (folder / f"{n:03}.txt").write_text(DRAFT.format(n=n), encoding="utf-8")
    (folder / "011.docx").write_bytes(b"PK not a package")
    (folder / "030.docx").write_bytes(b"PK not a package either")
    return folder


def run(app: typer.Typer, *words: object) -> list[str]:
    result = CliRunner().invoke(app, ["text", *map(str, words)])
    faults = result.exception.faults if isinstance(result.exception, InputError) else ()
    return [str(result.exit_code), result.stdout, *map(str, faults)]


@pytest.mark.parametrize(
    "words", ["convert --to akn -o", "check --json", "extract --json", "index --library"]
)
def test_as_many_processes_as_wanted_say_and_write_the_same(
    app: typer.Typer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    name, *options = words.split()
    told, written = [], []
    for count in ("1", "3"):
        monkeypatch.setenv("MASLAHAT_WORKERS", count)
        out = tmp_path / "out"
        told.append(run(app, name, folder, *options, out))
        written.append([p.read_bytes() for p in sorted(out.iterdir())] if out.is_dir() else out.read_bytes())
    assert told[0] == told[1]
    assert written[0] == written[1]
    assert [line.split(":")[0] for line in told[0][2:]] == [str(folder / f"{n}.docx") for n in ("011", "030")]


def test_answers_come_in_the_order_of_the_files_from_other_processes(folder: Path) -> None:
    paths = sorted(folder.iterdir())
    found = list(spread(lambda path: (path.name, os.getpid()), paths, 3, lambda: None))
    assert [name for name, _ in found] == [path.name for path in paths]
    assert os.getpid() not in {process for _, process in found}


def test_a_file_on_which_its_process_dies_costs_that_file_alone(folder: Path) -> None:
    paths = sorted(folder.iterdir())
    fatal = {paths[5], paths[29]}
    found = list(spread(lambda path: os._exit(9) if path in fatal else path, paths, 2, lambda: None))
    assert found == [LOST if path in fatal else path for path in paths]


def test_what_does_not_answer_is_waited_for_aloud(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maslahat.cli._text_pool._TOLD_EVERY", 0.01)
    said: list[str] = []
    path = folder / "000.txt"
    assert list(spread(lambda _: time.sleep(0.1), [path], 1, lambda: said.append("still"))) == [None]
    assert said


def test_few_or_small_files_start_no_process(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}" for n in range(4)]
    for path in files:
        path.write_bytes(b"x" * 1000)
    assert not pays(files, 2)
    for path in files:
        path.write_bytes(b"x" * 2**20)
    assert pays(files, 2)
    assert not pays(files, 1)
    assert not pays(files[:1], 2)


def test_the_number_of_processes_is_a_setting_or_the_cores_one_may_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MASLAHAT_WORKERS", "7")
    assert workers() == 7
    monkeypatch.setenv("MASLAHAT_WORKERS", "many")
    with pytest.raises(InputError, match="MASLAHAT_WORKERS: found many"):
        workers()
    monkeypatch.delenv("MASLAHAT_WORKERS")
    assert workers() == len(os.sched_getaffinity(0))


def test_a_break_by_the_user_leaves_no_half_file_and_no_traceback(folder: Path, tmp_path: Path) -> None:
    for path in folder.glob("*.txt"):
        path.write_text(path.read_text(encoding="utf-8") * 300, encoding="utf-8")
    out = tmp_path / "out"
    words = [sys.executable, "-m", "maslahat", "text", "convert", str(folder), "--to", "akn", "-o", str(out)]
    env = os.environ | {"MASLAHAT_WORKERS": "2"}
    with subprocess.Popen(words, stderr=subprocess.PIPE, env=env, start_new_session=True) as process:
        until = time.monotonic() + 30
        while not (out.is_dir() and any(out.glob("*.xml"))) and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=30)[1].decode()
    assert process.returncode != 0
    assert "Traceback" not in told
    files = list(out.iterdir())
    assert 0 < len(files) < FILES
    assert all(path.suffix == ".xml" and path.read_bytes().endswith(b"</akomaNtoso>\n") for path in files)
