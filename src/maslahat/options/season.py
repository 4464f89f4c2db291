"""The season before anyone decides anything, as it is shown."""

from __future__ import annotations

from datetime import date

import numpy as np

from maslahat.options.dossier import Dossier
from maslahat.options.result import HeadInflow, ObservedStorage, Season, YearClass
from maslahat.options.spread import spread

NEAR_DAYS = 15  # an observation this near the day on which the season starts counts as of that day


def season(dossier: Dossier) -> Season:
    """Return storages, inflows and kinds of year, and the rank of the head storage among those on record."""
    river = dossier.region.river(dossier.request.river)
    network = dossier.network
    rows = {row.node: row for row in dossier.region.reservoirs if row.river == river.river}
    head = rows[river.head]
    observed = _observed(dossier, river.head)
    return Season(
        periods=tuple(str(period) for period in network.periods),
        growing=dossier.inflows.growing,
        head=river.head,
        head_name=network.nodes[network.index(river.head)].name,
        head_storage_mm3=head.initial_mm3,
        head_critical_mm3=head.critical_mm3,
        head_full_mm3=head.full_mm3,
        head_dead_mm3=head.dead_mm3,
        rank=1 + sum(item.storage_mm3 < head.initial_mm3 for item in observed),
        observed=observed,
        inflows=_inflows(dossier),
        classes=_classes(dossier),
        storages_mm3={network.nodes[spec.node].key: spec.initial_mm3 for spec in network.reservoirs},
    )


def _observed(dossier: Dossier, head: str) -> tuple[ObservedStorage, ...]:
    """Return the storages on record for about the day on which the season starts, one a year, without that of now."""
    start = dossier.request.start
    found: dict[int, tuple[int, float]] = {}
    for row in dossier.region.observations:
        if row.node != head or row.storage_mm3 is None or row.date.year >= start.year:
            continue
        days = abs((row.date - date(row.date.year, start.month, 1)).days)
        if days <= NEAR_DAYS and days < found.get(row.date.year, (NEAR_DAYS + 1, 0.0))[0]:
            found[row.date.year] = (days, row.storage_mm3)
    return tuple(ObservedStorage(year, storage) for year, (_, storage) in sorted(found.items()))


def _inflows(dossier: Dossier) -> tuple[HeadInflow, ...]:
    inflows = dossier.inflows
    volume, weights = inflows.volume_mm3(), inflows.weights
    whole, norm = inflows.season_mm3(), inflows.norm_mm3()
    growing = np.array(inflows.growing)
    network = dossier.network
    return tuple(
        HeadInflow(
            node=node,
            name=network.nodes[network.index(node)].name,
            growing_season_mm3=spread(whole[:, n], weights),
            growing_season_norm_mm3=float(norm[growing, n].sum()),
            monthly_mm3=tuple(spread(volume[:, t, n], weights) for t in range(network.months)),
        )
        for n, node in enumerate(inflows.nodes)
    )


def _classes(dossier: Dossier) -> tuple[YearClass, ...]:
    kinds = dossier.classes
    bounds = [None, *kinds.bounds_mm3, None]
    return tuple(
        YearClass(name, float(kinds.probability[c]), bounds[c], bounds[c + 1], float(kinds.mean_mm3[c]))
        for c, name in enumerate(kinds.names)
    )
