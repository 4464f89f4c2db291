"""Check certificates with the standard library alone, in fractions; trust nothing else (DESIGN §7).

Imports nothing but other files named `check…` beside it. Nothing a certificate says about itself is believed:
values are computed again, proofs are multiplied out. The digest is looked at first, and never alone.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from maslahat.accord.check_convex import convex_faults
from maslahat.accord.check_game import game_faults
from maslahat.accord.check_keeping import keeping_faults, split_faults

FORMAT = "maslahat-certificate/1"
Faults = Callable[[dict[str, Any]], list[str]]
KINDS: dict[str, Faults] = {
    "game": game_faults,
    "convex": convex_faults,
    "keeping": keeping_faults,
    "split": split_faults,
}
UNREADABLE = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


def check(document: Any) -> list[str]:
    """Return what does not hold, a sentence each.

    An empty list where every certificate in the document holds.

    `document` is parsed JSON: a certificate, or anything that holds certificates at any depth. A document
    without any is a fault too: nothing was proved.
    """
    found = list(certificates_in(document))
    if not found:
        return ["the document holds no certificate, so nothing is proved"]
    return [f"{where}: {fault}" if where else fault for where, part in found for fault in _faults_of(part)]


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
        return wrong + _judge(document)(document)
    except UNREADABLE as error:
        return [*wrong, f"the certificate cannot be read ({type(error).__name__}: {error})"]


def _judge(document: dict[str, Any]) -> Faults:
    kind = document["kind"]
    if kind == "finite":
        judge: Faults = importlib.import_module("maslahat.accord.check_finite").check_finite
        return judge
    if kind == "games":
        return _report_faults
    if document.get("format") != FORMAT or kind not in KINDS:
        return lambda _: [f"format {document.get('format')!r}, kind {kind!r}: not one this checker knows"]
    return KINDS[kind]


def _report_faults(document: dict[str, Any]) -> list[str]:
    """Return where the figures of a report of games are not those of its certificates."""
    wrong = []
    for place, entry in enumerate(document["games"]):
        proved = {solution["rule"]: solution for solution in entry["certificate"]["solutions"]}
        if entry["n"] != len(entry["certificate"]["parties"]):
            wrong.append(f"game {place + 1}: n is not the number of parties")
        for rule, figures in entry["solutions"].items():
            if figures != proved[rule]["decimal"]:
                wrong.append(f"game {place + 1}, {rule}: the figures are not those of the certificate")
    return wrong
