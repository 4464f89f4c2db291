"""Files that are written: a path that cannot be is the user's to mend, not a fault of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maslahat.core import Fault, InputError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says of a path into a sentence."""
    try:
        yield
    except OSError as error:
        found = f"a place that cannot be written ({error.strerror or error})"
        raise InputError(Fault(str(path), found, "a file in a folder that is yours to write")) from error
