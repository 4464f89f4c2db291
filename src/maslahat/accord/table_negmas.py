"""Inventories as NegMAS writes them (YAML or JSON): a folder of one domain and a file for each party.

Understood: Cartesian outcome spaces of issues whose values are listed or whole numbers between bounds; linear
additive utilities (weights × tables), tables over whole outcomes, constants and affine functions of numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import yaml

from maslahat.accord.figure import json_figure
from maslahat.accord.finite import FiniteProblem, Issue, Scores
from maslahat.core import Fault, InputError

Found = TypeVar("Found")

ENDINGS = (".yml", ".yaml", ".json")
FORMULAS = {"IdentityFun": 1, "LinearFun": 1, "AffineFun": 1, "ConstFun": 0}  # with the slope left out


def is_inventory(folder: Path) -> bool:
    """Say whether the folder holds a domain as NegMAS writes it."""
    return any("issues" in body for _, body in _bodies(folder))


def read_inventory(folder: Path) -> FiniteProblem:
    """Read the folder. Raises InputError with every fault of every file."""
    bodies = _bodies(folder)
    domain_path, domain = next((path, body) for path, body in bodies if "issues" in body)
    profiles = [(path, body) for path, body in bodies if path != domain_path and "type" in body]
    faults: list[Fault] = []
    issues = _readable(
        domain_path, faults, lambda: tuple(_issue(domain_path, body, faults) for body in domain["issues"])
    )
    if issues is None:
        raise InputError(faults)
    if len(profiles) < 2:
        faults.append(Fault(str(folder), f"{len(profiles)} utility functions", "two or more"))
    columns, reserved = [], []
    for path, body in profiles:
        columns.append(_readable(path, faults, partial(_columns, path, body, issues, faults)) or [])
        reserved.append(_readable(path, faults, partial(_reserved, body)))
    if faults:
        raise InputError(faults)
    tables = []
    for place, issue in enumerate(issues):
        table = np.empty((len(issue.options), len(profiles)), object)
        table[:] = [[column[place][k] for column in columns] for k in range(len(issue.options))]
        tables.append(Scores((place,), table))
    return FiniteProblem(
        name=str(domain.get("name") or folder.name),
        parties=tuple(str(body.get("name") or path.stem) for path, body in profiles),
        issues=issues,
        scores=tuple(tables),
        reserved=tuple(reserved),
    )


def _readable(path: Path, faults: list[Fault], read: Callable[[], Found]) -> Found | None:
    """Return what is read; where the file is of another build than expected, one fault more instead."""
    try:
        return read()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        found = f"what cannot be read ({type(error).__name__}: {error})"
        faults.append(Fault(str(path), found, "a file as NegMAS writes it"))
        return None


def _bodies(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    found: list[tuple[Path, dict[str, Any]]] = []
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and not path.name.startswith((".", "_")):
            try:
                body = _load(path)
            except (yaml.YAMLError, ValueError, RecursionError) as error:
                faults.append(Fault(str(path), f"broken text ({error})", "YAML or JSON"))
                continue
            if isinstance(body, dict):
                found.append((path, body))
    if faults:
        raise InputError(faults)
    return found


def _load(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix.lower() == ".json" else yaml.safe_load(text)


def _issue(path: Path, body: dict[str, Any], faults: list[Fault]) -> Issue:
    values, name = body.get("values"), str(body.get("name"))
    kind = str(body.get("type", ""))
    if "Continuous" in kind or (isinstance(values, list) and "Contiguous" not in kind and not values):
        faults.append(Fault(f"{path}, issue {name}", kind or "no values", "values that can be listed"))
        return Issue(name, ("",))
    if isinstance(values, int):
        return Issue(name, tuple(str(k) for k in range(values)))
    if isinstance(values, list) and "Contiguous" in kind and len(values) == 2:
        return Issue(name, tuple(str(k) for k in range(int(values[0]), int(values[1]) + 1)))
    if not isinstance(values, list):
        faults.append(Fault(f"{path}, issue {name}", f"values {values!r}", "a list"))
        return Issue(name, ("",))
    return Issue(name, tuple(str(value) for value in values))


def _reserved(body: dict[str, Any]) -> Fraction:
    value = body.get("reserved_value")
    return Fraction(0) if value is None or str(value) in ("-inf", "-.inf", "nan") else _figure(value)


def _columns(
    path: Path, body: dict[str, Any], issues: tuple[Issue, ...], faults: list[Fault]
) -> list[list[Fraction]]:
    kind = str(body.get("type", "")).split(".")[-1]
    values, weights = body.get("values"), body.get("weights")
    if kind not in (
        "LinearAdditiveUtilityFunction",
        "LinearUtilityAggregationFunction",
        "AffineUtilityFunction",
    ):
        faults.append(Fault(str(path), f"a utility function of type {kind}", "LinearAdditiveUtilityFunction"))
        return []
    names = [issue.name for issue in issues]
    by_issue = _by_name(values, names) if values is not None else [{"type": "IdentityFun"}] * len(names)
    shares = _by_name(weights, names) if weights is not None else [1] * len(names)
    if len(by_issue) != len(issues) or len(shares) != len(issues):
        found = f"{len(by_issue)} value functions and {len(shares)} weights"
        faults.append(Fault(str(path), found, f"{len(issues)} of each"))
        return []
    columns = []
    for issue, function, share in zip(issues, by_issue, shares, strict=True):
        where = f"{path}, issue {issue.name}"
        weight = _figure(share)
        columns.append([weight * _worth(where, function, option, faults) for option in issue.options])
    bias = _figure(body.get("bias") or 0)
    columns[0] = [value + bias for value in columns[0]]
    return columns


def _by_name(value: Any, names: list[str]) -> list[Any]:
    if isinstance(value, dict):
        return [value[name] for name in names if name in value]
    return list(value)


def _worth(where: str, function: Any, option: str, faults: list[Fault]) -> Fraction:
    kind = str(function.get("type", "TableFun")).split(".")[-1] if isinstance(function, dict) else ""
    mapping = function.get("mapping", function) if isinstance(function, dict) else {}
    if kind == "TableFun":
        by_text = {str(key): value for key, value in mapping.items()}
        if option not in by_text:
            faults.append(Fault(where, f"no value for option {option!r}", "a value for each option"))
            return Fraction(0)
        return _figure(by_text[option])
    if kind not in FORMULAS:
        faults.append(Fault(where, f"a value function of type {kind!r}", ", ".join(("TableFun", *FORMULAS))))
        return Fraction(0)
    slope, bias = _figure(function.get("slope", FORMULAS[kind])), _figure(function.get("bias") or 0)
    try:
        return bias + (slope * Fraction(option) if kind != "ConstFun" else 0)
    except ValueError:
        faults.append(Fault(where, f"the option {option!r}", "a number, as the function is of numbers"))
        return Fraction(0)


def _figure(value: Any) -> Fraction:
    found = json_figure(value)
    if found is None:
        raise ValueError(f"{value!r} is no number up to 10^24")
    return found
