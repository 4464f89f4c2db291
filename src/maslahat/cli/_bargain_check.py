"""Certificates of `maslahat bargain`, held against the checker before anything is written (DESIGN §7)."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

SECONDS = 5.0


def hold(document: dict[str, Any], path: Path, seconds: float = SECONDS) -> None:
    """Check the certificates of a document that is about to be written, the smallest problems first.

    Raises RuntimeError where one does not check: that is an error of the program, never a warning. What the
    checker, which is plain Python, cannot find again within the time is named on standard error.
    """
    from maslahat.accord.check_finite import check_finite
    from maslahat.accord.check_finite_front import TooLong
    from maslahat.cli._progress import progress_bar

    until = time.monotonic() + seconds
    results = sorted(document["results"], key=_size)
    late = []
    with progress_bar("Checking") as progress:
        for place, result in enumerate(results):
            progress(f"Checking {result['name']}", place / len(results))
            try:
                faults = [*check_finite(result), *check_finite(result["certificate"], until)]
            except TooLong:
                late.append(result["name"])
                continue
            if faults:
                raise RuntimeError(
                    f"a certificate of {result['name']} does not check: {'; '.join(faults[:3])}"
                )
    if late:
        print(
            f"Not checked before writing, as that takes longer than {seconds:g} s: {', '.join(late)}. "
            f"`maslahat check {path}` does it.",
            file=sys.stderr,
        )


def _size(result: dict[str, Any]) -> tuple[bool, int, int]:
    frontier = result["frontier"]
    return not frontier["complete"], len(frontier["points"]), result["outcomes"]
