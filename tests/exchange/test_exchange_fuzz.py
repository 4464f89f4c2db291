"""Every reader takes damaged input with a sentence: the harness of benchmarks/fuzz.py, for moments (issue table).

60 inputs a reader; with MASLAHAT_FUZZ_SECONDS that long for each of them, at random. A nightly run is `python
benchmarks/fuzz.py --seconds 600` with Atheris installed.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from maslahat.core import InputError


def _harness() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("exchange_fuzz", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


FUZZ = _harness()
SECONDS = float(os.environ.get("MASLAHAT_FUZZ_SECONDS", "0"))


@pytest.mark.parametrize("name", list(FUZZ.READERS))
def test_damaged_input_is_refused_with_a_sentence(name: str) -> None:
    tried, taken = FUZZ.plain(name, seconds=SECONDS or 10.0, seed=1, most=10**9 if SECONDS else 60)
    assert tried >= (1 if SECONDS else 60)
    assert taken < tried, "the damage must be felt"


def test_a_reader_that_fails_or_touches_anything_is_found(tmp_path: Path) -> None:
    def writes(folder: Path, _: bytes) -> None:
        (folder / "other").write_text("x")

    def reads(_: Path, __: bytes) -> None:
        Path("/etc/hostname").read_bytes()

    def calls(_: Path, __: bytes) -> None:
        import socket

        try:
            socket.create_connection(("127.0.0.1", 9))
        except Exception:
            raise InputError(FUZZ.Fault("a", "b", "c")) from None

    def fails(_: Path, __: bytes) -> None:
        raise KeyError("x")

    for bad in (writes, reads, calls, fails):
        with pytest.raises(FUZZ.Broke):
            FUZZ.try_one("bad", FUZZ.Reader(bad, lambda _: []), tmp_path, b"")


def test_a_stray_value_in_the_last_cell_does_not_fill_the_memory(tmp_path: Path) -> None:
    sheet = (
        FUZZ._sheet_xml().replace(b'r="A2"', b'r="XFD1048576"').replace(b'<row r="2"', b'<row r="1048576"')
    )
    with pytest.raises(InputError, match="cells"):
        FUZZ._as_sheet(tmp_path, sheet.replace(b"A1:D2", b"A1:XFD1048576"))
