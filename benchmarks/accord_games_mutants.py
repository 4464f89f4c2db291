"""How many small faults, put into `accord` one at a time, the tests find.

    python benchmarks/accord_games_mutants.py [--count 150] [--seed 1] [--processes 2] [FILE ...]

A mutant is a copy of the package in which one comparison, operator, constant, condition or returned value was
changed. It is killed when a test fails or takes much too long. FILE names modules of `accord` without `.py`.
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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GAMES = "tests/accord/test_nucleolus.py tests/accord/test_closed_forms.py"
CONVEX = "tests/accord/test_convex.py tests/accord/test_smooth.py tests/accord/test_check.py"
BLOCKS = "tests/accord/test_blocks.py"
CHECK = "tests/accord/test_check.py"
FINITE = " ".join(
    f"tests/accord/test_finite_{part}.py" for part in ("frontier", "solve", "noise", "table", "certificate")
)
CERTIFICATE = (
    "tests/accord/test_finite_certificate.py tests/accord/test_certificate_finite_faults.py "
    "tests/accord/test_finite_held.py"
)
SENTENCES = "tests/accord/test_certificate_sentences.py"
FORMS = f"{SENTENCES} tests/accord/test_forms.py tests/accord/test_certificate_kinds.py"
REPORTS = "tests/accord/test_finite_reports.py tests/accord/test_finite_reasons.py"
RANKING = f"{SENTENCES} tests/accord/test_finite_ranking.py tests/accord/test_certificate_kinds.py"
CONSENSUS = "tests/accord/test_finite_consensus.py"
COMMANDS = "tests/accord/test_finite_bargain.py tests/accord/test_schemas.py"
TESTS = {
    "adjusted": RANKING,
    "adjusted_report": RANKING,
    "airport": GAMES,
    "bankruptcy": GAMES,
    "batch": GAMES,
    "block_rounds": BLOCKS,
    "block_sample": BLOCKS,
    "blocks": BLOCKS,
    "certificate": CHECK,
    "check": CHECK,
    "check_claims": FORMS,
    "check_convex": CHECK,
    "check_finite": CERTIFICATE,
    "check_finite_front": CERTIFICATE,
    "check_finite_notes": CERTIFICATE,
    "check_finite_problem": CERTIFICATE,
    "check_finite_report": CERTIFICATE,
    "check_finite_rules": CERTIFICATE,
    "check_forms": FORMS,
    "check_game": CHECK,
    "check_keeping": f"{SENTENCES} {CHECK}",
    "check_ranking": RANKING,
    "check_voting": FORMS,
    "consensus": CONSENSUS,
    "consensus_groups": CONSENSUS,
    "consensus_read": CONSENSUS,
    "consensus_report": CONSENSUS,
    "core_rule": f"{GAMES} {CHECK}",
    "finite": FINITE,
    "finite_amend": FINITE,
    "finite_certificate": FINITE,
    "finite_choose": FINITE,
    "finite_compose": FINITE,
    "finite_front": FINITE,
    "finite_grid": FINITE,
    "finite_json": COMMANDS,
    "finite_page": COMMANDS,
    "finite_reasons": REPORTS,
    "finite_rules": FINITE,
    "finite_search": FINITE,
    "finite_sheet": REPORTS,
    "finite_solve": FINITE,
    "finite_text": REPORTS,
    "finite_text_parts": REPORTS,
    "finite_ties": FINITE,
    "finite_walk": FINITE,
    "form_certificate": FORMS,
    "form_file": f"{FORMS} tests/accord/test_ways_bad.py",
    "form_report": FORMS,
    "frontier": FINITE,
    "game": f"tests/accord/test_game.py {GAMES}",
    "game_file": "tests/accord/test_game_commands.py",
    "game_report": "tests/accord/test_game_commands.py",
    "genius": "tests/accord/test_finite_genius.py",
    "hull": CONVEX,
    "ideal": CONVEX,
    "interval": GAMES,
    "kalai_smorodinsky_rule": CONVEX,
    "keeping": f"{GAMES} {CHECK}",
    "levels": f"{GAMES} {CHECK}",
    "leximin_rule": CONVEX,
    "nash_rule": CONVEX,
    "nucleolus_rule": f"{GAMES} {CHECK}",
    "part_solver": BLOCKS,
    "partition": GAMES,
    "parts": BLOCKS,
    "pivots": GAMES,
    "problem": CONVEX,
    "program": CONVEX,
    "ranking": RANKING,
    "ranking_report": RANKING,
    "rational": f"tests/accord/test_game.py {GAMES}",
    "schemas": COMMANDS,
    "seal": "tests/accord/test_finite_seal.py",
    "seal_report": "tests/accord/test_finite_seal.py",
    "shapley_rule": f"tests/accord/test_shapley.py {GAMES}",
    "smooth": CONVEX,
    "solution": CONVEX,
    "table": "tests/accord/test_finite_table.py",
    "table_negmas": "tests/accord/test_finite_readers.py",
    "table_rows": "tests/accord/test_finite_table.py",
    "table_template": "tests/accord/test_finite_readers.py",
    "table_yaml": "tests/accord/test_finite_readers.py",
    "tau": GAMES,
    "utilitarian_rule": CONVEX,
    "voting": GAMES,
}
SLOWEST = 120
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True)
class Mutant:
    """One change: the module, its number among the places of that module, and where it is."""

    module: str
    place: int
    line: int
    what: str


class Changer(ast.NodeTransformer):
    """Counts the places that can be changed, and changes the one asked for."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.places: list[tuple[int, str]] = []
        self.annotated = 0

    def here(self, node: ast.AST, what: str) -> bool:
        self.places.append((getattr(node, "lineno", 0), what))
        return len(self.places) - 1 == self.wanted

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for i, op in enumerate(node.ops):
            if type(op) in SWAPS and self.here(node, f"comparison {type(op).__name__}"):
                node.ops[i] = SWAPS[type(op)]()  # type: ignore[assignment]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in SWAPS and self.here(node, f"operator {type(node.op).__name__}"):
            node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self.here(node, f"condition {type(node.op).__name__}"):
            node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        number = isinstance(node.value, int) and not isinstance(node.value, bool)
        if number and self.here(node, f"constant {node.value}"):
            return ast.copy_location(ast.Constant(int(node.value) + 1), node)  # type: ignore[arg-type]
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        if node.value is not None and self.here(node, "returned value"):
            node.value = ast.Constant(None)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self.here(node, "condition turned round"):
            node.test = ast.UnaryOp(ast.Not(), node.test)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        return node


