"""The articles that say what is due: kinds of year, releases, energy and fuel, payments."""

from __future__ import annotations

from dataclasses import dataclass

from maslahat.brief.draft.frame import Draft, letter, lettered
from maslahat.brief.reading import Reading
from maslahat.brief.sections.agreed import LEAST_DELIVERY_GWH, delivered
from maslahat.brief.sections.season import bounds
from maslahat.brief.terms import CLASS_MARGIN_DAYS, PAYMENT_DAYS, RELEASE_TOLERANCE, declaration_months
from maslahat.brief.words import counted, decimals, energy, listed, percent
from maslahat.options.result import Delivery, Package, Schedule
from maslahat.text import Annex, Block, paragraph, table

LEAST_PAYMENT_USD_M = 0.05


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that one Party pays another in a kind of year."""

    from_party: str
    to_party: str
    usd_m: float


def transfers(package: Package, year_class: int) -> list[Transfer]:
    """Return who pays whom how much in a kind of year, from what each receives on balance.

    Payers are matched to receivers in the order of the package: there are fewer payments than Parties.
    """
    owed = [
        (o.party, -o.payment_usd_m[year_class]) for o in package.outcomes if o.payment_usd_m[year_class] < 0
    ]
    due = [
        (o.party, o.payment_usd_m[year_class]) for o in package.outcomes if o.payment_usd_m[year_class] > 0
    ]
    made: list[Transfer] = []
    while owed and due:
        amount = min(owed[0][1], due[0][1])
        if amount >= LEAST_PAYMENT_USD_M:
            made.append(Transfer(owed[0][0], due[0][0], amount))
        owed, due = _less(owed, amount), _less(due, amount)
    return made


def purpose(draft: Draft) -> list[Block]:
    """Return the article on parties and purpose."""
    reading = draft.reading
    things = ["releases of water"]
    things += ["deliveries of energy and fuel"] if _deliveries(draft.package) else []
    things += ["payments"] if _pays(draft) else []
    return [
        paragraph(f"The Parties to this Protocol are {listed(party.name for party in reading.parties)}."),
        paragraph(f"This Protocol lays down {listed(things)} for the season {reading.season_words}."),
        paragraph(
            "It neither changes the shares of water among the Parties nor prejudges any later agreement on"
            " them."
        ),
    ]


def definitions(draft: Draft) -> list[Block]:
    """Return the article on definitions, with the kinds of year by their inflow."""
    reading = draft.reading
    kinds = [
        f"“{kind.name} year” means a year in which the inflow of the whole river in the growing season is"
        f" {bounds(kind)};"
        for kind in reading.classes
    ]
    entries = [
        f"“season” means the months {reading.season_words}, each from its first day to its last;",
        f"“growing season” means {reading.growing_words};",
        f"“inflow of the whole river” means the natural inflow, taken together, at {_heads(reading)};",
        *kinds,
        (
            "“release” means the mean flow that leaves a reservoir over a calendar month, in cubic metres per"
            " second (m³/s), through turbines, outlets and spillways together;"
        ),
        "“million m³” means the volume that the release carries in that month.",
    ]
    return [paragraph("For the purposes of this Protocol:"), *lettered(entries)]


def declaration(draft: Draft) -> list[Block]:
    """Return the article on how and by when the kind of year is declared."""
    first, middle = declaration_months(draft.reading)
    names = [kind.name for kind in draft.reading.classes]
    usual = max(draft.reading.classes, key=lambda kind: kind.probability).name
    return [
        paragraph(
            f"The hydrometeorological services of the Parties shall jointly declare by {CLASS_MARGIN_DAYS}"
            f" {first} whether the year is {listed(names, 'or')}, from the forecast of the inflow of the"
            " whole river."
        ),
        paragraph(
            f"They shall confirm or change the declaration by {CLASS_MARGIN_DAYS} {middle}, from the inflow"
            " measured until then and the forecast of the rest. A change applies from the first day of the"
            " month that follows."
        ),
        paragraph(
            "Where the services do not agree, the mean of their forecasts shall decide; where there is no"
            f" forecast, the year shall be held to be {usual}."
        ),
    ]


def releases(draft: Draft) -> list[Block]:
    """Return the article on releases, with a table by month and kind of year for each reservoir agreed on."""
    scheduled = [schedule for schedule in draft.package.schedules if schedule.scheduled]
    if not scheduled:
        return [
            paragraph(
                "No release is laid down by this Protocol. Each Party operates its reservoirs as it sees fit."
            )
        ]
    blocks: list[Block] = []
    for schedule in scheduled:
        blocks.append(
            paragraph(
                f"{draft.name(schedule.owner)} shall release from {schedule.name}, by month and kind of year:"
            )
        )
        blocks.append(_release_table(draft.reading, schedule))
    blocks += [
        paragraph(
            "A release shall be in keeping with this article when the mean of the month is within"
            f" {percent(RELEASE_TOLERANCE)} of the table, and the sum over the growing season within half of"
            " that."
        ),
        paragraph(
            "What flows through other reservoirs is not laid down. Where the table cannot be met,"
            f" {draft.see('inability')} applies."
        ),
    ]
    return blocks


def energy_and_fuel(draft: Draft) -> list[Block]:
    """Return the article on energy and fuel: the season’s deliveries; the months are in the annex."""
    found = _deliveries(draft.package)
    if not found:
        return [
            paragraph(
                "No energy or fuel shall be due under this Protocol. Trade in them on other terms remains"
                " free."
            )
        ]
    header = ("", "From", "To", "What", *(f"{kind.name}, GWh" for kind in draft.reading.classes))
    rows = tuple(
        (
            letter(k),
            draft.name(d.from_party),
            draft.name(d.to_party),
            d.item,
            *(_flow(sum(row)) for row in d.gwh),
        )
        for k, d in enumerate(found)
    )
    least = energy(LEAST_DELIVERY_GWH)
    return [
        paragraph("The following shall be delivered in the season, by kind of year:"),
        table(header, rows, "Deliveries in the season"),
        paragraph(
            "The annex divides these deliveries among the months. It shall be a part of this Protocol."
        ),
        paragraph(
            "Electricity shall be measured at the border of the receiving Party; fuel shall be counted by"
            f" the energy in it. Exchanges of less than {least} a season are left to the operators."
        ),
    ]


def annexes(draft: Draft) -> tuple[Annex, ...]:
    """Return the annex with the deliveries by month, a table for each kind of year; none if none are due."""
    found = _deliveries(draft.package)
    if not found:
        return ()
    header = ("Month", *(letter(k) for k in range(len(found))))
    tables = []
    for c, kind in enumerate(draft.reading.classes):
        rows = [
            (label, *(_flow(d.gwh[c][k]) for d in found))
            for k, label in enumerate(draft.reading.month_labels)
        ]
        rows.append(("Season", *(_flow(sum(d.gwh[c])) for d in found)))
        tables.append(table(header, tuple(rows), f"In a {kind.name} year, GWh"))
    note = paragraph(f"The letters are those of the table of {draft.see('energy')}.")
    return (Annex("Annex", "Deliveries by month", (note, *tables)),)


def payments(draft: Draft) -> list[Block]:
    """Return the article on payments: who pays whom how much in which kind of year, and when."""
    if not _pays(draft):
        return [paragraph("No payment shall be due under this Protocol.")]
    parts = counted(len(draft.reading.periods), "equal part")
    year = draft.reading.result.settings.price_year
    return [
        paragraph(f"The following shall be paid for the season, in million United States dollars of {year}:"),
        _payment_table(draft),
        paragraph(
            f"It shall be paid in {parts}, one for each month of the season, within {PAYMENT_DAYS} days of"
            f" the end of that month, against the readings exchanged under {draft.see('monitoring')}."
        ),
        paragraph("When the kind of year is changed, the parts still due shall make up the difference."),
    ]


def _less(queue: list[tuple[str, float]], amount: float) -> list[tuple[str, float]]:
    left = queue[0][1] - amount
    return [(queue[0][0], left), *queue[1:]] if left > 1e-9 else queue[1:]


def _deliveries(package: Package) -> list[Delivery]:
    return [delivery for delivery in package.deliveries if delivered(delivery)]


def _pays(draft: Draft) -> bool:
    return any(transfers(draft.package, c) for c in range(len(draft.reading.classes)))


def _heads(reading: Reading) -> str:
    names = [head.name for head in reading.result.season.inflows]
    if any("," in name for name in names):
        return f"the following: {'; '.join(names)}"
    return listed(names) or "the heads of the river"


def _release_table(reading: Reading, schedule: Schedule) -> Block:
    header = ["Month"]
    for kind in reading.classes:
        header += [f"{kind.name}, m³/s", f"{kind.name}, million m³"]
    rows = []
    for k, label in enumerate(reading.month_labels):
        cells = [label]
        for c in range(len(reading.classes)):
            cells += [_flow(schedule.release_m3s[c][k]), _flow(schedule.release_mm3[c][k])]
        rows.append(tuple(cells))
    totals = ["Season"]
    for c in range(len(reading.classes)):
        totals += ["", _flow(sum(schedule.release_mm3[c]))]
    return table(tuple(header), (*rows, tuple(totals)), f"Release from {schedule.name}")


def _flow(value: float) -> str:
    return decimals(value, 0 if abs(value) >= 9.95 else 1)


def _payment_table(draft: Draft) -> Block:
    kinds = range(len(draft.reading.classes))
    amounts: dict[tuple[str, str], list[float]] = {}
    for c in kinds:
        for transfer in transfers(draft.package, c):
            row = amounts.setdefault((transfer.from_party, transfer.to_party), [0.0] * len(kinds))
            row[c] += transfer.usd_m
    header = ("Paid by", "Paid to", *(f"{kind.name} year" for kind in draft.reading.classes))
    rows = tuple(
        (draft.name(payer), draft.name(payee), *(decimals(value, 1) for value in row))
        for (payer, payee), row in amounts.items()
    )
    return table(header, rows, "Payments, million USD")
