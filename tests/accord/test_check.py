"""Certificates: honest ones hold, changed ones are found out, also where the digest was made anew (§7)."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from fractions import Fraction as F
from typing import Any

import jsonschema
import numpy as np
import pytest
from accord_certificate_kinds import KINDS, honest

from maslahat.accord import LinearProblem, kalai_smorodinsky, leximin, nash, utilitarian
from maslahat.accord.certificate import (
    certificate_schema,
    convex_certificate,
    game_certificate,
    keeping_certificate,
    sealed,
    split_certificate,
)
from maslahat.accord.check import certificates_in, check, digest_of
from maslahat.accord.core_rule import core
from maslahat.accord.game import Game
from maslahat.accord.game_file import NamedGame
from maslahat.accord.game_report import game_report, report_document
from maslahat.accord.keeping import Promise, keeping
from maslahat.accord.nucleolus_rule import nucleolus, per_capita_nucleolus, prenucleolus
from maslahat.accord.shapley_rule import banzhaf, shapley
from maslahat.accord.tau import tau_value
from maslahat.core import InputError

INF = np.inf


def game_document(seed: int = 0, n: int = 4) -> dict[str, Any]:
    rng = random.Random(seed)
    worth = [0, *(rng.randrange(0, 40) for _ in range((1 << n) - 2)), 30 * n]
    game = Game(worth)
    return game_certificate(
        game,
        points={"shapley": shapley(game), "banzhaf": banzhaf(game), "tau": tau_value(game)},
        nucleoli=[nucleolus(game), prenucleolus(game), per_capita_nucleolus(game)],
        core=core(game),
    )


def convex_document(seed: int = 0) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    problem = LinearProblem(
        rng.uniform(0.2, 1, (5, 8)),
        np.full(5, -INF),
        rng.uniform(5, 9, 5),
        np.zeros(8),
        np.concatenate([np.full(6, 4.0), np.full(2, INF)]),
        rng.uniform(0, 1, (3, 8)),
        disagreement=rng.uniform(0, 0.3, 3),
        constant=rng.uniform(0, 0.1, 3),
    )
    rules = [
        nash,
        kalai_smorodinsky,
        leximin,
        utilitarian,
        lambda p: utilitarian(p, [3, 1, 1], rational=True),
    ]
    return convex_certificate(problem, [rule(problem) for rule in rules])


def keeping_document() -> dict[str, Any]:
    months = np.arange(12)
    up = Promise(5 + np.cos(months / 2), 19 + np.sin(months), 4 + 0.2 * np.cos(months))
    down = Promise([3.0], [5.0], [1.0], periods_per_year=1)
    never = Promise([3.0, 1.0], [5.0, 1.0], [3.0, 3.0], periods_per_year=2)
    return keeping_certificate({"up": keeping(up), "down": keeping(down), "never": keeping(never)})


DOCUMENTS = {
    "game": game_document(),
    "empty core": game_certificate(Game([0, 0, 0, 1, 0, 1, 1, 1]), core=core(Game([0, 0, 0, 1, 0, 1, 1, 1]))),
    "convex": convex_document(),
    "keeping": keeping_document(),
    "split": split_certificate(F(100), [F(1), F(2)], [F(100, 3), F(200, 3)]),
}


def numbers_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the place of every number, written as a number or as text."""
    if isinstance(value, dict):
        return [p for key, part in value.items() for p in numbers_in(part, (*path, key))]
    if isinstance(value, list):
        return [p for i, part in enumerate(value) for p in numbers_in(part, (*path, i))]
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, str):
        try:
            F(value)
        except ValueError:
            return []
    return [path]


def mutated(document: dict[str, Any], path: tuple[Any, ...], rng: random.Random) -> dict[str, Any]:
    """Return the document with the one number at `path` changed."""
    changed = copy.deepcopy(document)
    spot = changed
    for step in path[:-1]:
        spot = spot[step]
    old = spot[path[-1]]
    if isinstance(old, str):
        step = F(rng.choice([-1, 1]) * rng.randrange(1, 900), 1000)
        spot[path[-1]] = repr(float(old) + float(step)) if "." in old else str(F(old) + step)
    elif isinstance(old, int):
        spot[path[-1]] = old + rng.choice([-2, -1, 1, 2])
    else:
        spot[path[-1]] = old * rng.choice([0.5, 0.999, 1.000001, 1.01, -1, 3]) if old else 0.25
    return changed


