"""Many files at once: work on each spread over the cores there are, its answers in the order of the files."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as StillAtWork
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

Work = Callable[[Path], Any]
LOST = object()  # the answer for a file whose process died on it
FEWEST_BYTES = 1024 * 1024  # some 0.2 s of reading; forks and pipes cost 30 ms and more
_CHUNK_FILES, _CHUNK_BYTES = 8, 512 * 1024
_AHEAD = 3  # chunks for each process, so that answers not yet asked for stay few
_TOLD_EVERY = 1.0


def pays(paths: list[Path], count: int) -> bool:
    """Tell whether starting `count` processes is worth it for these files."""
    if count < 2 or len(paths) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return False
    return sum(map(size_of, paths)) >= FEWEST_BYTES


def spread(work: Work, paths: list[Path], count: int, waiting: Callable[[], None]) -> Iterator[Any]:
    """Yield what `work` returns for each file, in order; LOST where the process died (out of memory, say).

    `work` must not raise and its answers must be picklable; the processes are copies of this one, so that it need
    not be. Only a few chunks are read ahead of the one asked for. `waiting` is called every second without answer.
    """
    chunks = deque(_chunks(paths))
    while chunks:
        try:
            yield from _pooled(work, chunks, count, waiting)
        except BrokenProcessPool:  # one of the chunks at work did it: the first is gone through file by file
            for path in chunks.popleft():
                yield _alone(work, path, waiting)


def _pooled(work: Work, chunks: deque[list[Path]], count: int, waiting: Callable[[], None]) -> Iterator[Any]:
    """Work through `chunks`, taking away each that is answered. Raises BrokenProcessPool where a process dies."""
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(count, context, _begin, (work,))
    try:
        later = iter(list(chunks))
        ahead = deque(pool.submit(_do, chunk) for chunk in islice(later, count * _AHEAD))
        while ahead:
            answers = _answer(ahead.popleft(), waiting)
            ahead.extend(pool.submit(_do, chunk) for chunk in islice(later, 1))
            chunks.popleft()
            yield from answers
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(work: Work, path: Path, waiting: Callable[[], None]) -> Any:
    try:
        return next(_pooled(work, deque([[path]]), 1, waiting))
    except BrokenProcessPool:
        return LOST


def _answer(future: Future[list[Any]], waiting: Callable[[], None]) -> list[Any]:
    while True:
        try:
            return future.result(_TOLD_EVERY)
        except StillAtWork:
            waiting()


_work: list[Work] = []


def _begin(work: Work) -> None:
    """Set up a process: the user's break ends it without a word, and it does not outlive the one that asked."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_with_parent, daemon=True).start()
    _work[:] = [work]


def _with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _do(chunk: list[Path]) -> list[Any]:
    return [_work[0](path) for path in chunk]


def _chunks(paths: list[Path]) -> Iterator[list[Path]]:
    chunk: list[Path] = []
    held = 0
    for path in paths:
        if chunk and (len(chunk) == _CHUNK_FILES or held + size_of(path) > _CHUNK_BYTES):
            yield chunk
            chunk, held = [], 0
        chunk.append(path)
        held += size_of(path)
    if chunk:
        yield chunk


def size_of(path: Path) -> int:
    """Return the bytes of a file; 0 where it is no longer there."""
    with suppress(OSError):
        return path.stat().st_size
    return 0
