"""How many processes work may be spread over."""

from __future__ import annotations

import os

from maslahat.core.faults import Fault, InputError

_SETTING = "MASLAHAT_WORKERS"


def workers() -> int:
    """Return `MASLAHAT_WORKERS` where it is set (1: no other process is started), else the cores this process may use.

    Raises InputError where the setting is no number.
    """
    asked = os.environ.get(_SETTING, "")
    if not asked:
        return _cores()
    if not asked.isdecimal() or int(asked) < 1:
        raise InputError(Fault(_SETTING, asked, "a whole number from 1", "Correct or unset it."))
    return int(asked)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # systems that bind no process to cores
        return os.cpu_count() or 1
