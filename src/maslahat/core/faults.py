"""Bad input as sentences: where, what was found, what was expected, what to do (DESIGN §13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what a person gave us.

    `where` names the file, row and column (or the option of a command); `found` and `expected` are shown as
    they are; `mend` says what to do about it.
    """

    where: str
    found: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        """Return the fault as one sentence, with the mend behind it where there is one."""
        sentence = f"{self.where}: found {self.found}; expected {self.expected}."
        return f"{sentence} {self.mend}" if self.mend else sentence


class InputError(Exception):
    """All faults of one input at once. The command line prints them and ends with exit code 2."""

    def __init__(self, faults: Iterable[Fault] | Fault) -> None:
        """Take one fault or several; at least one is needed."""
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        if not self.faults:
            raise ValueError("an InputError needs at least one fault")
        super().__init__("\n".join(str(fault) for fault in self.faults))
