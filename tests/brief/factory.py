"""A complete OptionsResult for the Syr Darya with made-up numbers: for tests of the page only."""

from __future__ import annotations

import math
from dataclasses import replace

from maslahat.core import Period, Provenance, months_from
from maslahat.options.result import (
    Accuracy,
    CoalitionValue,
    Delivery,
    HeadInflow,
    Keeping,
    ObservedStorage,
    OptionsResult,
    Package,
    PartyInfo,
    PartyOutcome,
    RuleView,
    Schedule,
    Season,
    Sensitivity,
    Settings,
    Shortage,
    Spread,
    WaterWorth,
    YearClass,
    Zone,
)

PARTIES = (
    PartyInfo("KGZ", "Kyrgyzstan", "#D55E00"),
    PartyInfo("UZB", "Uzbekistan", "#0072B2"),
    PartyInfo("TJK", "Tajikistan", "#009E73"),
    PartyInfo("KAZ", "Kazakhstan", "#CC79A7"),
)
PERIODS = months_from(Period(2026, 4), 12)
GROWING = tuple(4 <= period.month <= 9 for period in PERIODS)
CLASSES = (
    YearClass("dry", 0.3, None, 20_400.0, 18_100.0),
    YearClass("normal", 0.4, 20_400.0, 24_900.0, 22_600.0),
    YearClass("wet", 0.3, 24_900.0, None, 27_800.0),
)
NARYN_M3S = (305, 648, 935, 787, 546, 305, 243, 214, 179, 164, 159, 179)
UNPAID = (0.0, 0.0, 0.0, 0.0)
ALONE_M3S = (310, 240, 250, 270, 260, 220, 330, 480, 640, 690, 650, 470)
AGREED_M3S = (290, 330, 470, 560, 520, 300, 260, 380, 500, 540, 500, 390)


def spread(mean: float, wide: float) -> Spread:
    """Return a spread around a mean, wider at the ends."""
    return Spread(mean, mean - wide, mean + wide, mean - 2 * wide, mean + 2 * wide)


def amount(mean: float) -> Spread:
    """Return the spread of something that is never negative."""
    return Spread(mean, 0.3 * mean, 1.9 * mean, 2.8 * mean, 0.0)


NONE = Spread(0.0, 0.0, 0.0, 0.0, 0.0)


def shortage(kind: str, mean: float, peak: int, probability: float, need: float) -> Shortage:
    """Return a shortage that peaks in the month of that position."""
    unit = "mm3" if kind == "irrigation" else "GWh"
    weights = [math.exp(-((k - peak) ** 2) / 1.4) for k in range(12)]
    shares = [weight / sum(weights) if weight > 0.05 else 0.0 for weight in weights]
    needs = tuple(need * (0.05 + 0.12 * math.exp(-((k - peak) ** 2) / 6)) for k in range(12))
    named = tuple(str(PERIODS[k]) for k in range(12) if shares[k] > 0.2) if mean else ()
    monthly = tuple(amount(mean * share) for share in shares)
    size = amount(mean) if mean else NONE
    return Shortage(kind, unit, probability, size, mean / sum(needs), named, monthly, needs)


def inflow(node: str, name: str, scale: float, wide: float) -> HeadInflow:
    """Return an inflow shaped like the Naryn's."""
    flows = [period.mm3(flow * scale) for period, flow in zip(PERIODS, NARYN_M3S, strict=True)]
    season = sum(flow for flow, growing in zip(flows, GROWING, strict=True) if growing)
    monthly = tuple(
        Spread(f, f * (1 - wide), f * (1 + wide), f * (1 - 2 * wide), f * (1 + 2 * wide)) for f in flows
    )
    return HeadInflow(node, name, spread(season, season * wide), season / 0.92, monthly)


def schedule(
    node: str, name: str, owner: str, flows: tuple[int, ...], scheduled: bool, factor: float = 1.0
) -> Schedule:
    """Return releases that rise with the kind of year."""
    m3s = tuple(tuple(flow * factor * lift for flow in flows) for lift in (0.9, 1.0, 1.1))
    mm3 = tuple(tuple(p.mm3(flow) for p, flow in zip(PERIODS, row, strict=True)) for row in m3s)
    stored = tuple(tuple(6800.0 + 350 * k - 40 * k * k for k in range(12)) for _ in range(3))
    return Schedule(
        node,
        name,
        owner,
        mm3,
        m3s,
        stored,
        scheduled,
        0.04 if scheduled else 0.0,
        ("2026-08",) if scheduled else (),
    )


