"""A result as tables of at most 80 columns."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

WIDTH = 80
Json = dict[str, Any]


def print_answer(document: Json) -> None:
    """Print the season, who is short alone, the packages, and for a single package all that is known of it."""
    console = Console(width=WIDTH, highlight=False)
    settings, season = document["settings"], document["season"]
    console.print(
        f"{document['river_name']}, season from {settings['start']}, {settings['months']} months; "
        f"{season['head_name']} holds {season['head_storage_mm3']:,.0f} million m³; "
        f"judged by {settings['traces']} possible years, planned on {settings['plan_traces']}; "
        f"water is worth {settings['water_value_usd_per_m3']:g} USD per m³."
    )
    console.print(_alone(document))
    console.print(_packages(document))
    console.print("Regret: years in 100 in which some state would have done better alone.\n")
    for package in document["packages"]:
        if package["why_not"]:
            console.print(f"{package['title']} is not offered: {package['why_not']}")
    if len(document["packages"]) == 1:
        _whole(console, document, document["packages"][0])


def _alone(document: Json) -> Table:
    table = _table("If every state goes alone")
    for head in ("State", "Short of irrigation water, km³", "Short of power, TWh", "How likely"):
        table.add_column(head, justify="left" if head == "State" else "right")
    for outcome in document["alone"]:
        water, power = outcome["irrigation_short"], outcome["power_short"]
        table.add_row(
            _name(document, outcome["party"]),
            _amount(water["size"]["mean"] / 1e3),
            _amount(power["size"]["mean"] / 1e3),
            f"{100 * max(water['probability'], power['probability']):.0f} %",
        )
    return table


def _table(title: str) -> Table:
    return Table(
        title=f"\n{title}",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
        show_edge=False,
    )


def _signed(value: float) -> str:
    return "0" if abs(value) < 0.5 else f"{value:+,.0f}"


def _amount(value: float) -> str:
    return "–" if value < 0.005 else f"{value:.2f}"


def _packages(document: Json) -> Table:
    table = _table("Gain over going alone, million USD a year")
    table.add_column("Package", min_width=17)
    for party in document["parties"]:
        table.add_column(party["name"], justify="right", no_wrap=True)
    table.add_column("All", justify="right")
    table.add_column("Regret", justify="right")
    for package in document["packages"]:
        gains = [_signed(outcome["gain_usd_m"]["mean"]) for outcome in package["outcomes"]]
        name = package["title"] if package["offered"] else f"({package['title']})"
        joint = _signed(package["joint_gain_usd_m"]["mean"])
        table.add_row(name, *gains, joint, f"{100 * package['regret_any_share']:.0f}")
    return table


def _whole(console: Console, document: Json, package: Json) -> None:
    """Print what keeping takes, releases and deliveries of one package."""
    table = _table("Will it hold")
    for head in ("State", "8 years in 10", "Worst year", "Hardest month", "Tempted by", "Weight", "Deposit"):
        table.add_column(head, justify="left" if head in ("State", "Hardest month") else "right")
    for outcome in package["outcomes"]:
        gain, weight = outcome["gain_usd_m"], outcome["critical_discount"]
        table.add_row(
            _name(document, outcome["party"]),
            f"{_signed(gain['low'])} to {_signed(gain['high'])}",
            _signed(gain["worst"]),
            outcome["tightest_month"],
            f"{outcome['temptation_usd_m']:,.0f}",
            "none" if weight is None else f"{weight:.2f}",
            f"{outcome['escrow_usd_m']:,.0f}",
        )
    console.print(table)
    for schedule in package["schedules"]:
        if schedule["scheduled"]:
            console.print(_releases(document, schedule))
    for note in package["notes"]:
        console.print(f"Note: {note}")


def _releases(document: Json, schedule: Json) -> Table:
    table = _table(f"Releases from {schedule['name']}, m³/s")
    kinds = [kind["name"] for kind in document["season"]["classes"]]
    table.add_column("Month")
    for kind in kinds:
        table.add_column(f"{kind} year", justify="right")
    for t, period in enumerate(document["season"]["periods"]):
        table.add_row(period, *(f"{row[t]:,.0f}" for row in schedule["release_m3s"]))
    return table


def _name(document: Json, party: str) -> str:
    return next(str(entry["name"]) for entry in document["parties"] if entry["party"] == party)