def source_of(module: str) -> Path:
    return ROOT / "src" / "maslahat" / "accord" / f"{module}.py"


def mutants_of(module: str) -> list[Mutant]:
    changer = Changer()
    changer.visit(ast.parse(source_of(module).read_text()))
    return [Mutant(module, i, line, what) for i, (line, what) in enumerate(changer.places)]


def survives(mutant: Mutant) -> bool:
    """Return whether the tests pass with the change in."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        tree = Changer(mutant.place).visit(ast.parse(source_of(mutant.module).read_text()))
        target = copy / "maslahat" / "accord" / f"{mutant.module}.py"
        target.write_text(ast.unparse(ast.fix_missing_locations(tree)))
        words = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
        words += ["-k", "not thousand and not many_problems", *TESTS[mutant.module].split()]
        try:
            done = subprocess.run(
                words,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                timeout=SLOWEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def main() -> None:
    """Print every survivor and the share of mutants killed."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--count", type=int, default=150)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--processes", type=int, default=2)
    words.add_argument("modules", nargs="*", default=sorted(TESTS))
    asked = words.parse_args()
    places = [mutant for module in asked.modules for mutant in mutants_of(module)]
    chosen = random.Random(asked.seed).sample(places, min(asked.count, len(places)))
    with ThreadPoolExecutor(asked.processes) as pool:
        killed = 0
        for mutant, lives in zip(chosen, pool.map(survives, chosen), strict=True):
            killed += not lives
            fate = "survived" if lives else "killed"
            print(f"{fate}: accord/{mutant.module}.py:{mutant.line} {mutant.what}", flush=True)
    print(f"{killed} of {len(chosen)} mutants killed ({killed / len(chosen):.1%}), of {len(places)} places")


if __name__ == "__main__":
    main()
