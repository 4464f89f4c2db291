"""Independent problems on the cores there are."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Task = TypeVar("Task")
Found = TypeVar("Found")


def in_parallel(
    work: Callable[[Task], Found], tasks: Sequence[Task], tick: Callable[[float], None] | None = None
) -> list[Found]:
    """Return what `work` finds for each task, in their order; `tick` hears the share that is done.

    Tasks share nothing, so that the answer does not depend on how many cores there are. `MASLAHAT_WORKERS` sets their
    number (1: no other process is started).
    """
    workers = min(len(tasks), int(os.environ.get("MASLAHAT_WORKERS", os.cpu_count() or 1)))
    hear = tick or (lambda _: None)
    found: list[Found] = []
    if workers <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        for task in tasks:
            found.append(work(task))
            hear(len(found) / len(tasks))
        return found
    _pending[:] = [work, tasks]  # the workers are copies of this process and find the tasks here
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            for result in pool.map(_do, range(len(tasks))):
                found.append(result)
                hear(len(found) / len(tasks))
    finally:
        _pending.clear()
    return found


_pending: list[Any] = []


def _do(position: int) -> Any:
    work, tasks = _pending
    return work(tasks[position])