def outcome(party: str, gain: float, payment: float, index: int, alone: bool = False) -> PartyOutcome:
    """Return what a state has: short of water downstream, of power upstream, less so if agreed."""
    ease = 1.0 if alone else 0.4
    water, power = ((0.0, 640.0), (1240.0, 0.0), (85.0, 210.0), (430.0, 0.0))[index]
    return PartyOutcome(
        party,
        NONE if alone else spread(gain, 14.0 + 3 * index),
        (0.0, 0.0, 0.0) if alone else (gain + 6, gain, gain - 6),
        (0.0, 0.0, 0.0) if alone else (payment - 4, payment, payment + 4),
        0.0 if alone else (0.04, 0.0, 0.07, 0.02)[index],
        shortage("irrigation", water * ease, 3, (0.0, 0.83, 0.31, 0.56)[index] * ease, 12_000.0),
        shortage("power", power * ease, 9, (0.62, 0.0, 0.44, 0.0)[index] * ease, 17_000.0),
        "" if alone else ("2027-01", "2026-07", "2027-01", "2026-08")[index],
        0.0 if alone else (21.0, 6.0, 2.0, 4.0)[index],
        None if alone else (0.95, 0.2, 0.1, 0.15)[index],
        0.0 if alone else (12.0, 0.0, 0.0, 0.0)[index],
    )


def schedules(agreed: bool, factor: float = 1.0) -> tuple[Schedule, ...]:
    """Return the two storages of the fixture: Toktogul, agreed on, and Bahri Tojik, expected."""
    flows = AGREED_M3S if agreed else ALONE_M3S
    return (
        schedule("toktogul", "Toktogul", "KGZ", flows, agreed, factor),
        schedule("bahri-tojik", "Bahri Tojik", "TJK", tuple(2 * flow for flow in flows), False),
    )