@pytest.mark.parametrize("name", DOCUMENTS)
def test_honest_certificates_hold(name: str) -> None:
    assert check(DOCUMENTS[name]) == []
    assert check(json.loads(json.dumps(DOCUMENTS[name]))) == []


@pytest.mark.parametrize("seed", range(12))
def test_honest_certificates_of_many_problems_hold(seed: int) -> None:
    assert check(convex_document(seed)) == []
    rng = random.Random(seed)
    game = Game([0, *(rng.randrange(-20, 40) for _ in range(30)), 90])
    wholes = [prenucleolus(game), per_capita_nucleolus(game)]
    assert check(game_certificate(game, nucleoli=wholes, core=core(game))) == []


def test_a_thousand_changed_numbers_are_all_found() -> None:
    rng = random.Random(7)
    names = list(DOCUMENTS)
    for _ in range(1000):
        document = DOCUMENTS[rng.choice(names)]
        changed = mutated(document, rng.choice(numbers_in(document)), rng)
        assert check(changed)


WITNESSES = {"payoff", "decimal", "levels", "epsilon", "excesses", "balanced"}


def test_a_new_digest_does_not_save_a_changed_witness() -> None:
    """The digest is never alone: with a digest made anew, the proof itself fails, for every single number."""
    rng = random.Random(3)
    for name in ("game", "empty core", "split"):
        for path in numbers_in(DOCUMENTS[name]):
            if not WITNESSES & set(path) and name != "split":
                continue
            changed = mutated(DOCUMENTS[name], path, rng)
            changed["digest"] = digest_of(changed)
            assert check(changed), path


@pytest.mark.parametrize("part", ["utilities", "gains", "weights", "dual", "bound", "level", "value", "gap"])
def test_a_new_digest_does_not_save_a_changed_figure_of_a_convex_proof(part: str) -> None:
    rng = random.Random(5)
    document = DOCUMENTS["convex"]
    paths = [path for path in numbers_in(document["solutions"], ("solutions",)) if part in path]
    assert paths
    for path in paths:
        spot: Any = document
        for step in path:
            spot = spot[step]
        if abs(F(spot)) < F(1, 10**9):
            continue
        changed = copy.deepcopy(document)
        target: Any = changed
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = 1.0 if part == "gap" else float(spot) * rng.choice([0.9, 1.1, -1])
        changed["digest"] = digest_of(changed)
        assert check(changed), path


@pytest.mark.parametrize("part", ["critical_discount", "discount", "escrow", "tightest", "escrow_period"])
def test_a_new_digest_does_not_save_a_changed_promise(part: str) -> None:
    for i, entry in enumerate(DOCUMENTS["keeping"]["parties"]):
        undecided = entry["critical_discount"] is None and part != "escrow"
        if undecided or (isinstance(entry[part], int) and len(entry["cooperate"]) == 1):
            continue
        if part in ("discount", "escrow_period") and not entry["escrow"]:
            continue
        changed = copy.deepcopy(DOCUMENTS["keeping"])
        old = entry[part]
        changed["parties"][i][part] = (old + 1) % 12 if isinstance(old, int) else old * 0.99 + 1e-3
        changed["digest"] = digest_of(changed)
        assert check(changed), (i, part)


def test_a_false_claim_is_found_though_every_number_is_in_place() -> None:
    changed = copy.deepcopy(DOCUMENTS["empty core"])
    changed["solutions"][0]["empty"] = False
    changed["digest"] = digest_of(changed)
    assert any("empty" in fault for fault in check(changed))


def test_another_rule_by_the_same_name_is_found() -> None:
    changed = copy.deepcopy(DOCUMENTS["convex"])
    changed["solutions"][3]["rule"] = "nash"
    changed["digest"] = digest_of(changed)
    assert any(fault.startswith("nash") for fault in check(changed))


