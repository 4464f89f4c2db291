"""What could be agreed: the packages, what each state gains, what is released, delivered and paid."""

from __future__ import annotations

from collections.abc import Sequence

from maslahat.brief.charts import gains_chart, releases_chart
from maslahat.brief.charts.gains import package_name
from maslahat.brief.charts.releases import season_release_mm3
from maslahat.brief.page import Block, Column, Heading, Item, Items, Paragraph, Section, Table
from maslahat.brief.reading import Reading, most_common
from maslahat.brief.words import (
    capital,
    count_of,
    counted,
    decimals,
    energy,
    listed,
    money,
    signed,
    volume,
    within,
)
from maslahat.options.result import Delivery, Package, Zone

PAYMENTS = {
    "free": "in money",
    "capped": "in money, capped",
    "in kind": "in kind",
    "none": "not at all",
}


LEAST_DELIVERY_GWH = 50.0  # a season; less is left to the operators


def agreed_section(reading: Reading) -> Section:
    """Return the section on the packages."""
    blocks: list[Block] = [Paragraph(offer_sentence(reading), "lead")]
    if not reading.result.packages:
        return Section("agreed", "What could be agreed", tuple(blocks))
    blocks.append(Paragraph(_meaning(), "note"))
    blocks.append(_gains_table(reading))
    blocks += [Heading("Looked at and not offered"), _refused(reading)] if reading.refused else []
    chart = gains_chart(reading)
    blocks += [chart] if chart else []
    if reading.offered:
        blocks += [Heading("What each package does"), _summaries(reading), *_content(reading)]
    blocks += _zone(reading)
    return Section("agreed", "What could be agreed", tuple(blocks))


def offer_sentence(reading: Reading) -> str:
    """Return how many packages leave every state better off, in one sentence."""
    offered, all_packages = len(reading.offered), len(reading.result.packages)
    if not all_packages:
        return "No package was worked out, so that nothing can be said about an agreement."
    if not offered:
        return (
            f"None of the {all_packages} packages worked out leaves every state better off than going alone, "
            "so that none is offered; the reasons stand below."
            if all_packages > 1
            else (
                "The one package worked out does not leave every state better off than going alone, so that"
                " it is not offered."
            )
        )
    verb = "leaves" if offered == 1 else "leave"
    most = max(package.joint_gain_usd_m.mean for package in reading.offered)
    return (
        f"{capital(counted(offered, 'package'))} {verb} every state better off than going alone, in the mean"
        f" of all possible years. Together the states gain up to {money(most)} a year."
    )


def _meaning() -> str:
    return (
        "A gain is what a state has under the package less what it has going alone: harvest, fuel, power"
        " bought and sold, power not served, the worth of the water left in store at the end, and payments. A"
        " state regrets signing in a year in which it would have done better alone."
    )


def _gains_table(reading: Reading) -> Table:
    columns = (
        Column("Package", figures=False),
        *(Column(party.name) for party in reading.parties),
        Column("All"),
        Column("Regret", f"years of {reading.traces}"),
    )
    rows = tuple(_gains_row(reading, package) for package in (*reading.offered, *reading.refused))
    note = "Million USD a year over no agreement: the mean, and below it where 8 years in 10 lie."
    return Table("gains", "Gain by package and state, million USD a year", columns, rows, note)


def _gains_row(reading: Reading, package: Package) -> tuple[str, ...]:
    gains = [reading.outcome(package, party.party).gain_usd_m for party in reading.parties]
    cells = [f"{signed(gain.mean)}\n{within(gain)}" for gain in (*gains, package.joint_gain_usd_m)]
    return (package_name(package), *cells, str(count_of(package.regret_any_share, reading.traces)))


def _refused(reading: Reading) -> Items:
    return Items(tuple(Item(package.title, why_not(reading, package)) for package in reading.refused))


def why_not(reading: Reading, package: Package) -> str:
    """Return why a package is not offered, as a sentence that names the state that would lose."""
    if package.why_not:
        return capital(sentence(package.why_not))
    verb = "gains" if package.least_margin_usd_m >= 0 else "loses"
    amount = money(abs(package.least_margin_usd_m))
    return (
        f"{reading.name(package.least_margin_party)} {verb} {amount} a year in the mean of all possible"
        " years."
    )


def sentence(text: str) -> str:
    """Return the text ending with a full stop."""
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."


def _summaries(reading: Reading) -> Items:
    return Items(tuple(Item(package.title, _summary(package)) for package in reading.offered))


def _summary(package: Package) -> str:
    notes = [sentence(note) for note in package.notes]
    return " ".join([sentence(package.summary), *notes])


def _content(reading: Reading) -> list[Block]:
    blocks: list[Block] = []
    chart = releases_chart(reading)
    blocks += [chart] if chart else []
    blocks.append(_releases_table(reading))
    blocks.append(_payments_table(reading))
    deliveries = _deliveries_table(reading)
    blocks += [deliveries] if deliveries else []
    return blocks


