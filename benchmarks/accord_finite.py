"""Finite bargaining beside NegMAS and red-dwarf: same work, same run, each peer in an environment of its own.

    python benchmarks/accord_finite.py --data FOLDER [--negmas PYTHON] [--red-dwarf PYTHON]

FOLDER is the folder of real data sets; the two PYTHONs are interpreters of environments that hold the peers
(`pip install negmas==0.16.*`, `pip install red-dwarf==0.4.*`). Times are user CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from maslahat.accord.check_finite import check_finite
from maslahat.accord.consensus import find_consensus
from maslahat.accord.consensus_read import read_polis
from maslahat.accord.finite import FiniteProblem, Issue, Scores
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_compose import block_fronts, summed
from maslahat.accord.finite_grid import grid_of
from maslahat.accord.finite_solve import frontier_of, solve
from maslahat.accord.genius import read_genius

NEGMAS = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
from pathlib import Path
from negmas.inout import Scenario
from negmas.preferences.ops import pareto_frontier
spent, done = 0.0, 0
for name in json.load(sys.stdin):
    try:
        scenario = Scenario.from_genius_folder(Path(name))
        start = time.process_time()
        outcomes = list(scenario.outcome_space.enumerate_or_sample())
        pareto_frontier(scenario.ufuns, outcomes)
        spent += time.process_time() - start
        done += 1
    except Exception as error:
        print(name, repr(error)[:60], file=sys.stderr)
print(json.dumps([done, spent]))
"""
NEGMAS_TABLE = """
import json, sys, time, resource, warnings
warnings.filterwarnings("ignore")
import numpy as np
from negmas.preferences.ops import pareto_frontier_numpy
points = np.load(sys.argv[1])
start = time.process_time()
found = pareto_frontier_numpy(points, sort_by_welfare=False)
print(json.dumps([len(found), time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
/ 1024]))
"""
RED_DWARF = """
import csv, json, sys, time
from pathlib import Path
from reddwarf.implementations.polis import run_pipeline
rows = list(csv.DictReader(open(Path(sys.argv[1]) / "votes.csv")))
last = {}
for row in sorted(rows, key=lambda row: int(row["timestamp"])):
    last[row["voter-id"], row["comment-id"]] = int(row["vote"])
votes = [{"participant_id": int(p), "statement_id": int(s), "vote": v} for (p, s), v in last.items()]
start = time.process_time()
run_pipeline(votes=votes)
print(json.dumps(time.process_time() - start))
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--negmas")
    arguments.add_argument("--red-dwarf")
    chosen = arguments.parse_args()
    domains(chosen.data / "negotiation" / "genius", chosen.negmas)
    one_list()
    generated(chosen.negmas)
    people(chosen.data / "platform" / "polis" / "scoop-hivemind.freshwater", chosen.red_dwarf)


def domains(folder: Path, negmas: str | None) -> None:
    """Frontiers of the two-party ANAC domains with listed options."""
    folders = sorted({path.parent for path in folder.rglob("*.xml")} - {folder / "10issues"})
    start = time.process_time()
    problems = [read_genius(path) for path in folders]
    reading = time.process_time() - start
    start = time.process_time()
    for problem in problems:
        grid = grid_of(problem)
        frontier_of(summed(block_fronts(problem, grid), grid), grid, len(problem.issues))
    spent = time.process_time() - start
    print(f"{len(problems)} ANAC domains: frontiers {spent:.3f} s (reading {reading:.3f} s)")
    if negmas:
        done, spent = peer(negmas, NEGMAS, [], json.dumps([str(path) for path in folders]))
        print(f"  NegMAS, {done} domains: {spent:.2f} s")


def one_list() -> None:
    """A million outcomes of five parties as one plain list of whole numbers, nothing known of issues."""
    rng = np.random.default_rng(7)
    issue = Issue("text", tuple(str(k) for k in range(10**6)))
    worth = rng.integers(0, 1_000_000, (10**6, 5))
    problem = FiniteProblem("list", tuple("ABCDE"), (issue,), (Scores((0,), worth),))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for _ in range(3):
        start = time.process_time()
        answer = solve(problem)
        spent = time.process_time() - start
        size = len(answer.frontier) if answer.frontier is not None else None
        print(f"one list of 10^6 outcomes, 5 parties: {size} points; solve {spent:.3f} s")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory: {before:.0f} MB with the list, {after:.0f} MB at most while it was solved")


def generated(negmas: str | None) -> None:
    """Random tables of the sizes of the issue, independent and opposed interests."""
    rng = np.random.default_rng(7)
    for parties, issues in ((5, 6), (2, 20), (3, 12)):
        for kind in ("independent", "opposed"):
            problem = table(rng, parties, issues, kind)
            start = time.process_time()
            answer = solve(problem)
            spent = time.process_time() - start
            start = time.process_time()
            certificate = certify(answer)
            proof = time.process_time() - start
            start = time.process_time()
            assert check_finite(certificate) == []
            checking = time.process_time() - start
            size = len(answer.frontier) if answer.frontier is not None else None
            print(
                f"10^{issues} outcomes, {parties} parties, {kind}: {size} points; solve {spent:.3f} s, "
                f"certificate {proof:.3f} s, check {checking:.2f} s"
            )
            if negmas and parties == 5 and kind == "independent":
                beside(problem, negmas)
    print(
        f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def table(rng: np.random.Generator, parties: int, issues: int, kind: str) -> FiniteProblem:
    scores = []
    for place in range(issues):
        worth = rng.integers(0, 1_000_000, (10, parties))
        if kind == "opposed":
            shares = rng.dirichlet([1] * parties, 10) * rng.random(parties) + 0.2 * rng.random((10, parties))
            worth = (shares * 1e6).astype(np.int64)
        scores.append(Scores((place,), worth))
    names = tuple(f"party {k}" for k in range(parties))
    options = tuple(Issue(f"issue {k}", tuple(map(str, range(10)))) for k in range(issues))
    return FiniteProblem(kind, names, options, tuple(scores), reserved=(Fraction(0),) * parties)


def beside(problem: FiniteProblem, negmas: str) -> None:
    """Give NegMAS the utilities of all outcomes, so that only its frontier is timed."""
    points = np.zeros((1, len(problem.parties)))
    for scores in problem.scores:
        points = (points[:, None] + scores.table[None]).reshape(-1, len(problem.parties))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.npy"
        np.save(path, points)
        size, spent, memory = peer(negmas, NEGMAS_TABLE, [str(path)], "")
    print(f"  NegMAS, frontier alone: {size} points, {spent:.1f} s, {memory:.0f} MB")


def people(folder: Path, red_dwarf: str | None) -> None:
    """Opinion groups and consensus of a Polis export."""
    start = time.process_time()
    found = find_consensus(read_polis(folder))
    size = len(found.votes.participants)
    print(f"Polis, {size} people: {time.process_time() - start:.3f} s from the raw export")
    if red_dwarf:
        print(f"  red-dwarf, votes cleaned for it: {peer(red_dwarf, RED_DWARF, [str(folder)], ''):.2f} s")


def peer(python: str, code: str, words: list[str], text: str) -> list[float]:
    done = subprocess.run(
        [python, "-c", code, *words], input=text, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"the peer failed: {done.stderr[-800:]}")
    answer: list[float] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


if __name__ == "__main__":
    main()
