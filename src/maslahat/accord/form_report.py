"""What the other forms of a game give, as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from maslahat.accord.finite_text_parts import number
from maslahat.accord.form_file import Form

TITLES = {
    "voting": "a body that votes with weights",
    "claims": "an estate too small for its claims",
    "airport": "the cost of what all share",
    "partition": "a game in which it matters how the others stand",
    "interval": "a game of bounds",
    "keeping": "what makes each keep its word",
}
RULES = {"shapley": "Shapley", "shapley_shubik": "Shapley–Shubik", "banzhaf": "Banzhaf", "talmud": "Talmud"}
CONVENTIONS = {
    "split_up": "others split up",
    "united": "others united",
    "worst": "others at their worst for it",
    "best": "others at their best for it",
}


def show_form(console: Console, form: Form) -> None:
    """Print the figures of one form."""
    document = form.certificate
    console.print(Text(f"{form.where}: {TITLES[document['kind']]}", style="bold"))
    if document["kind"] == "keeping":
        console.print(_keeping(document))
    for words, columns in _found(document):
        if words:
            console.print(words)
        console.print(_columns(document["parties"], columns))
    for sentence in _words(document):
        console.print(sentence)
    console.print()


def _found(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield each table: what stands above it, and its columns of figures by heading."""
    if document["kind"] == "interval":
        ends = zip(*(band["decimal"] for band in document["shapley_bands"]), strict=True)
        names = ("Shapley, least", "Shapley, most")
        yield "", {name: [number(figure) for figure in end] for name, end in zip(names, ends, strict=True)}
    elif document["kind"] == "partition":
        for name, game in document["conventions"].items():
            empty = next(solution["empty"] for solution in game["solutions"] if solution["rule"] == "core")
            words = f"With the {CONVENTIONS[name]} (core {'empty' if empty else 'not empty'}):"
            yield words, _payoffs(game, ("shapley", "prenucleolus"))
    elif document["kind"] != "keeping":
        yield "", _payoffs(document)


def _payoffs(document: dict[str, Any], rules: tuple[str, ...] = ()) -> dict[str, list[str]]:
    return {
        RULES.get(solution["rule"], solution["rule"].replace("_", " ")): [
            _short(share) for share in solution["payoff"]
        ]
        for solution in document["solutions"]
        if not rules or solution["rule"] in rules
    }


def _columns(parties: list[str], columns: dict[str, list[str]]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("party", overflow="fold")
    for heading in columns:
        table.add_column(heading, justify="right")
    for place, party in enumerate(parties):
        table.add_row(party, *(column[place] for column in columns.values()))
    return table


def _keeping(document: dict[str, Any]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for heading in (
        "party",
        "critical discount",
        "tightest period",
        "escrow",
        "at discount",
        "set by period",
    ):
        table.add_column(heading, justify="left" if heading == "party" else "right")
    for entry in document["parties"]:
        critical = entry["critical_discount"]
        table.add_row(
            entry["party"],
            "none is enough" if critical is None else number(critical),
            str(entry["tightest"] + 1),
            number(entry["escrow"]),
            number(entry["discount"]),
            str(entry["escrow_period"] + 1),
        )
    return table


def _words(document: dict[str, Any]) -> Iterator[str]:
    if document["kind"] == "interval":
        if document["core_surely_empty"]:
            yield "Whatever the values within the bounds, the core is empty."
        elif document["core_surely_nonempty"]:
            yield "Whatever the values within the bounds, the core is not empty."
        else:
            yield "Whether the core is empty depends on where within the bounds the values lie."


def _short(share: str) -> str:
    return share if len(share) <= 8 else number(float(Fraction(share)))