def package(
    key: str, title: str, gains: tuple[float, ...], paid: tuple[float, ...], **changes: object
) -> Package:
    """Return a package with these expected gains and payments."""
    least = min(range(4), key=lambda i: gains[i])
    made = Package(
        key, title, "Releases that make the sum of all gains largest, and money shared by this rule.", "free",
        True, "", spread(sum(gains), 30.0), 124.0, gains[least], PARTIES[least].party, 0.09,
        tuple(outcome(p.party, gains[i], paid[i], i) for i, p in enumerate(PARTIES)),
        schedules(True, 1.05 if key == "irrigation" else 1.0),
        (Delivery("UZB", "KGZ", "electricity", ((0.0,) * 7 + (110.0,) * 5,) * 3),),
        ("The clause on releases is met in 96 of 100 years.",),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def packages() -> tuple[Package, ...]:
    """Return four packages that are offered and one that is not."""
    return (
        package("equal-gain", "Equal gain", (31.0, 31.0, 31.0, 31.0), (62.0, -48.0, 12.0, -26.0)),
        package("shapley", "Shapley", (44.0, 46.0, 9.0, 25.0), (75.0, -33.0, -10.0, -32.0)),
        package("nucleolus", "Nucleolus", (38.0, 40.0, 14.0, 32.0), (69.0, -39.0, -5.0, -25.0)),
        package("irrigation", "Irrigation first", (3.0, 62.0, 4.0, 30.0), UNPAID, payments="in kind"),
        package(
            "as-1998", "As in 1998", (-7.0, 58.0, 2.0, 33.0), UNPAID, payments="in kind", offered=False,
            why_not="Kyrgyzstan loses 7 million USD in expectation.",
        ),
    )  # fmt: skip


def rules() -> tuple[RuleView, ...]:
    """Return three rules side by side."""
    rows = (
        ("equal-gain", "Equal gain", (31.0, 31.0, 31.0, 31.0), (62.0, -48.0, 12.0, -26.0), False,
         "every state gains the same, whatever it brings"),
        ("shapley", "Shapley", (44.0, 46.0, 9.0, 25.0), (75.0, -33.0, -10.0, -32.0), True,
         "each state receives what it adds on average when the states join one after another"),
        ("nucleolus", "Nucleolus", (38.0, 40.0, 14.0, 32.0), (69.0, -39.0, -5.0, -25.0), True,
         "the set of states with the strongest complaint has as weak a complaint as can be"),
    )  # fmt: skip
    codes = [party.party for party in PARTIES]
    return tuple(
        RuleView(
            key, title, dict(zip(codes, gains, strict=True)), dict(zip(codes, paid, strict=True)), core, why
        )
        for key, title, gains, paid, core, why in rows
    )


def coalitions() -> tuple[CoalitionValue, ...]:
    """Return the value of a few sets of states."""
    singles = tuple(((party.party,), 0.0) for party in PARTIES)
    pairs = (
        *singles,
        (("KGZ", "UZB"), 71.0),
        (("KGZ", "UZB", "KAZ"), 110.0),
        (("KGZ", "UZB", "TJK", "KAZ"), 124.0),
    )
    return tuple(
        CoalitionValue(members, 100 * len(members) + v, 98 * len(members) + v, 500 + v, 4, 0.001)
        for members, v in pairs
    )


def sensitivities() -> tuple[Sensitivity, ...]:
    """Return two assumptions, the lighter first so that the page has to sort them."""
    return (
        Sensitivity(
            "canal-loss", "Share of water lost in canals", "share", "reddy-2012", 0.3, 0.35, 0.4,
            119.0, 124.0, 130.0, 29.0, 32.0, False,
        ),
        Sensitivity(
            "water-value", "Worth of a cubic metre of irrigation water", "USD per m3", "own", 0.02, 0.05, 0.1,
            18.0, 124.0, 310.0, -2.0, 70.0, True,
        ),
    )  # fmt: skip


def season() -> Season:
    """Return the default season."""
    observed = (
        (2006, 14130.0),
        (2007, 13760.0),
        (2008, 6560.0),
        (2009, 6420.0),
        (2010, 11820.0),
        (2011, 15400.0),
    )
    return Season(
        tuple(str(p) for p in PERIODS), GROWING, "toktogul", "Toktogul", 6800.0, 9000.0, 19500.0, 5500.0, 3,
        tuple(ObservedStorage(year, storage) for year, storage in observed),
        (
            inflow("naryn", "Naryn", 1.0, 0.18),
            inflow("karadarya", "Karadarya", 0.31, 0.22),
            inflow("chirchik", "Chirchik", 0.5, 0.2),
        ),
        CLASSES, {"toktogul": 6800.0, "bahri-tojik": 3200.0, "shardara": 4100.0},
    )  # fmt: skip


def result(**changes: object) -> OptionsResult:
    """Return the whole fixture; name a field to change it."""
    made = OptionsResult(
        Settings("syr-darya", "2026-04", 12, 100, 10, 1, 0.05, 2024, {"toktogul": 6800.0}, {"naryn": 92.0}),
        Provenance({"region": "sha256:" + "ab" * 32}, {"water-value": 0.05}, 1),
        "Syr Darya", PARTIES, season(),
        tuple(outcome(p.party, 0.0, 0.0, i, alone=True) for i, p in enumerate(PARTIES)),
        {p.party: spread(-300.0 + 90 * i, 40.0) for i, p in enumerate(PARTIES)},
        schedules(False), coalitions(), packages(), rules(),
        (Zone(0.02, 38.0, 31.0), Zone(0.05, 38.0, 66.0), Zone(0.1, 38.0, 121.0)), 0.026, sensitivities(),
        (WaterWorth("toktogul", "Toktogul", tuple(0.02 + 0.004 * k for k in range(12))),),
        Keeping(0.9, "Whoever breaks its word loses what the agreement is worth to it in the years after."),
        Accuracy(0.06, 0.4, 2e-12, 5, 0.002, "Stored water is worth what a stationary run pays for it.", ()),
        412, 131, (),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]
