"""How many small breaks of a package its own tests find.

    python benchmarks/mutation.py basin accord --sample 60 --seed 1

Each mutant is one operator, comparison, number or condition changed. A random sample (fixed seed) of all
mutants of a package is tried; a mutant that the package's tests (`tests/PACKAGE`,
`tests/properties/test_PACKAGE_*.py`) let pass has survived, and is listed. One on which the tests hang is
found.

All tests first run once on a copy of the source that notes which statements each test reaches. A mutant is then
tried on every test that reaches its statement, the quickest first, up to the first that fails; a test that never
reaches the statement cannot tell. What is outside functions is reached by all, and tests that start a program of
their own are always run. A hang is three times the CPU seconds its tests took, and 30 more.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NONE_TO_RUN = 5
BASELINE = 600
SEEN = "_maslahat_seen"
OPENING = f"{SEEN} = __import__('sys').__dict__.setdefault({SEEN!r}, set())"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Test = dict[str, Any]

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class Mutant:
    """One change of one file, and the file as it would then be written."""

    path: Path
    line: int
    before: str
    after: str
    text: str
    statement: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.before} -> {self.after}"


def main() -> None:
    options = _options()
    for package in options.package:
        sites = list(_sites(ROOT / "src" / "maslahat" / package))
        drawn = random.Random(options.seed).sample(sites, min(options.sample, len(sites)))
        sample = [_applied(*site) for site in drawn]
        start = time.monotonic()
        survived = _survivors(sample, _reached(package), options.processes)
        killed = len(sample) - len(survived)
        print(
            f"{package}: {killed} of {len(sample)} sampled mutants found "
            f"({100 * killed / len(sample):.0f} %), of {len(sites)} in all; "
            f"seed {options.seed}, {time.monotonic() - start:.0f} s"
        )
        for mutant in sorted(survived, key=lambda m: (m.path, m.line)):
            print(f"  survived {mutant}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", nargs="+")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def _sites(folder: Path) -> Iterator[tuple[Path, int, str]]:
    """Go through every place of a package where something can be changed, and how."""
    for path in sorted(folder.rglob("*.py")):
        if path.name == "__init__.py":
            continue
        for place, node in enumerate(ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
            change = _change(node)
            if change:
                yield path, place, change


def _change(node: ast.AST) -> str:
    """Name the change that can be made to a node; empty where there is none."""
    swappable = (isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in SWAPS) or (
        isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS
    )
    if swappable and not _is_type(node):
        return "swap"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        return "drop"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        return "number"
    return ""


def _is_type(node: ast.AST) -> bool:
    """Is this a union of types rather than an operation on values."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)


def _applied(path: Path, place: int, change: str) -> Mutant:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = next(found for n, found in enumerate(ast.walk(tree)) if n == place)
    statement = _statement(tree, node, str(path.relative_to(ROOT / "src")))
    before = ast.unparse(node)
    if change == "swap":
        _swap(node)
    elif change == "number":
        value = node.value
        node.value = (not value) if isinstance(value, bool) else value + 1
    else:
        _replace(tree, node, node.operand)
        node = node.operand
    return Mutant(path, node.lineno, before, ast.unparse(node), ast.unparse(tree), statement)


def _swap(node: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])]()
    else:
        node.op = SWAPS[type(node.op)]()


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(item is old for item in value):
                value[:] = [new if item is old else item for item in value]


def _survivors(sample: list[Mutant], reached: dict[str, Test], processes: int) -> list[Mutant]:
    """Try the mutants, each on a copy of the source of its own, and print each as it comes."""
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for n in range(processes):
            copies.put(Path(shutil.copytree(ROOT / "src", Path(folder) / str(n))))

        def survives(mutant: Mutant) -> bool:
            copy = copies.get()
            file = copy / mutant.path.relative_to(ROOT / "src")
            whole = file.read_text(encoding="utf-8")
            start = time.monotonic()
            tests = _able(mutant, reached)
            try:
                file.write_text(mutant.text, encoding="utf-8")
                alive = not tests or _passes(copy, tests, reached)
            finally:
                file.write_text(whole, encoding="utf-8")
                copies.put(copy)
            fate = "survived" if alive else "found"
            print(f"  {fate} {mutant} ({len(tests)} tests, {time.monotonic() - start:.0f} s)", flush=True)
            return alive

        with ThreadPoolExecutor(processes) as pool:
            lived = list(pool.map(survives, sample))
    return [mutant for mutant, alive in zip(sample, lived, strict=True) if alive]


