"""Check a saved answer: its digest, its certificates, and every figure computed again (DESIGN §4, §7)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from maslahat.accord.check import certificates_in, check
from maslahat.core import Fault, InputError, Period
from maslahat.options.check import result_faults, seal_faults
from maslahat.options.compute import compute
from maslahat.options.request import Request
from maslahat.options.result import DUST, SCHEMA
from maslahat.regions import Region

SAME = 1e-7  # relative: another machine's arithmetic may differ in the last digits
MOST_NAMED = 20
BRIEF = "maslahat/brief/1"
SCORE = "maslahat/score/1"
Json = dict[str, Any]


def read_document(path: Path) -> Json:
    """Return the JSON document in a file; InputError where there is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(Fault(str(path), error.strerror or str(error), "a file that can be read")) from error
    except ValueError as error:
        raise InputError(
            Fault(
                str(path),
                f"text that is no JSON ({error})",
                "a result of this program",
                "Save it again with --json.",
            )
        ) from error
    if not isinstance(document, dict) or document.get("schema") not in (SCHEMA, BRIEF, SCORE):
        found = document.get("schema") if isinstance(document, dict) else type(document).__name__
        raise InputError(Fault(str(path), f"schema {found!r}", f"one of {SCHEMA}, {BRIEF}, {SCORE}"))
    return document


def result_of(document: Json) -> Json:
    """Return the result inside a brief, or the document itself."""
    return document["result"] if document["schema"] == BRIEF else document


def works_of(document: Json) -> tuple[str, ...]:
    """Return the planned works that the question took as built."""
    return tuple(str(work) for work in result_of(document).get("settings", {}).get("works", []))


def faults_without_us(document: Json) -> list[str]:
    """Return what the file alone shows to be wrong: digest, figures that contradict each other, certificates."""
    faults = seal_faults(document)
    try:
        result = result_of(document)
        faults += result_faults(result)
        if any(True for _ in certificates_in(result)):
            faults += check(result.get("certificates", []))
        elif document["schema"] != SCORE:
            faults.append("the file holds no certificate, so that nothing is proved")
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        faults.append(
            f"the file is not laid out like a result of this program ({type(error).__name__}: {error})"
        )
    return faults


def request_of(result: Json) -> Request:
    """Return the question that a result answers; ValueError or KeyError where it does not say."""
    asked = result["settings"]
    return Request(
        river=asked["river"],
        start=Period.parse(asked["start"]),
        months=int(asked["months"]),
        traces=int(asked["traces"]),
        plan_per_class=int(asked["plan_per_class"]),
        seed=int(asked["seed"]),
        water_value_usd_per_m3=float(asked["water_value_usd_per_m3"]),
        storage={node: float(value) for node, value in asked["storage_mm3"].items()},
        forecast={node: float(value) for node, value in asked["forecast_percent"].items()},
        assumptions={key: float(value) for key, value in asked["assumptions"].items()},
        works=tuple(asked["works"]),
        discount=float(asked["discount"]),
        sensitivity=bool(asked["sensitivity"]),
        rounds=int(asked["rounds"]),
    )


def computed_again(
    result: Json, region: Region, progress: Callable[[str, float], None] | None = None
) -> Json:
    """Return the result of the same question on `region`, as JSON values.

    InputError where the region is not the one that the result was computed from.
    """
    made_from = result["provenance"]["inputs"]["region"]
    if made_from != region.digest:
        raise InputError(
            Fault(
                "provenance.inputs.region",
                f"{made_from[:19]}…",
                f"{region.digest[:19]}…, the region at hand",
                "If it was computed from a region of your own, say --region PATH.",
            )
        )
    again = compute(region, request_of(result), progress).to_document()
    return {key: value for key, value in again.items() if key != "digest"}


def differences(said: Any, found: Any, where: str = "") -> Iterator[str]:
    """Yield every place where what is said differs from what was found, a sentence each."""
    if isinstance(said, dict) and isinstance(found, dict):
        for key in [*said, *(k for k in found if k not in said)]:
            place = f"{where}.{key}" if where else str(key)
            if key not in said or key not in found:
                yield f"{place}: {'missing' if key not in said else 'not part of the result'}"
            else:
                yield from differences(said[key], found[key], place)
    elif isinstance(said, list) and isinstance(found, list):
        if len(said) != len(found):
            yield f"{where}: {len(said)} entries, computed again {len(found)}"
        for i, (one, other) in enumerate(zip(said, found, strict=False)):
            yield from differences(one, other, f"{where}[{i}]")
    elif not _same(said, found):
        yield f"{where}: {said!r}, computed again {found!r}"


def _same(one: Any, other: Any) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    if numbers and not isinstance(one, bool) and not isinstance(other, bool):
        return math.isclose(one, other, rel_tol=SAME, abs_tol=DUST / 100)
    return type(one) is type(other) and one == other


def differences_with(
    document: Json, region: Region, progress: Callable[[str, float], None] | None = None
) -> list[str]:
    """Return where a document differs from its question answered again on `region`."""
    from maslahat.options.score import scored_again  # noqa: PLC0415  (score stands on verify's reading)

    again = scored_again(document, region) if document["schema"] == SCORE else None
    try:
        said = result_of(document)
        found = again if again is not None else computed_again(said, region, progress)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"the question cannot be read from the file ({type(error).__name__}: {error})"]
    body = {key: value for key, value in said.items() if key != "digest"}
    return list(differences(body, found))
