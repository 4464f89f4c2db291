"""Bargaining domains of Genius and the ANAC competitions: a folder of XML files -> a finite problem (DESIGN
§7).

A folder holds one domain file (issues, no evaluations) and one profile a party. The worth of an outcome is
the sum over issues of weight × evaluation, all kept as fractions of the decimals in the file. Nonlinear
profiles are sums of hyper-rectangles.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from lxml import etree

from maslahat.accord.figure import figure
from maslahat.accord.finite import Box, FiniteProblem, Issue, Scores
from maslahat.accord.table_rows import short
from maslahat.core import Fault, InputError

INTEGERS = ("integer", "int")
MOST_OPTIONS = 100_000


@dataclass(frozen=True, slots=True)
class _Profile:
    """What one profile file says, by issue name."""

    path: Path
    worth: dict[str, dict[str, Fraction]]
    boxes: tuple[tuple[dict[str, tuple[Fraction, Fraction]], Fraction], ...]
    reserved: Fraction | None
    discount: Fraction | None


def read_genius(folder: Path, *, by_largest: bool = False) -> FiniteProblem:
    """Read a domain folder. Raises InputError with every fault of every file.

    The worth of an option is weight × evaluation as they are written, as NegMAS reads them too. `by_largest`
    divides each evaluation by the largest of its issue first, as the Genius program does (Lin et al. 2014).
    """
    faults: list[Fault] = []
    files = sorted(folder.glob("*.xml"))
    roots = {path: root for path in files if (root := _parse(path, faults)) is not None}
    if faults:
        raise InputError(faults)
    domains = [path for path, root in roots.items() if _is_domain(root)]
    profiles = [path for path in roots if path not in domains]
    if len(profiles) < 2:
        found = "one profile" if profiles else "no profile"
        others = [path.name for path in files if path not in roots]
        found += f" ({', '.join(others)}: no XML of a domain)" if others else ""
        expected = "two or more XML files, each with the evaluations of a party"
        raise InputError(Fault(str(folder), found, expected))
    source = domains[0] if domains else profiles[0]
    issues = _issues(source, roots[source], faults)
    read = [_profile(path, roots[path], issues, by_largest, faults) for path in profiles]
    if faults:
        raise InputError(faults)
    return _problem(folder, roots[source], issues, read)


def _parse(path: Path, faults: list[Fault]) -> etree._Element | None:
    """Return the root, or None where the file is not XML of this kind (folders hold lists of points as
    well).
    """
    try:
        root = etree.parse(path, _PARSER).getroot()
    except etree.XMLSyntaxError as error:
        if b"<utility_space" not in path.read_bytes():
            return None
        faults.append(Fault(f"{path}:{error.lineno}", f"broken XML ({error.msg})", "well-formed XML"))
        return None
    return root if root is not None and next(root.iter("issue"), None) is not None else None


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, recover=False)


def _is_domain(root: etree._Element) -> bool:
    values = any(item.get("evaluation") is not None for item in root.iter("item"))
    return not values and next(root.iter("weight", "ufun", "evaluator"), None) is None


def _issues(path: Path, root: etree._Element, faults: list[Fault]) -> tuple[Issue, ...]:
    issues = []
    for element in root.iter("issue"):
        issues.append(Issue(element.get("name", "").strip(), _options(path, element, faults)))
    return tuple(issues)


def _options(path: Path, element: etree._Element, faults: list[Fault]) -> tuple[str, ...]:
    kind = (element.get("type") or element.get("etype") or element.get("vtype") or "discrete").lower()
    where = f"{path}:{element.sourceline}, issue {element.get('name')}"
    holder = next(element.iter("range"), element)
    if kind in INTEGERS and holder.get("lowerbound") is not None and holder.get("upperbound") is not None:
        return _whole_numbers(where, holder.get("lowerbound", ""), holder.get("upperbound", ""), faults)
    if kind == "real":
        faults.append(Fault(where, "a real interval", "options that can be listed", "Give steps as items."))
        return ()
    options = tuple(item.get("value", "") for item in element.iter("item"))
    if not options:
        faults.append(Fault(where, "no options", "at least one <item>, or whole numbers with bounds"))
    if len(set(options)) != len(options):
        twice = sorted({option for option in options if options.count(option) > 1})
        faults.append(Fault(where, f"option {', '.join(twice)} twice", "options that differ"))
    return options


def _whole_numbers(where: str, low: str, high: str, faults: list[Fault]) -> tuple[str, ...]:
    first, last = _number_in(low), _number_in(high)
    if first is None or last is None or first.denominator != 1 or last.denominator != 1 or first > last:
        faults.append(Fault(where, f"bounds {low!r} to {high!r}", "whole numbers, the lower one first"))
        return ()
    if last - first >= MOST_OPTIONS:
        found = f"{int(last - first) + 1:,} whole numbers"
        faults.append(Fault(where, found, f"at most {MOST_OPTIONS:,} options", "Give steps as items."))
        return ()
    return tuple(str(value) for value in range(int(first), int(last) + 1))


def _number_in(text: str) -> Fraction | None:
    return figure(text)


def _profile(
    path: Path, root: etree._Element, issues: tuple[Issue, ...], by_largest: bool, faults: list[Fault]
) -> _Profile:
    weights = _weights(path, root, faults)
    by_name = {issue.name: issue for issue in issues}
    worth: dict[str, dict[str, Fraction]] = {}
    boxes = _boxes(path, root, issues, faults)
    for element in root.iter("issue"):
        name = element.get("name", "").strip()
        where = f"{path}:{element.sourceline}, issue {name}"
        if name not in by_name:
            faults.append(Fault(where, "an issue the domain does not have", ", ".join(by_name)))
            continue
        if not by_name[name].options:
            continue  # told already
        found = _evaluations(where, element, by_name[name], faults)
        if not found:
            continue
        weight = weights.get(element.get("index", ""), Fraction(1) if not weights else Fraction(0))
        top = max(found.values()) if by_largest else Fraction(1)
        worth[name] = {option: weight * value / (top or 1) for option, value in found.items()}
    if not boxes:
        _complete(path, worth, issues, faults)
    reserved = _number(path, root, "reservation", faults)
    return _Profile(path, worth, boxes, reserved, _number(path, root, "discount_factor", faults))


def _complete(
    path: Path, worth: dict[str, dict[str, Fraction]], issues: tuple[Issue, ...], faults: list[Fault]
) -> None:
    for issue in issues:
        known = worth.get(issue.name)
        if not issue.options:
            continue
        if known is None:
            faults.append(
                Fault(str(path), f"no scores for issue {issue.name}", "an evaluation of each option")
            )
            continue
        for option in issue.options:
            if option not in known:
                where = f"{path}, issue {issue.name}"
                faults.append(Fault(where, f"no evaluation of {option!r}", "an evaluation of each option"))
        strange = [option for option in known if option not in issue.options]
        if strange and not set(issue.options) <= set(known):  # spare ones, as in the Car domains, do no harm
            where = f"{path}, issue {issue.name}"
            faults += [
                Fault(where, f"unknown option {option!r}", ", ".join(issue.options)) for option in strange
            ]


def _evaluations(
    where: str, element: etree._Element, issue: Issue, faults: list[Fault]
) -> dict[str, Fraction]:
    evaluator = next(element.iter("evaluator"), None)
    if evaluator is not None and next(element.iter("item"), None) is None:
        return _by_formula(where, evaluator, issue, faults)
    found = {}
    for item in element.iter("item"):
        text = item.get("evaluation")
        if text is not None:
            found[item.get("value", "")] = _fraction(f"{where}, item {item.get('value')}", text, faults)
    return found


def _by_formula(
    where: str, evaluator: etree._Element, issue: Issue, faults: list[Fault]
) -> dict[str, Fraction]:
    kind = (evaluator.get("ftype") or evaluator.get("type") or "linear").lower()
    strange = [option for option in issue.options if _number_in(option) is None]
    if strange and kind != "constant":
        faults.append(Fault(where, f"the option {strange[0]!r}", "numbers, as the evaluator is of numbers"))
        return {}
    if kind == "linear":
        slope = _fraction(where, evaluator.get("slope") or evaluator.get("parameter1") or "1", faults)
        offset = _fraction(where, evaluator.get("offset") or evaluator.get("parameter0") or "0", faults)
        return {option: slope * Fraction(option) + offset for option in issue.options}
    if kind == "constant":
        value = _fraction(where, evaluator.get("parameter0") or "0", faults)
        return dict.fromkeys(issue.options, value)
    if kind == "triangular":
        low, high, top = (_fraction(where, evaluator.get(f"parameter{k}") or "0", faults) for k in range(3))
        return {option: _triangle(Fraction(option), low, high, top) for option in issue.options}
    faults.append(Fault(where, f"an evaluator of type {kind!r}", "linear, constant or triangular"))
    return {}


def _triangle(value: Fraction, low: Fraction, high: Fraction, top: Fraction) -> Fraction:
    if not low <= value <= high:
        return Fraction(0)
    side = (value - low, top - low) if value <= top else (high - value, high - top)
    return side[0] / side[1] if side[1] else Fraction(1)


def _weights(path: Path, root: etree._Element, faults: list[Fault]) -> dict[str, Fraction]:
    found = {}
    for element in root.iter("weight"):
        where = f"{path}:{element.sourceline}, weight {element.get('index')}"
        found[element.get("index", "")] = _fraction(where, element.get("value", ""), faults)
    return found


def _number(path: Path, root: etree._Element, tag: str, faults: list[Fault]) -> Fraction | None:
    element = next(root.iter(tag), None)
    if element is None or not element.get("value"):
        return None
    return _fraction(f"{path}:{element.sourceline}, {tag}", element.get("value", ""), faults)


def _fraction(where: str, text: str, faults: list[Fault]) -> Fraction:
    value = figure(text)
    if value is None:
        faults.append(Fault(where, short(text), "a number"))
    return value or Fraction(0)


def _boxes(
    path: Path, root: etree._Element, issues: tuple[Issue, ...], faults: list[Fault]
) -> tuple[tuple[dict[str, tuple[Fraction, Fraction]], Fraction], ...]:
    names = {element.get("index", ""): element.get("name", "").strip() for element in root.iter("issue")}
    known = {issue.name for issue in issues}
    boxes = []
    utility = next(root.iter("utility"), None)
    most = (
        _fraction(f"{path}, maxutility", utility.get("maxutility", "1"), faults) if utility is not None else 1
    )
    for function in root.iter("ufun"):
        where = f"{path}:{function.sourceline}, ufun"
        if function.get("aggregation", "sum") != "sum":
            faults.append(Fault(where, f"aggregation {function.get('aggregation')!r}", "sum"))
        weight = _fraction(where, function.get("weight", "1"), faults) / (most or 1)
        for rectangle in function.iter("hyperRectangle"):
            sides = {}
            for side in rectangle.iter("INCLUDES"):
                name = names.get(side.get("index", ""), "")
                place = f"{path}:{side.sourceline}, INCLUDES"
                if name not in known:
                    faults.append(Fault(place, f"issue index {side.get('index')}", "an issue of the domain"))
                    continue
                low, high = (_fraction(place, side.get(end, "0"), faults) for end in ("min", "max"))
                sides[name] = (low, high)
            value = _fraction(f"{path}:{rectangle.sourceline}", rectangle.get("utility", "0"), faults)
            boxes.append((sides, weight * value))
    return tuple(boxes)


def _problem(
    folder: Path, root: etree._Element, issues: tuple[Issue, ...], profiles: list[_Profile]
) -> FiniteProblem:
    tables = []
    for place, issue in enumerate(issues):
        if all(issue.name in profile.worth for profile in profiles):
            rows = [[profile.worth[issue.name][option] for profile in profiles] for option in issue.options]
            table = np.empty((len(issue.options), len(profiles)), object)
            table[:] = rows
            tables.append(Scores((place,), table))
    boxes = [
        box
        for place, profile in enumerate(profiles)
        for box in _party_boxes(profile, place, profiles, issues)
    ]
    objective = next(root.iter("objective"), None)
    name = objective.get("name", "") if objective is not None else ""
    discounted = [p.path.stem for p in profiles if p.discount not in (None, Fraction(0), Fraction(1))]
    notes = (f"Discount factors are left aside (profiles {', '.join(discounted)}).",) if discounted else ()
    if any(profile.reserved for profile in profiles):
        notes = (*notes, "Reserved values are taken as written.")
    return FiniteProblem(
        name=folder.name if name in ("", "root") else name,
        parties=tuple(profile.path.stem for profile in profiles),
        issues=issues,
        scores=tuple(tables),
        boxes=tuple(boxes),
        reserved=tuple(profile.reserved for profile in profiles),
        notes=notes,
    )


def _party_boxes(
    profile: _Profile, place: int, profiles: list[_Profile], issues: tuple[Issue, ...]
) -> list[Box]:
    numbers = {issue.name: k for k, issue in enumerate(issues)}
    boxes = []
    for bounds, worth in profile.boxes:
        sides = tuple(
            (
                numbers[name],
                tuple(k for k, o in enumerate(issues[numbers[name]].options) if low <= Fraction(o) <= high),
            )
            for name, (low, high) in sorted(bounds.items(), key=lambda item: numbers[item[0]])
        )
        shares = [Fraction(0)] * len(profiles)
        shares[place] = worth
        boxes.append(Box(sides, tuple(shares)))
    return boxes
