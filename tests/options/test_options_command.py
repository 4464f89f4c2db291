"""Twenty bad command lines: a sentence each, exit code 2, no traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

BAD = [
    ["options"],
    ["options", "volga"],
    ["options", "syr-darya", "--storage", "toktogul"],
    ["options", "syr-darya", "--storage", "toktogul=much"],
    ["options", "syr-darya", "--storage", "nowhere=5"],
    ["options", "syr-darya", "--storage", "toktogul=99999"],
    ["options", "syr-darya", "--forecast", "naryn=-5%"],
    ["options", "syr-darya", "--forecast", "nile=85%"],
    ["options", "syr-darya", "--water-value", "0"],
    ["options", "syr-darya", "--water-value", "cheap"],
    ["options", "syr-darya", "--traces", "1"],
    ["options", "syr-darya", "--assume", "nothing=1"],
    ["options", "syr-darya", "--region", "no/such/folder"],
    ["options", "syr-darya", "extra.yaml"],
    ["options", "score"],
    ["options", "score", "no-such.yaml"],
    ["verify", "no-such.json"],
    ["brief", "volga"],
    ["region", "check", "no/such/folder"],
    ["no-such-verb"],
]


@pytest.mark.parametrize("words", BAD, ids=" ".join)
def test_a_bad_line_is_a_sentence(words, tmp_path):
    code = "from maslahat.cli import main; main()"
    line = [sys.executable, "-c", code, *words]
    done = subprocess.run(line, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip()) > 20
