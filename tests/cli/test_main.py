"""The program as a whole (DESIGN §13): its ways in, and how it ends."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from maslahat import __version__
from maslahat.cli import main as entry
from maslahat.cli._output import writing
from maslahat.core import InputError
from maslahat.core.canonical import write_bytes


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "maslahat", *words], check=False, capture_output=True, text=True
    )


def test_it_runs_as_a_module_and_tells_its_version():
    """`python -m` once did nothing and ended well, and `--version` asked for a command."""
    done = run("--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"maslahat {__version__}")


def test_bad_input_is_a_sentence_with_exit_code_2():
    done = run("game", "no-such-game.json")
    assert done.returncode == 2
    assert "no-such-game.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_told_as_one():
    with (
        pytest.raises(InputError, match=r"without room \(No space.*Free some"),
        writing(Path("out/answer.json")),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_who_stops_it_is_told_what_is_left(monkeypatch, capsys):
    def stopped(**_):
        raise SystemExit(130)

    monkeypatch.setattr(sys.modules["maslahat.cli.main"], "build_app", lambda: stopped)
    with pytest.raises(SystemExit) as ended:
        entry()
    assert ended.value.code == 130
    assert "Files already written are whole" in capsys.readouterr().err


def test_a_break_right_after_a_file_was_made_leaves_none(monkeypatch, tmp_path):
    """The new file once stood before anything was set up to take it away."""
    opens = Path.open

    def broken_off(path, mode="r", **rest):
        opens(path, mode, **rest).close()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "open", broken_off)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(tmp_path / "answer.json", b"{}")
    assert list(tmp_path.iterdir()) == []
