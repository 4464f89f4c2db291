"""Does an answer agree with itself: the standard library alone, from the JSON alone (DESIGN §7).

Sums, means, signs and orders that must hold between the figures of a saved result, whoever computed them. The
certificates inside are `accord.check`'s business.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

CLOSE = 1e-6  # relative to the larger figure, and in million USD
JOINT_RULES = ("equal-gain", "shapley", "nucleolus", "least-regret")
Json = dict[str, Any]


def sealed(document: Json) -> Json:
    """Return the document with the SHA-256 of its content as `digest`, the last key."""
    body = {key: value for key, value in document.items() if key != "digest"}
    return {**body, "digest": digest_of(body)}


def digest_of(document: Json) -> str:
    """Return the SHA-256 over the document without its `digest`, keys sorted."""
    body = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def seal_faults(document: Json) -> list[str]:
    """Say whether anything in the document was changed since it was written."""
    if "digest" not in document:
        return ["the file carries no digest of its content"]
    if document["digest"] != digest_of(document):
        return ["the digest is not that of the content: something in the file was changed"]
    return []


def result_faults(result: Json) -> list[str]:
    """Return where the figures of a result do not agree with each other, a sentence each."""
    faults = [*_not_finite(result), *_spread_faults(result), *_share_faults(result)]
    for package in result.get("packages", []):
        faults += _package_faults(package)
    faults += _rule_faults(result)
    faults += _class_faults(result)
    return faults


def _package_faults(package: Json) -> Iterator[str]:
    where = f"package {package['key']}"
    gains = [outcome["gain_usd_m"]["mean"] for outcome in package["outcomes"]]
    joint = package["joint_gain_usd_m"]["mean"]
    if not _close(sum(gains), joint):
        yield f"{where}: the states' gains add up to {sum(gains):.6f}, not to the joint gain {joint:.6f}"
    if not _close(min(gains), package["least_margin_usd_m"]):
        yield f"{where}: the least margin is {min(gains):.6f}, not {package['least_margin_usd_m']:.6f}"
    named = [
        g
        for g, o in zip(gains, package["outcomes"], strict=True)
        if o["party"] == package["least_margin_party"]
    ]
    if len(named) != 1 or not _close(named[0], min(gains)):
        yield f"{where}: the least margin is not that of {package['least_margin_party']}"
    if package["offered"] and min(gains) < -CLOSE:
        yield f"{where}: it is offered although a state loses {-min(gains):.6f} million USD"
    if package["offered"] == bool(package["why_not"]):
        yield f"{where}: offered and the reason why not contradict each other"
    if package["key"] in JOINT_RULES and not _close(joint, package["joint_optimum_usd_m"]):
        yield f"{where}: the joint gain {joint:.6f} is not the joint optimum {package['joint_optimum_usd_m']:.6f}"
    if package["payments"] in ("free", "capped"):
        for c, paid in enumerate(zip(*(o["payment_usd_m"] for o in package["outcomes"]), strict=True)):
            if abs(sum(paid)) > CLOSE * max(1.0, *map(abs, paid)):
                yield f"{where}: payments in a year of kind {c + 1} do not add up to nothing"


def _rule_faults(result: Json) -> Iterator[str]:
    packages = {package["key"]: package for package in result.get("packages", [])}
    for view in result.get("rules", []):
        package = packages.get(view["rule"])
        if package is None:
            continue
        for outcome in package["outcomes"]:
            said = view["gains_usd_m"][outcome["party"]]
            if not _close(said, outcome["gain_usd_m"]["mean"], 1e-5):
                yield (
                    f"rule {view['rule']}: {outcome['party']} gains {said:.6f} by the rule "
                    f"and {outcome['gain_usd_m']['mean']:.6f} in the package"
                )


def _class_faults(result: Json) -> Iterator[str]:
    classes = result.get("season", {}).get("classes", [])
    if classes and not _close(sum(kind["probability"] for kind in classes), 1.0):
        yield "the kinds of year do not have probabilities that add up to one"
    for package in result.get("packages", []):
        for outcome in package["outcomes"]:
            by_kind = sum(
                kind["probability"] * gain
                for kind, gain in zip(classes, outcome["gain_by_class_usd_m"], strict=True)
            )
            if not _close(by_kind, outcome["gain_usd_m"]["mean"]):
                yield (
                    f"package {package['key']}: the gains of {outcome['party']} by kind of year "
                    "do not make its expected gain"
                )


def _spread_faults(value: Any, where: str = "") -> Iterator[str]:
    for place, spread in _spreads(value, where):
        order = (spread["worst"], spread["low"], spread["high"], spread["best"])
        slack = CLOSE * max(1.0, *map(abs, order))
        if any(one > other + slack for one, other in pairwise(order)):
            yield f"{place}: worst, low, high and best are not in order"
        if not order[0] - slack <= spread["mean"] <= order[3] + slack:
            yield f"{place}: the mean lies outside worst and best"


def _spreads(value: Any, where: str) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        if {"mean", "low", "high", "worst", "best"} <= value.keys():
            yield where, value
        for key, part in value.items():
            yield from _spreads(part, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _spreads(part, f"{where}[{i}]")


def _share_faults(value: Any, where: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            place = f"{where}.{key}" if where else key
            is_share = key == "probability" or key.endswith("_share")
            if is_share and isinstance(part, int | float) and not -CLOSE <= part <= 1 + CLOSE:
                yield f"{place}: {part} is no share between 0 and 1"
            yield from _share_faults(part, place)
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _share_faults(part, f"{where}[{i}]")


def _not_finite(value: Any, where: str = "") -> Iterator[str]:
    if isinstance(value, float) and not math.isfinite(value):
        yield f"{where}: {value} is no number"
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _not_finite(part, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _not_finite(part, f"{where}[{i}]")


def _close(one: float, other: float, tolerance: float = CLOSE) -> bool:
    return abs(one - other) <= tolerance * max(1.0, abs(one), abs(other))
