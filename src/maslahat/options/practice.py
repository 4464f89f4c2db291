"""What states have done before, put as drafts: the practice of recent years, and release for energy as in 1998."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from maslahat.basin import Array
from maslahat.options.dossier import Dossier
from maslahat.options.draft import Draft, Handover, Limit
from maslahat.regions.rows import ExchangeTerm

RECENT = 2017  # observed releases from this year on are recent practice
FRAMEWORK_YEAR = 1998


def status_quo(dossier: Dossier) -> Draft:
    """Return the practice of recent years: limits of the last season published, releases as observed since 2017."""
    head, rows = _observed_releases(dossier)
    seen = (
        f" {dossier.network.nodes[dossier.network.index(head)].name} releases in the growing season what was observed "
        f"since {RECENT}."
        if head
        else " No releases of recent years are on record here, so that its owner decides them alone."
    )
    return Draft(
        key="status-quo",
        title="Status quo",
        summary="The practice of recent years goes on: published limits on withdrawals, no payments." + seen,
        releases_mm3={head: rows} if head else {},
        limits=_limits(dossier),
    )


def as_in_1998(dossier: Dossier) -> Draft | None:
    """Return release for energy as in the framework agreement of 1998; None where the region has no such terms.

    The upstream state releases a stated volume in the growing season and hands over its surplus power; the others hand
    back as much power in winter. The terms are rows of `exchange_terms` for the year 1998.
    """
    terms = [
        t
        for t in dossier.region.exchange_terms
        if t.river == dossier.request.river and t.year == FRAMEWORK_YEAR
    ]
    release = next((t for t in terms if t.unit == "km3"), None)
    powers = [t for t in terms if t.unit.lower() == "gwh"]
    if release is None or not powers:
        return None
    head = dossier.region.river(dossier.request.river).head
    growing, winter = _seasons(dossier)
    shape = _asked(dossier) * growing
    volume = release.quantity * 1e3 * shape / shape.sum()
    kinds = len(dossier.all.class_names)
    row = tuple(np.where(growing, volume, np.nan).tolist())
    handovers = []
    for term in powers:
        handovers += _swap(dossier, term, growing, winter, kinds)
    return Draft(
        key="as-in-1998",
        title="As in 1998",
        summary=(
            f"{release.quantity:g} km³ are released in the growing season and "
            f"{sum(t.quantity for t in powers) / 1e3:g} TWh of its power handed over; as much comes back in winter."
        ),
        releases_mm3={head: tuple([row] * kinds)},
        handovers=tuple(handovers),
        notes=(
            "The terms of 1998 are an assumption (confidence C): the text at hand breaks off before its articles.",
        ),
    )


def _swap(dossier: Dossier, term: ExchangeTerm, growing: Array, winter: Array, kinds: int) -> list[Handover]:
    """Return power handed over in the growing season and back in winter, within what the line between them carries."""
    line = next(
        (
            spec
            for spec in dossier.network.lines
            if {spec.from_party, spec.to_party} == {term.from_party, term.to_party}
        ),
        None,
    )
    most = np.full(dossier.network.months, np.inf) if line is None else line.capacity_gwh
    found = []
    for giver, taker, months in (
        (term.from_party, term.to_party, growing),
        (term.to_party, term.from_party, winter),
    ):
        amount = np.minimum(term.quantity * months / months.sum(), most)
        found.append(Handover(giver, taker, "electricity", tuple([tuple(amount.tolist())] * kinds)))
    return found


def _seasons(dossier: Dossier) -> tuple[Array, Array]:
    growing = np.array(dossier.inflows.growing, dtype=float)
    return growing, 1.0 - growing


def _asked(dossier: Dossier) -> Array:
    return np.asarray(np.sum([d.request_mm3 for d in dossier.network.demands], axis=0), dtype=float)


def _limits(dossier: Dossier) -> tuple[Limit, ...]:
    """Return the last limit published for each signatory and season, where it speaks of the whole state.

    A limit with a remark that it covers one canal only, or that lies below half of what the state's users ask for here
    (it then speaks of the main river alone), is left out.
    """
    found: dict[tuple[str, bool], float] = {}
    growing = np.array(dossier.inflows.growing)
    for row in dossier.region.limits:
        if row.river != dossier.request.river or row.kind != "limit" or row.unit != "mm3" or row.note:
            continue
        if row.party in dossier.signatories and row.season.split()[0] in ("growing", "winter"):
            found[row.party, row.season.startswith("growing")] = row.value
    limits = []
    for (party, in_growing), value in found.items():
        months = growing == in_growing
        asked = sum(d.request_mm3[months].sum() for d in dossier.network.demands if d.owner == party)
        if value >= asked / 2:
            limits.append(Limit(party, in_growing, value))
    return tuple(limits)


def _observed_releases(dossier: Dossier) -> tuple[str, tuple[tuple[float, ...], ...]]:
    """Return the head reservoir and its mean observed release of each growing-season month, all kinds of year alike.

    Months between observed ones are interpolated; winter is free. Empty where fewer than three months were observed.
    """
    head = dossier.region.river(dossier.request.river).head
    seen: dict[int, list[float]] = defaultdict(list)
    for row in dossier.region.observations:
        if row.node == head and row.outflow_m3s is not None and row.date.year >= RECENT:
            seen[row.date.month].append(row.outflow_m3s)
    periods = dossier.network.periods
    growing = np.array(dossier.inflows.growing)
    known = [t for t, period in enumerate(periods) if growing[t] and seen.get(period.month)]
    if len(known) < 3:
        return "", ()
    flows = np.interp(np.arange(len(periods)), known, [np.mean(seen[periods[t].month]) for t in known])
    volumes = flows * np.array([period.seconds for period in periods]) / 1e6
    releases = tuple(np.where(growing, volumes, np.nan).tolist())
    return head, tuple([releases] * len(dossier.all.class_names))
