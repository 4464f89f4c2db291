"""What `mutation.py` loads into pytest: which statements each test runs, and which tests to run in what order.

With MUTATION_MAP the tests run on a copy of the source in which every statement of a function first puts its
name into `seen`; the file named gets, for each test, those names, the CPU seconds, and whether it started
another program. With MUTATION_TESTS only the tests in the file named are run, in its order.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

seen: set[str] = sys.__dict__.setdefault("_maslahat_seen", set())
started: list[str] = []
reports: dict[str, dict[str, object]] = {}


def _notice(event: str, _: object) -> None:
    if event in {"subprocess.Popen", "os.fork", "os.posix_spawn"}:
        started.append(event)


def _seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


if "MUTATION_MAP" in os.environ:
    sys.addaudithook(_notice)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note what one test runs, its fixtures too."""
    if "MUTATION_MAP" not in os.environ:
        return (yield)
    seen.clear()
    started.clear()
    start, clock = _seconds(), time.monotonic()
    done = yield
    reports[item.nodeid] = {
        "statements": sorted(seen),
        "cpu": _seconds() - start,
        "wall": time.monotonic() - clock,
        "starts": bool(started),
    }
    return done


def pytest_sessionfinish() -> None:
    """Write down what the tests ran."""
    if "MUTATION_MAP" in os.environ and reports:
        Path(os.environ["MUTATION_MAP"]).write_text(json.dumps(reports), encoding="utf-8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests asked for, in the order asked for."""
    if "MUTATION_TESTS" in os.environ:
        asked = json.loads(Path(os.environ["MUTATION_TESTS"]).read_text(encoding="utf-8"))
        known = {item.nodeid: item for item in items}
        items[:] = [known[name] for name in asked if name in known]
