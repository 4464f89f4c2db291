"""The day's work on the page about exchange runs as written, two states and a stick (§12)."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.exchange.card import read_card

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exchange.md"
FENCE = re.compile(r"^```(?P<kind>console(?: fails)?)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
# What stands for something shown: the placeholder, the output it is taken from.
SHOWN = {
    "RECORD": r"(?m)^(\S+)  KAZ  consignment  draft",
    "THEIR-RECORD": r"(?m)^(\S+)  KAZ  consignment  active",
    "QUESTION": r"Question (\S+) to",
    "CONSENT": r"Consent (\S+) requested",
    "HIT": r"known, .*?(consignment:\d+)",
}


def lines() -> list[tuple[list[str], bool]]:
    text = PAGE.read_text(encoding="utf-8")
    return [
        (shlex.split(line[2:])[1:], found["kind"].endswith("fails"))
        for found in FENCE.finditer(text)
        for line in found["body"].splitlines()
        if line.startswith("$ maslahat ")
    ]


def sheets() -> None:
    for party, numbers in (("kaz", range(12)), ("kgz", range(6, 20))):
        book = openpyxl.Workbook()
        book.worksheets[0].append(["number", "substance", "cas", "quantity", "unit"])
        for k in numbers:
            number = f"CMR {(k * 7_654_321) % 9_999_991:07d}"
            book.worksheets[0].append([number, "acetic anhydride", "108-24-7", 200 + k, "kg"])
        book.save(f"{party}.xlsx")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def listen(words: list[str], port: int) -> subprocess.Popen[bytes]:
    """Start a command that goes on beside the next ones, and wait until it listens."""
    started = subprocess.Popen([sys.executable, "-m", "maslahat", *words], stdout=subprocess.PIPE)
    assert started.stdout is not None
    assert f":{port}".encode() in started.stdout.readline()
    return started


def test_the_day_on_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("keys").mkdir()
    sheets()
    known: dict[str, str] = {}
    verbs = set()
    port, listening = free_port(), None
    for words, fails in lines():
        for party in ("kaz", "kgz"):
            if Path(f"{party}.card").exists():
                known[f"FINGERPRINT-OF-{party.upper()}"] = read_card(Path(f"{party}.card")).fingerprint
        # The port first: a name filled in later may hold these figures too.
        on_port = [word.replace("8443", str(port)) for word in words]
        filled = [known.get(word, word.replace("HIT", known.get("HIT", "HIT"))) for word in on_port]
        if filled[-1] == "&":
            listening = listen(filled[:-1], port)
            continue
        done = CliRunner().invoke(build_app(), filled)
        assert isinstance(done.exception, InputError) if fails else done.exit_code == 0, (filled, done.output)
        for name, pattern in SHOWN.items():
            if name not in known and (found := re.search(pattern, done.output)):
                known[name] = found[1]
        verbs.add(words[1])
    assert listening is not None
    assert listening.wait(30) == 0
    assert set(SHOWN) <= known.keys()
    assert {"init", "import", "grade", "share", "request", "consent", "match", "inbox", "outbox", "log",
            "witness", "why", "doctor", "sync"} <= verbs  # fmt: skip
