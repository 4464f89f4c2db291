"""How many small breaks of a package its own tests find.

    python benchmarks/mutation.py basin accord --sample 60 --seed 1

Each mutant is one operator, comparison, number or condition changed. A random sample (fixed seed) of all
mutants of a package is tried; a mutant that the package's tests (`tests/PACKAGE`,
`tests/properties/test_PACKAGE_*.py`) let pass has survived, and is listed. One on which the tests hang is
found.
"""

from __future__ import annotations

import argparse
import ast
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

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 180

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


def main() -> None:
    options = _options()
    for package in options.package:
        sites = list(_sites(ROOT / "src" / "maslahat" / package))
        drawn = random.Random(options.seed).sample(sites, min(options.sample, len(sites)))
        sample = [_applied(*site) for site in drawn]
        start = time.monotonic()
        survived = _survivors(package, sample, options.processes)
        killed = len(sample) - len(survived)
        print(
            f"{package}: {killed} of {len(sample)} sampled mutants found "
            f"({100 * killed / len(sample):.0f} %), of {len(sites)} in all; "
            f"seed {options.seed}, {time.monotonic() - start:.0f} s"
        )
        for mutant in sorted(survived, key=lambda m: (m.path, m.line)):
            print(
                f"  survived {mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.before} -> {mutant.after}"
            )


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
    before = ast.unparse(node)
    if change == "swap":
        _swap(node)
    elif change == "number":
        value = node.value
        node.value = (not value) if isinstance(value, bool) else value + 1
    else:
        _replace(tree, node, node.operand)
        node = node.operand
    return Mutant(path, node.lineno, before, ast.unparse(node), ast.unparse(tree))


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


def _survivors(package: str, sample: list[Mutant], processes: int) -> list[Mutant]:
    """Try the mutants, each on a copy of the source of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for n in range(processes):
            copies.put(Path(shutil.copytree(ROOT / "src", Path(folder) / str(n))))
        if not _passes(package, copies.queue[0]):
            sys.exit(f"{package}: the tests fail on the source as it is")

        def survives(mutant: Mutant) -> bool:
            copy = copies.get()
            file = copy / mutant.path.relative_to(ROOT / "src")
            whole = file.read_text(encoding="utf-8")
            try:
                file.write_text(mutant.text, encoding="utf-8")
                return _passes(package, copy)
            finally:
                file.write_text(whole, encoding="utf-8")
                copies.put(copy)

        with ThreadPoolExecutor(processes) as pool:
            lived = list(pool.map(survives, sample))
    return [mutant for mutant, alive in zip(sample, lived, strict=True) if alive]


def _passes(package: str, source: Path) -> bool:
    tests = [ROOT / "tests" / package, *(ROOT / "tests" / "properties").glob(f"test_{package}_*.py")]
    quiet = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not slow"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(source),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *quiet, *map(str, tests)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main()
