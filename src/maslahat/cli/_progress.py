"""How far a computation is, on a terminal only: what is piped gets nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, float], None]


@contextmanager
def progress_bar(first: str = "Reading the region") -> Iterator[Progress]:
    """Give a function that hears a sentence on what is being done and the share that is behind."""
    if not sys.stderr.isatty():
        yield lambda _sentence, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(first, total=1.0)
        yield lambda sentence, share: bar.update(task, description=sentence, completed=share)
