"""Where a result comes from, so that anyone can compute it again (DESIGN §4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from maslahat import __version__


@dataclass(frozen=True, slots=True)
class Provenance:
    """Hashes of the inputs, the assumptions used, the seed and the version of the program."""

    inputs: dict[str, str]
    assumptions: dict[str, float] = field(default_factory=dict)
    seed: int = 0
    version: str = __version__
