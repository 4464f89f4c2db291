"""Certificates: every honest one holds, every changed number is found, also without the digest (DESIGN
§7).
"""

from __future__ import annotations

import ast
import copy
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from accord_finite_cases import every_outcome, mutated, random_problem

import maslahat.accord.check_finite as checker
from maslahat.accord.check_finite import check_finite, digest_of
from maslahat.accord.finite import FiniteProblem, Issue, Scores
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_solve import solve
from maslahat.core import InputError


def certificates(count, start=0):
    seed = start
    while count:
        problem = random_problem(np.random.default_rng(seed))
        seed += 1
        if every_outcome(problem):
            count -= 1
            yield json.loads(json.dumps(certify(solve(problem))))


def test_a_thousand_mutations_are_rejected_with_and_without_the_digest():
    rng = np.random.default_rng(1)
    for certificate in certificates(200):
        assert check_finite(certificate) == []
        for _ in range(5):
            changed = mutated(certificate, rng)
            assert check_finite(changed)
            changed["digest"] = digest_of(changed)
            assert check_finite(changed)


def opposed(parties, issues, rng):
    """Return a problem whose parties want different things, so that its frontier is large."""
    tables = []
    for place in range(issues):
        shares = rng.dirichlet([1] * parties, 6) * rng.random(parties) + 0.2 * rng.random((6, parties))
        tables.append(Scores((place,), (shares * 1e5).astype(np.int64)))
    names = tuple(f"p{k}" for k in range(parties))
    places = tuple(Issue(f"i{k}", tuple("abcdef")) for k in range(issues))
    return FiniteProblem("opposed", names, places, tuple(tables), reserved=(Fraction(1000),) * parties)


@pytest.mark.parametrize(("parties", "issues", "limit"), [(2, 8, 40), (3, 6, 150), (4, 6, 400)])
def test_solutions_proved_by_weights_are_those_of_the_frontier(parties, issues, limit):
    rng = np.random.default_rng(parties)
    for _ in range(4):
        problem = opposed(parties, issues, rng)
        whole, cut = solve(problem), solve(problem, limit)
        assert cut.frontier is None
        assert cut.ideal == whole.ideal
        for one, other in zip(whole.solutions, cut.solutions, strict=True):
            assert {a.utilities for a in one.chosen} == {a.utilities for a in other.chosen}, one.rule
        certificate = json.loads(json.dumps(certify(cut)))
        assert check_finite(certificate) == []
        for _ in range(20):
            changed = mutated(certificate, rng)
            changed["digest"] = digest_of(changed)
            assert check_finite(changed)


def test_what_cannot_be_proved_within_the_limit_is_said():
    with pytest.raises(InputError, match="more Pareto optimal points than 2"):
        solve(opposed(3, 6, np.random.default_rng(1)), 2, 2)


def test_a_missing_point_and_a_dominated_point_are_found():
    certificate = next(c for c in certificates(40) if c["frontier"]["size"] > 2)
    short = copy.deepcopy(certificate)
    for part in ("outcomes", "units"):
        short["frontier"][part].pop()
    short["frontier"]["size"] -= 1
    short["digest"] = digest_of(short)
    assert any("missing" in fault for fault in check_finite(short))


def test_a_document_that_is_none_is_told():
    assert check_finite({"kind": "finite", "digest": ""})
    assert check_finite({"kind": "core"}) == [
        "the certificate cannot be read: KeyError: 'digest'"
    ] or check_finite({"kind": "core"})


@pytest.mark.parametrize(
    "name",
    ["check_finite", *(f"check_finite_{part}" for part in ("front", "notes", "problem", "report", "rules"))],
)
def test_the_checker_stands_on_the_standard_library_alone(name):
    source = Path(checker.__file__).with_name(f"{name}.py").read_text()
    roots = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            roots |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add(node.module)
    ours = {root for root in roots if root.startswith("maslahat")}
    assert all(root.startswith("maslahat.accord.check_finite") for root in ours)
    assert roots - ours <= {
        "__future__",
        "ast",
        "bisect",
        "collections.abc",
        "dataclasses",
        "fractions",
        "hashlib",
        "itertools",
        "json",
        "math",
        "time",
        "typing",
    }
