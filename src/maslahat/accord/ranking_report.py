"""Rankings solved, as JSON and on a terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from maslahat.accord.check import digest_of
from maslahat.accord.finite_text import plain_console
from maslahat.accord.ranking import Fallback, RankAnswer


def ranking_json(answer: RankAnswer) -> dict[str, Any]:
    """Return the answer as a JSON value, a certificate of kind `ranking`."""
    rankings = answer.rankings
    document = {
        "format": "maslahat-ranking-1",
        "kind": "ranking",
        "parties": list(rankings.parties),
        "options": list(rankings.options),
        "ranks": {party: list(own) for party, own in zip(rankings.parties, rankings.ranks, strict=True)},
        "accepts": dict(zip(rankings.parties, rankings.limits, strict=True)),
        "fallback": {"unanimity": _fallback(answer.unanimous), "majority": _fallback(answer.majority)},
        "approval": {
            "counts": dict(zip(rankings.options, answer.approvals, strict=True)),
            "winners": list(answer.approved),
        },
        "borda": dict(zip(rankings.options, answer.borda, strict=True)),
    }
    return {**document, "digest": digest_of(document)}


def show_ranking(answer: RankAnswer) -> None:
    """Print the answer."""
    console, rankings = plain_console(), answer.rankings
    table = Table(title="Options and who ranks them where", title_justify="left")
    table.add_column("option")
    for party in (*rankings.parties, "approved by", "Borda"):
        table.add_column(party, justify="right")
    for place, option in enumerate(rankings.options):
        ranks = [str(own[place]) for own in rankings.ranks]
        table.add_row(option, *ranks, str(answer.approvals[place]), str(answer.borda[place]))
    console.print(table)
    for title, one in (("all parties", answer.unanimous), ("a majority", answer.majority)):
        console.print(_sentence(title, one))
    console.print(f"Approval: {', '.join(answer.approved)}.")


def _fallback(one: Fallback) -> dict[str, Any]:
    support = [list(counts) for counts in one.support]
    return {
        "quorum": one.quorum,
        "depth": one.depth,
        "winners": list(one.winners),
        "support_by_depth": support,
    }


def _sentence(title: str, one: Fallback) -> str:
    if one.depth is None:
        return f"Fallback bargaining with {title}: impasse, no option within the ranks they accept."
    return f"Fallback bargaining with {title}: {', '.join(one.winners)}, at rank {one.depth}."
