"""The program as a whole (DESIGN §13): its ways in, and how it ends."""

from __future__ import annotations

import subprocess
import sys

from maslahat import __version__


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