def _able(mutant: Mutant, reached: dict[str, Test]) -> list[str]:
    """Name the tests that reach the statement changed, the quickest first."""
    able = [
        name
        for name, test in reached.items()
        if test["starts"] or not mutant.statement or mutant.statement in test["statements"]
    ]
    return sorted(able, key=lambda name: (reached[name]["cpu"], name))


def _reached(package: str) -> dict[str, Test]:
    """Run all tests once, on a source that notes what they reach."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT / "src", Path(folder) / "src"))
        for path in (copy / "maslahat" / package).rglob("*.py"):
            path.write_text(_noting(path, copy), encoding="utf-8")
        file = Path(folder) / "map.json"
        tests = [ROOT / "tests" / package, *(ROOT / "tests" / "properties").glob(f"test_{package}_*.py")]
        done = _pytest(copy, list(map(str, tests)), BASELINE, MUTATION_MAP=str(file))
        if done:
            sys.exit(f"{package}: the tests fail on the source as it is ({done})")
        found: dict[str, Test] = json.loads(file.read_text(encoding="utf-8"))
    return {name: {**test, "statements": set(test["statements"])} for name, test in found.items()}


def _noting(path: Path, source: Path) -> str:
    """Write a module in which every statement of a function first puts its name into `seen`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    file = str(path.relative_to(source))
    for function in [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]:
        for node in ast.walk(function):
            for field, value in list(ast.iter_fields(node)):
                if isinstance(value, list) and value and all(isinstance(item, ast.stmt) for item in value):
                    setattr(node, field, [line for item in value for line in _noted(item, file)])
    after = 1 if ast.get_docstring(tree) is not None else 0
    while _is_future(tree.body[after:]):
        after += 1
    tree.body.insert(after, ast.parse(OPENING).body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def _noted(item: ast.stmt, file: str) -> list[ast.stmt]:
    docstring = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
    if docstring or hasattr(item, "noted"):
        return [item]
    item.noted = True  # type: ignore[attr-defined]
    [note] = ast.parse(f"{SEEN}.add({_name(item, file)!r})").body
    note.noted = True  # type: ignore[attr-defined]
    return [note, item]


def _is_future(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[0], ast.ImportFrom) and body[0].module == "__future__"


def _name(statement: ast.stmt, file: str) -> str:
    return f"{file}:{statement.lineno}:{statement.col_offset}"


def _statement(tree: ast.AST, node: ast.AST, file: str) -> str:
    """Name the innermost statement that holds a node; empty where it is outside functions."""

    def search(at: ast.AST, inside: bool, name: str) -> str | None:
        if isinstance(at, ast.stmt) and inside:
            name = _name(at, file)
        if at is node:
            return name
        for field, value in ast.iter_fields(at):
            within = inside or (isinstance(at, FUNCTIONS) and field == "body")
            for item in value if isinstance(value, list) else [value]:
                found = search(item, within, name) if isinstance(item, ast.AST) else None
                if found is not None:
                    return found
        return None

    return search(tree, False, "") or ""


def _passes(source: Path, tests: list[str], reached: dict[str, Test]) -> bool:
    seconds = 30 + 3 * sum(reached[name]["cpu"] for name in tests)
    files = sorted({name.partition("::")[0] for name in tests})
    with tempfile.NamedTemporaryFile("w", suffix=".json") as order:
        json.dump(tests, order)
        order.flush()
        return _pytest(source, files, seconds, MUTATION_TESTS=order.name) in {0, NONE_TO_RUN}


def _pytest(source: Path, tests: list[str], seconds: float, **names: str) -> int:
    """Run tests on a copy of the source, for so many CPU seconds at most."""
    quiet = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "mutation_tests", "-m", "not slow"]
    environment = {
        **os.environ,
        **names,
        "PYTHONPATH": os.pathsep.join([str(source), str(ROOT / "benchmarks")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }
    try:
        return subprocess.run(
            ["prlimit", f"--cpu={math.ceil(seconds)}", sys.executable, "-m", "pytest", *quiet, *tests],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            timeout=20 * seconds,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -1


if __name__ == "__main__":
    main()
