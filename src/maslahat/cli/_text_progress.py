"""How far a run over files is: a bar on a terminal, a line now and then elsewhere, a word on a file that takes long."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

_EVERY = 2.0
_LONG = 1.0
_FEW = 3
_LARGE = 1024 * 1024


class Shown:
    """What is told of a run over `total` files; nothing before the first answer or second, so that none is too much."""

    def __init__(self, total: int) -> None:
        """Note how many files there are; the bar begins when there is something to tell."""
        self.total, self.done = total, 0
        self.bar: Progress | None = None
        self._last = time.monotonic()
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Shown:
        """Begin silent."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.stop()

    def step(self) -> None:
        """Hear that one more file is answered."""
        self.done += 1
        if self.done < self.total:
            self.wait()
        if self.bar:
            self.bar.update(self.bar.task_ids[0], completed=self.done)

    def wait(self) -> None:
        """Hear that the run goes on."""
        if self._terminal:
            self._begin()
        elif time.monotonic() - self._last > _EVERY:
            print(f"Reading: {self.done} of {self.total} files", file=sys.stderr, flush=True)
            self._last = time.monotonic()

    def _begin(self) -> None:
        if self.bar or self.total < _FEW:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self.bar.add_task("Reading", total=self.total)
        self.bar.start()

    def patience(self, path: Path, size: int | None) -> Timer | None:
        """Return a clock to cancel that says of a large file, `size` bytes or unknown, that it takes longer than a second."""
        if self.bar or (size is not None and size < _LARGE):
            return None
        held = "" if size is None else f" ({size / 2**20:.0f} MB)"
        words = f"Reading {path.name}{held}; a text of this size takes a while."
        clock = Timer(_LONG, lambda: print(words, file=sys.stderr, flush=True))
        clock.daemon = True
        clock.start()
        return clock
