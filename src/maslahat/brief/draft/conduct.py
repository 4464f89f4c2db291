"""The articles that say how it is kept: monitoring, inability, deposit, review, disputes, entry in force."""

from __future__ import annotations

from maslahat.brief.draft.frame import Draft, lettered
from maslahat.brief.sections.agreed import delivered
from maslahat.brief.sections.holding import deposits
from maslahat.brief.terms import (
    CONSULTATION_DAYS,
    MEDIATION_DAYS,
    NOTICE_DAYS,
    RELEASE_TOLERANCE,
    REPORT_DAYS,
)
from maslahat.brief.words import decimals, in_years, listed, month, months, percent
from maslahat.options.result import PartyOutcome
from maslahat.text import Block, paragraph

__all__ = ["deposit", "deposits", "disputes", "force", "inability", "monitoring", "review"]


def monitoring(draft: Draft) -> list[Block]:
    """Return the article on what is read, by whom, and what a reading outside the tolerance means."""
    entries = [
        f"{draft.name(schedule.owner)}: the release from {schedule.name} and the storage in it at the end of"
        " the month;"
        for schedule in draft.package.schedules
        if schedule.scheduled
    ]
    if any(delivered(delivery) for delivery in draft.package.deliveries):
        entries.append(
            f"any two Parties between which {draft.see('energy')} lays down deliveries: what was delivered, "
            "from the meters of both;"
        )
    entries.append("every Party: the water withdrawn at its head works and the inflow at its gauges.")
    return [
        paragraph(
            f"Within {REPORT_DAYS} days of the end of each month the following shall be reported to all"
            " Parties:"
        ),
        *lettered(entries),
        paragraph(
            f"Two readings of one quantity that differ by {percent(RELEASE_TOLERANCE)} or less shall be held"
            " to agree, and their mean shall count. Where they differ by more, both Parties shall read again"
            " together, at the gauge, within ten days."
        ),
        paragraph(
            "A release or delivery outside the tolerance is a departure. It shall be made good in the"
            " following month where the Party that was to receive it so wishes; otherwise"
            f" {draft.see('disputes')} applies."
        ),
        paragraph("Every Party may send an observer to every gauge and meter named in this article."),
    ]


def inability(draft: Draft) -> list[Block]:
    """Return the article on what happens when a provision cannot be met."""
    blocks = [
        paragraph(
            "A Party that sees that it cannot meet a provision, since a reservoir is at its lowest or highest"
            " level or works have failed, shall notify the others at once, with the readings that show it."
        ),
        paragraph(
            "It shall then release or deliver what it can. A release that falls short for this reason shall"
            " be no departure; the payments and deliveries due in return shall be reduced in the same"
            " proportion."
        ),
    ]
    expected = [
        schedule
        for schedule in draft.package.schedules
        if schedule.scheduled and schedule.deviation_share > 0
    ]
    for schedule in expected:
        when = f", mostly in {months(schedule.deviation_months)}" if schedule.deviation_months else ""
        often = in_years(schedule.deviation_share, draft.reading.traces)
        blocks.append(
            paragraph(f"The Parties note that for {schedule.name} this is to be expected {often}{when}.")
        )
    return blocks


def deposit(draft: Draft) -> list[Block]:
    """Return the article on the deposits that make each Party's word worth keeping."""
    discount = decimals(draft.reading.result.keeping.discount, 2)
    held = deposits(draft.package)
    entries = [
        _deposit_entry(draft, outcome) + (";" if k < len(held) - 1 else ".") for k, outcome in enumerate(held)
    ]
    return [
        paragraph(
            "Before this Protocol enters into force the following shall be deposited with a bank agreed by"
            " the Parties:"
        ),
        *lettered(entries),
        paragraph(
            "A deposit shall be returned at the end of the term. It shall fall to the other Parties, in"
            f" equal parts, when {draft.see('disputes')} has found a departure that was not made good."
        ),
        paragraph(
            "The sums are the smallest that make keeping this Protocol worth more than breaking it when the"
            f" next year counts {discount} of this year."
        ),
    ]


def review(draft: Draft) -> list[Block]:
    """Return the article on review: after the growing season and before the hardest month."""
    reading = draft.reading
    growing = reading.growing_months
    periods = reading.result.season.periods
    after = month(periods[min(growing[-1] + 1, len(periods) - 1)]) if growing else month(periods[-1])
    hardest = max(draft.package.outcomes, key=lambda outcome: outcome.temptation_usd_m)
    blocks = [
        paragraph(
            f"The Parties shall meet in {after}, and again in the last month of the season, to compare what"
            " was due with what was read."
        ),
        paragraph(
            "What they change shall be set down in writing and signed by all Parties; until then the tables"
            " stand."
        ),
    ]
    if hardest.temptation_usd_m >= 0.05 and hardest.tightest_month:
        blocks.append(
            paragraph(
                f"They shall also confer before {month(hardest.tightest_month)}, the month in which the"
                f" provisions weigh most on {draft.name(hardest.party)}."
            )
        )
    return blocks


def disputes(_draft: Draft) -> list[Block]:
    """Return the article on the settlement of disputes."""
    return [
        paragraph(
            "A dispute on the reading or the keeping of this Protocol shall first be put to the other"
            f" Parties in writing. They shall consult within {CONSULTATION_DAYS} days."
        ),
        paragraph(
            "Where they do not agree, they shall ask a mediator whom all of them accept, who shall propose a"
            f" settlement within {MEDIATION_DAYS} days. The facts shall be established from the readings"
            " exchanged under this Protocol."
        ),
        paragraph(
            "Where the proposal is not accepted, any Party may put the dispute to arbitration by three"
            " arbitrators, one named by each side and the third by the two; their award shall be final."
        ),
        paragraph(
            "While a dispute is open, releases, deliveries and payments that are not in dispute shall go on."
        ),
    ]


def force(draft: Draft) -> list[Block]:
    """Return the article on entry into force, term and withdrawal."""
    names = listed(party.name for party in draft.reading.parties)
    return [
        paragraph(
            f"This Protocol shall enter into force when {names} have each signed it{_and_deposited(draft)},"
            f" and applies from {draft.reading.start_words}."
        ),
        paragraph(
            "It shall end with the season, on the last day of"
            f" {month(draft.reading.result.season.periods[-1], True)}. The Parties may extend it in writing,"
            " with new tables."
        ),
        paragraph(
            f"A Party may withdraw on {NOTICE_DAYS} days’ notice. What was due before the withdrawal takes"
            " effect shall remain due."
        ),
    ]


def _deposit_entry(draft: Draft, outcome: PartyOutcome) -> str:
    return f"by {draft.name(outcome.party)}: {decimals(outcome.escrow_usd_m, 1)} million USD"


def _and_deposited(draft: Draft) -> str:
    return (
        f" and the deposits under {draft.see('deposit')} have been made" if "deposit" in draft.numbers else ""
    )
