"""Independent pieces of work on the cores there are."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

from maslahat.core.workers import workers as allowed

Found = TypeVar("Found")


def in_parallel(
    pieces: Sequence[Callable[[], Found]], tick: Callable[[float], None] | None = None
) -> list[Found]:
    """Return what each piece of work finds, in their order; `tick` hears the share that is done.

    Put the longest first. Pieces share nothing, so that the answer does not depend on how many cores there are.
    `MASLAHAT_WORKERS` sets their number (1: no other process is started).
    """
    workers = min(len(pieces), allowed())
    hear = tick or (lambda _: None)
    found: list[Found] = []
    if workers <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        for piece in pieces:
            found.append(piece())
            hear(len(found) / len(pieces))
        return found
    _pending[:] = pieces  # the workers are copies of this process and find the pieces here
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            for result in pool.map(_do, range(len(pieces))):
                found.append(result)
                hear(len(found) / len(pieces))
    finally:
        _pending.clear()
    return found


_pending: list[Callable[[], Any]] = []


def _do(position: int) -> Any:
    return _pending[position]()
