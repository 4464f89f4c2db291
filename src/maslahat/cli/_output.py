"""Files that are written: a path that cannot be is the user's to mend, not a fault of the program."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maslahat.core import Fault, InputError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says of a path into a sentence."""
    try:
        yield
    except OSError as error:
        raise InputError(_fault(path, error)) from error


def _fault(path: Path, error: OSError) -> Fault:
    said = error.strerror or str(error)
    if error.errno in FULL:
        mend = "Free some, or name a place on another disk; nothing was left half-written."
        return Fault(str(path), f"a place without room ({said})", "room for the file", mend)
    return Fault(
        str(path), f"a place that cannot be written ({said})", "a file in a folder that is yours to write"
    )