def _releases_table(reading: Reading) -> Table:
    schedule = reading.head_schedule(reading.offered[0].schedules)
    name = schedule.name if schedule else reading.result.season.head_name
    kinds = range(len(reading.classes))
    columns = (Column("Plan", figures=False), *(Column(capital(reading.class_words(c))) for c in kinds))
    plans: list[tuple[str, Package | None]] = [
        ("No agreement", None),
        *((p.title, p) for p in reading.offered),
    ]
    rows = tuple(
        (title, *(volume(season_release_mm3(reading, plan, c)) for c in kinds)) for title, plan in plans
    )
    return Table(
        "season-releases", f"Released from {name} in {reading.growing_words}", columns, grouped(rows)
    )


def _payments_table(reading: Reading) -> Table:
    c = most_common(reading.classes)
    columns = (
        Column("Package", figures=False),
        *(Column(party.name) for party in reading.parties),
        Column("Paid", figures=False),
    )
    rows = tuple(
        (
            package.title,
            *(signed(reading.outcome(package, party.party).payment_usd_m[c]) for party in reading.parties),
            PAYMENTS.get(package.payments, package.payments),
        )
        for package in reading.offered
    )
    note = f"Million USD; plus: received, minus: paid. In {reading.class_words(c)}, the likeliest kind."
    return Table("payments", f"Payments in {reading.class_words(c)}", columns, rows, note)


def _deliveries_table(reading: Reading) -> Table | None:
    """Return what is delivered under the package that is drafted; the others would fill pages."""
    if reading.chosen is None:
        return None
    kinds = range(len(reading.classes))
    rows = tuple(
        (
            f"{reading.name(d.from_party)} to {reading.name(d.to_party)}",
            d.item,
            *(energy(sum(d.gwh[c])) for c in kinds),
        )
        for d in reading.chosen.deliveries
        if delivered(d)
    )
    if not rows:
        return None
    columns = (
        Column("From, to", figures=False),
        Column("What", figures=False),
        *(Column(capital(reading.class_words(c))) for c in kinds),
    )
    note = f"What is below {energy(LEAST_DELIVERY_GWH)} in every kind of year is left out."
    return Table("deliveries", f"Delivered in the season under “{reading.chosen.title}”", columns, rows, note)


def grouped(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return rows that say the same under different names as one row with all of their names."""
    names: dict[tuple[str, ...], list[str]] = {}
    for name, *cells in rows:
        names.setdefault(tuple(cells), []).append(name)
    return tuple((listed(shared), *cells) for cells, shared in names.items())


def delivered(delivery: Delivery) -> bool:
    """Say whether a delivery is large enough, in some kind of year, to be laid down."""
    return any(sum(row) >= LEAST_DELIVERY_GWH for row in delivery.gwh)


def _zone(reading: Reading) -> list[Block]:
    zone = reading.result.zone
    if not zone:
        return []
    columns = (
        Column("A m³ of irrigation water is worth", "USD", figures=False),
        Column("Upstream accepts from", "million USD"),
        Column("Downstream pays up to", "million USD"),
        Column("Room to agree", "million USD", figures=False),
    )
    rows = tuple(_zone_row(row) for row in zone)
    table = Table("zone", "The yearly payment for running the head reservoir for irrigation", columns, rows)
    return [
        Heading("Money alone, for the irrigation regime alone"),
        Paragraph(_zone_sentences(reading)),
        table,
    ]


def _zone_row(row: Zone) -> tuple[str, ...]:
    room = row.most_offered_usd_m - row.least_accepted_usd_m
    return (
        decimals(row.water_value_usd_per_m3, 3),
        decimals(row.least_accepted_usd_m, 0),
        decimals(row.most_offered_usd_m, 0) if row.most_offered_usd_m > 0 else "nothing",
        f"yes, {decimals(room, 0)}" if room >= 0 else f"no, {decimals(-room, 0)} apart",
    )


def _zone_sentences(reading: Reading) -> str:
    name = reading.result.season.head_name
    text = (
        f"If nothing were agreed but that {name} is run for irrigation and money is paid for it once a year,"
        " the upstream side would accept any sum above what it loses, the downstream side would pay any sum"
        " below what it gains. Both depend on what a cubic metre of irrigation water is worth, which no"
        " market tells."
    )
    closes = reading.result.zone_closes_usd_per_m3
    if closes is None and all(
        row.most_offered_usd_m < row.least_accepted_usd_m for row in reading.result.zone
    ):
        return f"{text} At none of the values below does any sum satisfy both."
    if closes is None:
        return text
    return f"{text} Below {decimals(closes, 3)} USD per m³ no sum satisfies both."