@pytest.mark.parametrize("rule", ["nash", "kalai_smorodinsky", "leximin"])
def test_an_outcome_that_is_feasible_but_not_the_rule_s_is_found(rule: str) -> None:
    problem = LinearProblem([[1.0, 1.0]], [-INF], [2.0], [0, 0], [INF, INF], np.eye(2))
    right = {"nash": nash, "kalai_smorodinsky": kalai_smorodinsky, "leximin": leximin}[rule](problem)
    document = convex_certificate(problem, [right])
    assert check(document) == []
    changed = copy.deepcopy(document)
    for key in ("outcome", "utilities", "gains"):
        changed["solutions"][0][key] = [1.2, 0.8]
    changed["digest"] = digest_of(changed)
    assert check(changed)


@pytest.mark.parametrize("document", [None, 3, [], {}, {"kind": "game"}, {"a": [1, {"b": 2}]}])
def test_nothing_certified_proves_nothing(document: Any) -> None:
    assert check(document) == ["the document holds no certificate, so nothing is proved"]


@pytest.mark.parametrize("missing", ["parties", "v_by_mask", "solutions", "format"])
def test_a_certificate_with_a_part_missing_is_a_fault(missing: str) -> None:
    changed = {key: part for key, part in DOCUMENTS["game"].items() if key != missing}
    changed["digest"] = digest_of(changed)
    assert check(changed)


def test_an_empty_list_of_solutions_proves_nothing() -> None:
    body = {key: part for key, part in DOCUMENTS["game"].items() if key not in ("digest", "format", "kind")}
    assert check(sealed("game", {**body, "solutions": []})) == ["no solution is stated"]


def test_certificates_are_found_at_any_depth_and_named_by_place() -> None:
    inner = copy.deepcopy(DOCUMENTS["split"])
    inner["total"] = "99"
    outer = {"packages": [{"name": "status quo"}, {"proof": inner}]}
    assert [where for where, _ in certificates_in(outer)] == ["packages[1].proof"]
    assert all(fault.startswith("packages[1].proof: ") for fault in check(outer))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_certificates_keep_the_published_schema(name: str) -> None:
    validator = jsonschema.Draft202012Validator(certificate_schema())
    validator.validate(DOCUMENTS[name])
    broken = {key: part for key, part in DOCUMENTS[name].items() if key != "format"}
    assert not validator.is_valid(broken)


def test_a_report_of_games_keeps_the_published_schema() -> None:
    report = report_document([game_report(NamedGame("here", Game([0, 0, 0, 1, 0, 1, 1, 1])))])
    jsonschema.Draft202012Validator(certificate_schema()).validate(report)
    assert check(report) == []


def test_the_checker_loads_nothing_of_ours_and_nothing_from_elsewhere(tmp_path: Any) -> None:
    """Run the checker's files in a Python of their own, with no other package on the path."""
    import maslahat.accord.check as module

    folder = tmp_path / "maslahat" / "accord"
    folder.mkdir(parents=True)
    source = module.__file__
    assert source is not None
    for path in type(tmp_path)(source).parent.glob("check*.py"):
        (folder / path.name).write_text(path.read_text())
    for package in (folder, folder.parent):
        (package / "__init__.py").write_text("")
    file = tmp_path / "c.json"
    file.write_text(json.dumps([honest(kind, 0) for kind in KINDS] + list(DOCUMENTS.values())))
    code = (
        "import json, sys; from maslahat.accord.check import check;"
        f"print(check(json.load(open({str(file)!r})))); assert 'numpy' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr


def test_a_season_the_checker_does_not_take_gets_no_certificate():
    long = Promise([1.0] * 61, [2.0] * 61, [0.5] * 61, 52)
    with pytest.raises(InputError, match="promise of up: found a season of 61 periods; expected at most 60"):
        keeping_certificate({"up": keeping(long)})
    assert check(keeping_certificate({"up": keeping(Promise([1.0] * 60, [2.0] * 60, [0.5] * 60, 52))})) == []
