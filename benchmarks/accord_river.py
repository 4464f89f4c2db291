"""Fairness on a river's joint program: what the rules cost over the linear program they stand on.

    python benchmarks/accord_river.py [--traces 200] [--peer PYTHON] [--check]

The Syr Darya of `options`: four states, twelve months, every possible year with its own releases, in one
program. Three problems: the few years that `options` itself bargains on, all traces without money, all traces
with free payments. PYTHON is the interpreter of an environment with cvxpy and Clarabel; it is given the same
problem in units of a thousand million. `--check` writes certificates and puts them to the checker of the
standard library. User CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import sparse

from maslahat.accord import LinearProblem, Solution, kalai_smorodinsky, leximin, nash, utilitarian
from maslahat.accord.certificate import convex_certificate
from maslahat.accord.check import check
from maslahat.basin import heads_prepared
from maslahat.options import Request
from maslahat.options.dossier import Dossier, expected, open_dossier
from maslahat.options.in_kind import _joint_program, _values, frontier
from maslahat.options.packages import Basis, work_out_basis
from maslahat.regions import load_region

RULES: tuple[Callable[[LinearProblem], Solution], ...] = (utilitarian, nash, kalai_smorodinsky, leximin)
PEER = """
import json, sys, time
import cvxpy as cp, numpy as np
from scipy import sparse
folder = sys.argv[1]
A, U = sparse.load_npz(folder + "/matrix.npz"), sparse.load_npz(folder + "/utility.npz")
b = np.load(folder + "/bounds.npz")
x = cp.Variable(A.shape[1])
gains = U @ x - b["base"]
limits = []
for activity, low, high in ((A @ x, b["row_lower"], b["row_upper"]), (x, b["col_lower"], b["col_upper"])):
    same = np.flatnonzero(low == high)
    below, above = np.flatnonzero(np.isfinite(high) & (low < high)), np.flatnonzero(np.isfinite(low) & (low < high))
    limits += [activity[same] == low[same], activity[below] <= high[below], activity[above] >= low[above]]
problem = cp.Problem(cp.Maximize(cp.sum(cp.log(gains))), limits)
start = time.process_time()
problem.solve(solver=cp.CLARABEL)
spent = time.process_time() - start
print(json.dumps({"status": problem.status, "seconds": spent, "gains": gains.value.tolist()}))
"""


def main() -> None:
    """Print one line a rule and problem."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--traces", type=int, default=200)
    arguments.add_argument("--peer")
    arguments.add_argument("--check", action="store_true")
    chosen = arguments.parse_args()
    for title, problem in problems(chosen.traces):
        rows, columns = problem.matrix.shape
        print(f"{title}: {rows} rows, {columns} columns, {problem.n} states", flush=True)
        solutions = measure(problem)
        if chosen.peer and "payments" not in title:
            beside(problem, solutions[1], chosen.peer)
        if chosen.check:
            proved(problem, solutions)


def problems(traces: int) -> list[tuple[str, LinearProblem]]:
    """Return the river's problems: mean years, all traces, all traces with free payments."""
    request = Request("syr-darya", traces=traces, plan_per_class=1, rounds=2, sensitivity=False)
    dossier = open_dossier(load_region(), request)
    basis = work_out_basis(dossier)
    every = own_releases(dossier, basis)
    return [
        ("few years, in kind", frontier(dossier, basis.apart_few, basis.together_few)),
        (f"{traces} traces, in kind", every),
        (f"{traces} traces, free payments", with_payments(every)),
    ]


def own_releases(dossier: Dossier, basis: Basis) -> LinearProblem:
    """Return the joint program of the signatories on all traces, each with releases and deliveries of its own."""
    program, traces, money = _joint_program(dossier), dossier.all, len(dossier.signatories)
    parts = heads_prepared(program, traces, basis.together.conduct)
    values = [_values(program, part, traces.weights[k : k + 1]) for k, part in enumerate(parts)]
    return LinearProblem(
        matrix=sparse.block_diag([*(part.matrix for part in parts), np.ones((1, money))], format="csr"),
        row_lower=np.append(np.concatenate([part.row_lower for part in parts]), 0.0),
        row_upper=np.append(np.concatenate([part.row_upper for part in parts]), 0.0),
        col_lower=np.append(np.concatenate([part.col_lower for part in parts]), np.zeros(money)),
        col_upper=np.append(np.concatenate([part.col_upper for part in parts]), np.zeros(money)),
        utility=sparse.hstack([*values, sparse.identity(money)], format="csr"),
        disagreement=expected(basis.apart, traces.weights, dossier.signatories),
        parties=dossier.signatories,
    )


def with_payments(problem: LinearProblem) -> LinearProblem:
    """Return the problem with its last columns, the money of the states, without bounds."""
    low, high = problem.col_lower.copy(), problem.col_upper.copy()
    low[-problem.n :], high[-problem.n :] = -np.inf, np.inf
    return replace(problem, col_lower=low, col_upper=high)


def measure(problem: LinearProblem) -> list[Solution]:
    """Time the rules; the first is the linear program the others stand on."""
    found, base = [], None
    for rule in RULES:
        start = time.process_time()
        solution = rule(problem)
        spent = time.process_time() - start
        base = spent if base is None else base
        unit = 1.0 if rule is nash else max(1.0, float(np.abs(solution.gains).max()))
        gains = ", ".join(f"{gain:.6f}" for gain in solution.gains)
        print(
            f"  {solution.rule}: {spent:.2f} s ({spent - base:+.2f} over the program), certified gap "
            f"{solution.gap / unit:.0e}, gains {gains}",
            flush=True,
        )
        found.append(solution)
    return found


def beside(problem: LinearProblem, ours: Solution, python: str) -> None:
    """Give the Nash problem to cvxpy + Clarabel and compare the gains."""
    with tempfile.TemporaryDirectory() as folder:
        sparse.save_npz(Path(folder) / "matrix.npz", sparse.csr_matrix(problem.matrix))
        sparse.save_npz(Path(folder) / "utility.npz", sparse.csr_matrix(problem.utility))
        names = ("row_lower", "row_upper", "col_lower", "col_upper")
        bounds = {name: getattr(problem, name) for name in names}
        np.savez(Path(folder) / "bounds.npz", base=problem.disagreement - problem.constant, **bounds)
        done = subprocess.run([python, "-c", PEER, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  cvxpy + Clarabel: no answer ({done.stderr.strip().splitlines()[-1][:90]})")
        return
    peer = json.loads(done.stdout.splitlines()[-1])
    off = float(np.abs(np.array(peer["gains"]) / ours.gains - 1).max())
    print(
        f"  cvxpy + Clarabel: {peer['status']}, {peer['seconds']:.1f} s, gains off by {off:.0e}", flush=True
    )


def proved(problem: LinearProblem, solutions: list[Solution]) -> None:
    """Write the certificate of all solutions, read it back and check it."""
    text = json.dumps(convex_certificate(problem, solutions))
    start = time.process_time()
    faults = check(json.loads(text))
    print(
        f"  certificate of {len(text) / 1e6:.1f} MB: {'holds' if not faults else faults[:3]}, "
        f"checked in {time.process_time() - start:.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
