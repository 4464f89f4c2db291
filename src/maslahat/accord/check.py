"""Check certificates with the standard library alone, in fractions; trust nothing else (DESIGN §7).

Imports nothing but other files named `check…` beside it. Nothing a certificate says about itself is believed:
values are computed again, proofs are multiplied out. The digest is looked at first, and never alone.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from maslahat.accord.check_claims import airport_faults, claims_faults
from maslahat.accord.check_convex import convex_faults
from maslahat.accord.check_forms import interval_faults, partition_faults
from maslahat.accord.check_game import game_faults, tau_defined
from maslahat.accord.check_keeping import keeping_faults, split_faults
from maslahat.accord.check_ranking import division_faults, ranking_faults
from maslahat.accord.check_voting import voting_faults

FORMAT = "maslahat-certificate/1"
FORMATS = {"ranking": "maslahat-ranking-1", "division": "maslahat-adjusted-winner-1"}
FORMS = ("voting", "claims", "airport", "partition", "interval", "keeping")
RULES = {"shapley", "banzhaf", "tau", "nucleolus", "prenucleolus", "per_capita_nucleolus", "core"}
LONG = re.compile(r"[0-9.]{5000}|[0-9.][eE][+-]?[0-9]{4}")
Faults = Callable[[dict[str, Any]], list[str]]
KINDS: dict[str, Faults] = {
    "game": game_faults,
    "convex": convex_faults,
    "keeping": keeping_faults,
    "split": split_faults,
    "voting": voting_faults,
    "claims": claims_faults,
    "airport": airport_faults,
    "partition": partition_faults,
    "interval": interval_faults,
    "ranking": ranking_faults,
    "division": division_faults,
}
UNREADABLE = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


def check(document: Any, heard: Callable[[str, float], None] | None = None) -> list[str]:
    """Return what does not hold, a sentence each.

    An empty list where every certificate in the document holds.

    `document` is parsed JSON: a certificate, or anything that holds certificates at any depth. A document
    without any is a fault too: nothing was proved. `heard` is told the place of each certificate and the
    share that is behind.
    """
    found = list(certificates_in(document))
    if not found:
        return ["the document holds no certificate, so nothing is proved"]
    wrong = []
    for number, (where, part) in enumerate(found):
        if heard is not None:
            heard(where, number / len(found))
        wrong += [f"{where}: {fault}" if where else fault for fault in _faults_of(part)]
    return wrong


def certificates_in(document: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every certificate in a JSON document with its place, outer ones first."""
    if isinstance(document, dict):
        if "kind" in document and "digest" in document:
            yield where, document
        for key, part in document.items():
            yield from certificates_in(part, f"{where}.{key}" if where else str(key))
    elif isinstance(document, list):
        for i, part in enumerate(document):
            if isinstance(part, dict | list):
                yield from certificates_in(part, f"{where}[{i}]")


def digest_of(document: dict[str, Any]) -> str:
    """Return the SHA-256 over the document without its `digest`, keys sorted, as `sha256:…`."""
    body = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _faults_of(document: dict[str, Any]) -> list[str]:
    wrong = []
    try:
        if document["digest"] != digest_of(document):
            wrong.append("the digest is not that of the content: something in it was changed")
        endless = _endless(document)
        if endless is not None:
            return [*wrong, f"{endless[:40]!r} is no figure that can be multiplied out"]
        return wrong + _judge(document)(document)
    except UNREADABLE as error:
        return [*wrong, f"the certificate cannot be read ({type(error).__name__}: {error})"]


def _endless(value: Any) -> str | None:
    """Return a text that stands for a number no machine holds, `1e999999999`: it would be computed for ever."""
    if isinstance(value, str):
        return value if value[:1] in "+-.0123456789" and value and _is_endless(value) else None
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for part in parts if (found := _endless(part)) is not None), None)


def _is_endless(text: str) -> bool:
    return text[-1:].isdigit() and bool(LONG.search(text))


def _judge(document: dict[str, Any]) -> Faults:
    kind = document["kind"]
    if kind == "finite":
        judge: Faults = importlib.import_module("maslahat.accord.check_finite").check_finite
        return judge
    if kind == "games":
        return _report_faults
    if document.get("format") != FORMATS.get(kind, FORMAT) or kind not in KINDS:
        return lambda _: [f"format {document.get('format')!r}, kind {kind!r}: not one this checker knows"]
    return KINDS[kind]


def _report_faults(document: dict[str, Any]) -> list[str]:
    """Return where the figures of a report of games are not those of its certificates."""
    wrong = [] if document["games"] or document.get("forms") else ["no game is stated"]
    for place, entry in enumerate(document["games"], start=1):
        wrong += [f"game {place}{fault}" for fault in _entry_faults(entry)]
    for place, form in enumerate(document.get("forms", []), start=1):
        if form["certificate"]["kind"] not in FORMS:
            wrong.append(f"form {place}: a certificate of kind {form['certificate']['kind']!r}")
    return wrong


def _entry_faults(entry: dict[str, Any]) -> list[str]:
    certificate = entry["certificate"]
    proved = {solution["rule"]: solution for solution in certificate["solutions"]}
    wrong = []
    if certificate["kind"] != "game" or entry["n"] != len(certificate["parties"]):
        wrong.append(": n is not the number of parties")
    if set(entry["solutions"]) != set(proved):
        wrong.append(": the rules are not those of the certificate")
    for rule, figures in entry["solutions"].items():
        if figures != proved.get(rule, {}).get("decimal"):
            wrong.append(f", {rule}: the figures are not those of the certificate")
    if entry["core_empty"] is not proved["core"]["empty"]:
        wrong.append(": what is said of the core is not what the certificate says")
    worth = [Fraction(0), *(Fraction(str(value)) for value in certificate["v_by_mask"])]
    return wrong + _undefined_faults(entry, worth, len(certificate["parties"]))


def _undefined_faults(entry: dict[str, Any], worth: list[Fraction], n: int) -> list[str]:
    """Say where a rule is said not to be defined though it is; one is never left out in silence."""
    undefined = set() if tau_defined(worth, n) else {"tau"}
    if sum((worth[1 << i] for i in range(n)), Fraction(0)) > worth[-1]:
        undefined.add("nucleolus")
    fine = set(entry["undefined"]) == undefined and RULES - undefined <= set(entry["solutions"])
    return [] if fine else [": the rules that are not defined are others"]
