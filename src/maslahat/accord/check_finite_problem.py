"""Say where the problem of a finite certificate contradicts itself, standard library alone (DESIGN §7)."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from maslahat.accord.check_finite_front import Finite
from maslahat.accord.check_finite_rules import TIE


def problem_faults(c: dict[str, Any]) -> list[str]:
    """Say where the problem of the certificate contradicts itself."""
    wrong = []
    sizes = [len(issue["options"]) for issue in c["issues"]]
    parties = len(c["parties"])
    if c["tie"] != str(TIE):
        wrong.append(f"tie {c['tie']}: expected {TIE}")
    if c["outcomes"] != math.prod(sizes):
        wrong.append(f"outcomes {c['outcomes']}: the issues have {math.prod(sizes)}")
    rows = [row for table in c["scores"] for row in table["worth"]] + [box["worth"] for box in c["boxes"]]
    units = [row for table in c["scores"] for row in table["units"]] + [box["units"] for box in c["boxes"]]
    worth = [[Fraction(value) for value in row] for row in rows]
    base = [Fraction(value) for value in c["disagreement"]["worth"]]
    for party in range(parties):
        scale = math.lcm(*(row[party].denominator for row in worth), base[party].denominator)
        if c["scale"][party] != scale:
            wrong.append(
                f"scale of party {party}: found {c['scale'][party]}, the common denominator is {scale}"
            )
    on_grid = [[value * own for value, own in zip(row, c["scale"], strict=True)] for row in [*worth, base]]
    if on_grid != [*units, c["disagreement"]["units"]]:
        wrong.append("units: not the worth times the scale")
    if any(type(value) is not int for row in [*units, c["disagreement"]["units"]] for value in row):
        wrong.append("units: not whole numbers")
    wrong += _name_faults(c) + _shape_faults(c, sizes, parties)
    return wrong + _base_faults(c)


def _name_faults(c: dict[str, Any]) -> list[str]:
    """Check that tables, rules and boxes name the issues they number."""
    names = [issue["name"] for issue in c["issues"]]
    parts = [(part["issues"], part["names"]) for part in [*c["scores"], *c["rules"]]]
    parts += [([issue for issue, *_ in box["sides"]], box["names"]) for box in c["boxes"]]
    return [f"issues {own} are not {said}" for own, said in parts if said != [names[issue] for issue in own]]


def _shape_faults(c: dict[str, Any], sizes: list[int], parties: int) -> list[str]:
    wrong = []
    for table in c["scores"]:
        cells = math.prod(sizes[issue] for issue in _ascending(table["issues"]))
        if len(table["worth"]) != cells or any(len(row) != parties for row in table["worth"]):
            wrong.append(f"scores over issues {table['issues']}: expected {cells} rows of {parties}")
    for box in c["boxes"]:
        for issue, inside, outside in box["sides"]:
            if sorted([*inside, *outside]) != list(range(sizes[issue])):
                wrong.append(f"a box: options of issue {issue} are not told apart once each")
    for rule in c["rules"]:
        if not isinstance(rule["text"], str) or not rule["text"].strip():
            wrong.append(f"a rule over issues {rule['issues']} without its words")
        cells = math.prod(sizes[issue] for issue in _ascending(rule["issues"]))
        if sorted([*rule["allowed"], *rule["forbidden"]]) != list(range(cells)):
            wrong.append(f"rule {rule['text']!r}: its joint options are not told apart once each")
    return wrong


def _ascending(issues: list[int]) -> list[int]:
    if issues != sorted(set(issues)) or min(issues, default=0) < 0:
        raise ValueError(f"issues {issues}: expected ascending numbers")
    return issues


def _base_faults(c: dict[str, Any]) -> list[str]:
    """Check that powers repeat, and that the disagreement point is what was declared."""
    wrong = []
    if any(type(own) is not int or own < 1 for own in c["power"]) or len(c["power"]) != len(c["parties"]):
        wrong.append("power: expected a positive whole number for each party")
    if sum(c["power"]) != c["power_total"]:
        wrong.append(f"power_total {c['power_total']}: the powers sum to {sum(c['power'])}")
    for solution in c["solutions"]:
        if solution["power"] != c["power"]:
            wrong.append(f"{solution['rule']}: its powers are not those of the problem")
    quo = c["status_quo"]
    for party, (reserved, base) in enumerate(zip(c["reserved"], c["disagreement"]["worth"], strict=True)):
        declared = reserved if reserved is not None else (quo["worth"][party] if quo else "0")
        if Fraction(declared) != Fraction(base):
            wrong.append(f"disagreement of party {party}: found {base}, declared {declared}")
    return wrong


def quo_faults(c: dict[str, Any], problem: Finite) -> list[str]:
    """Check that the status quo is an outcome worth what is said."""
    quo = c["status_quo"]
    if quo is None:
        return []
    if not problem.is_outcome(quo["outcome"]):
        return [f"status quo {quo['outcome']} is not an outcome"]
    units = list(problem.units(quo["outcome"]))
    worth = [str(Fraction(value, scale)) for value, scale in zip(units, problem.scale, strict=True)]
    if (units, worth) != (quo["units"], quo["worth"]):
        return [f"status quo: worth {quo['worth']}, units {quo['units']}; found {worth}, {units}"]
    return []


def draft_faults(c: dict[str, Any], problem: Finite) -> list[str]:
    """Check that what is amended is the draft, or the status quo in its place."""
    draft = c["draft"]
    if draft is not None and not problem.is_outcome(draft):
        return [f"draft {draft} is not an outcome"]
    start = draft if draft is not None else (c["status_quo"] or {}).get("outcome")
    amended = (c["amendments"] or {}).get("draft", start)
    return [] if amended == start else [f"amendments of {amended}; the draft is {start}"]
