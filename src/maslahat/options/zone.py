"""The bargaining zone: what the irrigation regime of the head reservoir costs and brings (OPTIONS, Sanity).

Nobody else changes: the head reservoir is run for irrigation instead of for its owner, everybody answers alone. What
its owner loses is the least it can accept; what the others gain together is the most they can offer. The published
figures (USD 35 to 67 million a year for Toktogul) are a result to reproduce, never an input.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from maslahat.basin import Schedules
from maslahat.options.dossier import WATER_VALUE, Dossier, expected
from maslahat.options.packages import weighed
from maslahat.options.play import Play
from maslahat.options.result import Zone
from maslahat.regions.vary import assumption

POINTS = 5
SWEEPS = 4


def zone_points(dossier: Dossier, irrigation: Schedules, apart_mean: Play) -> list[Callable[[], Zone]]:
    """Return the pieces of work that find the zone at some points of the band of water values.

    Played on the mean trace of each kind of year. `irrigation` is the schedule that serves irrigation first.
    """
    row = assumption(dossier.region, WATER_VALUE)
    values = np.linspace(row.low, row.high, POINTS).tolist()
    return [partial(_zone_at, dossier, irrigation, apart_mean, value) for value in values]


def closes_at(zones: Sequence[Zone]) -> float | None:
    """Return the water value at which the zone closes, by linear interpolation between points of the band.

    None where it does not close within the band.
    """
    room = [zone.most_offered_usd_m - zone.least_accepted_usd_m for zone in zones]
    for before, after, one, other in zip(room, room[1:], zones, zones[1:], strict=False):
        if (before <= 0) != (after <= 0):
            part = before / (before - after)
            return one.water_value_usd_per_m3 + part * (
                other.water_value_usd_per_m3 - one.water_value_usd_per_m3
            )
    return None


def _zone_at(dossier: Dossier, irrigation: Schedules, apart_mean: Play, value: float) -> Zone:
    at = weighed(dossier, value / dossier.water_value_usd_per_m3)
    table = at.table(at.mean)
    apart = table.play(at.apart, apart_mean.schedules, start=apart_mean.conduct, sweeps=SWEEPS, passes=2)
    served = table.play(at.apart, irrigation, start=apart.conduct, sweeps=SWEEPS, passes=2)
    change = expected(served, at.mean.weights, at.signatories) - expected(
        apart, at.mean.weights, at.signatories
    )
    owner = _owner(dossier)
    return Zone(
        water_value_usd_per_m3=value,
        least_accepted_usd_m=float(-change[owner]),
        most_offered_usd_m=float(change.sum() - change[owner]),
    )


def _owner(dossier: Dossier) -> int:
    head = dossier.region.river(dossier.request.river).head
    return dossier.signatories.index(dossier.network.nodes[dossier.network.index(head)].owner)
