"""Which rule says what and why: one gain shared by several rules, and what each set of states could reach."""

from __future__ import annotations

from maslahat.brief.charts import rules_chart
from maslahat.brief.page import Block, Column, Heading, Item, Items, Paragraph, Section, Table
from maslahat.brief.reading import Reading
from maslahat.brief.sections.agreed import sentence
from maslahat.brief.words import NOTHING, capital, counted, listed, money, signed
from maslahat.options.result import CoalitionValue, RuleView

NONE = "No rule was worked out: nothing is gained together that could be shared."


def fairness_section(reading: Reading) -> Section:
    """Return the section on the rules."""
    title = "Which rule says what, and why"
    rules = reading.result.rules
    if not rules:
        return Section("fairness", title, (Paragraph(NONE, "lead"),))
    blocks: list[Block] = [Paragraph(_lead(reading), "lead")]
    chart = rules_chart(reading)
    blocks += [chart] if chart else []
    blocks += [
        Heading("Why the rules differ"),
        Items(tuple(Item(rule.title, capital(sentence(rule.why))) for rule in rules)),
    ]
    blocks += [_rules_table(reading)]
    blocks += _coalitions(reading)
    return Section("fairness", title, tuple(blocks))


def _lead(reading: Reading) -> str:
    rules = reading.result.rules
    total = sum(rules[0].gains_usd_m.values())
    stable = [f"“{rule.title}”" for rule in rules if rule.in_core]
    text = (
        f"Where money may be paid freely, the states can gain {money(total)} a year together, and a rule says"
        f" who has how much of it. {capital(counted(len(rules), 'rule'))}"
        f" {'is' if len(rules) == 1 else 'are'} set side by side; none is preferred here."
    )
    if len(stable) == len(rules):
        word = "This rule leaves" if len(rules) == 1 else "Every one of them leaves"
        return f"{text} {word} no set of states that could do better by itself."
    if not stable:
        return f"{text} Under each of them some set of states could do better by itself."
    return f"{text} Only under {listed(stable)} can no set of states do better by itself."


def _rules_table(reading: Reading) -> Table:
    columns = (
        Column("Rule", figures=False),
        *(Column(party.name) for party in reading.parties),
        Column("Can a set of states do better by itself?", figures=False),
    )
    rows = tuple(_rule_row(reading, rule) for rule in reading.result.rules)
    note = (
        "Million USD a year: the expected gain, and in brackets the payment that goes with it "
        "(plus: received, minus: paid)."
    )
    return Table("rules", "Gain and payment by rule", columns, rows, note)


def _rule_row(reading: Reading, rule: RuleView) -> tuple[str, ...]:
    cells = []
    for party in reading.parties:
        gain, payment = rule.gains_usd_m.get(party.party, 0.0), rule.payments_usd_m.get(party.party, 0.0)
        cells.append(f"{signed(gain)}\n({signed(payment)})")
    return (rule.title, *cells, "no" if rule.in_core else "yes")


def _coalitions(reading: Reading) -> list[Block]:
    values = reading.result.coalitions
    alone = {c.members[0]: c for c in values if len(c.members) == 1}
    joint = [c for c in values if len(c.members) > 1]
    if not joint or set(alone) != {party.party for party in reading.parties}:
        return []
    columns = (
        Column("States that act together", figures=False),
        Column("Gain, others each for themselves"),
        Column("Gain, others united"),
    )
    rows = tuple(_coalition_row(reading, c, alone) for c in sorted(joint, key=lambda c: len(c.members)))
    note = (
        "Million USD a year over what the same states have when each goes alone. In the second column the "
        "states outside act together too. Values of the plan on "
        f"{reading.result.settings.plan_traces} weighted years; the packages are tried out on all "
        f"{reading.traces}, so that the last line need not equal their gain."
    )
    table = Table("coalitions", "What a set of states could gain by itself", columns, rows, note)
    text = (
        "The rules differ because the states bring different things. What a set of states could reach"
        " together, with the others outside, is what its members can point to in a negotiation:"
    )
    return [Heading("What each set of states could reach by itself"), Paragraph(text), table]


def _coalition_row(reading: Reading, c: CoalitionValue, alone: dict[str, CoalitionValue]) -> tuple[str, ...]:
    apart = c.outsiders_apart_usd_m - sum(alone[party].outsiders_apart_usd_m for party in c.members)
    united = c.outsiders_united_usd_m - sum(alone[party].outsiders_apart_usd_m for party in c.members)
    everybody = len(c.members) == len(reading.parties)
    names = "All" if everybody else listed(reading.name(party) for party in c.members)
    return (names, signed(apart), NOTHING if everybody else signed(united))
