"""Agreement among many people as JSON, on a terminal and as a page."""

from __future__ import annotations

import html
from typing import Any

from rich.console import Console
from rich.table import Table

from maslahat.accord.consensus import Consensus, Statement, Tally
from maslahat.accord.finite_page import STYLE

SHOWN = 10


def consensus_json(found: Consensus) -> dict[str, Any]:
    """Return everything found as a JSON value."""
    votes = found.votes
    return {
        "format": "maslahat-consensus-1",
        "source": votes.source,
        "participants": len(votes.participants),
        "votes": sum(row.tally.votes for row in found.statements),
        "revotes": votes.revotes,
        "statements_moderated_out": int((~votes.kept).sum()),
        "group_sizes": list(found.group_sizes),
        "silhouettes": {str(count): value for count, value in found.silhouettes.items()},
        "unblocked": [row.number for row in found.unblocked],
        "carried_by_every_group": [row.number for row in found.statements if row.carried],
        "statements": [_statement(row) for row in found.statements],
        "people": [
            {"participant": number, "group": group, "place": None if place is None else list(place)}
            for number, group, place in zip(votes.participants, found.groups, found.places, strict=True)
        ],
    }


def show_consensus(found: Consensus) -> None:
    """Print the statements nobody blocks, those that carry all groups, and those that set groups apart."""
    console, votes = Console(), found.votes
    sizes = ", ".join(f"{letter(k)} ({size})" for k, size in enumerate(found.group_sizes)) or "none"
    console.print(
        f"{len(votes.participants)} people, {len(found.statements)} statements; opinion groups: {sizes}."
    )
    _print(console, "Statements nobody blocks", found.unblocked[:SHOWN], found)
    best = [row for row in found.statements if row.carried][:SHOWN]
    _print(console, "Furthest agreed across all groups", best, found)
    for group in range(len(found.group_sizes)):
        own = [row for row in found.statements if row.represents == group]
        own.sort(key=lambda row: -row.distinctness)
        _print(console, f"What sets group {letter(group)} apart", own[:5], found)


def consensus_page(found: Consensus) -> str:
    """Return one page that needs no network."""
    title = f"Consensus of {len(found.votes.participants)} people"
    groups = range(len(found.group_sizes))
    parts = [_rows("Statements nobody blocks", found.unblocked, found)]
    parts.append(_rows("All statements, furthest agreed across groups first", found.statements, found))
    for group in groups:
        own = sorted(
            (s for s in found.statements if s.represents == group), key=lambda row: -row.distinctness
        )
        parts.append(_rows(f"What sets group {letter(group)} apart", own, found))
    replaced = f"{found.votes.revotes} votes were replaced by a later one of the same person."
    sizes = ", ".join(f"{letter(k)}: {size} people" for k, size in enumerate(found.group_sizes))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{html.escape(title)}</h1>"
        f"<p class='note'>Opinion groups: {html.escape(sizes)}. {replaced}</p>"
        f"{_map(found)}{''.join(parts)}</body></html>\n"
    )


def letter(group: int) -> str:
    """Return the name of a group: A for the largest."""
    return chr(ord("A") + group)


def _statement(row: Statement) -> dict[str, Any]:
    return {
        "number": row.number,
        "text": row.text,
        **_tally(row.tally),
        "groups": [_tally(own) for own in row.groups],
        "group_aware_consensus": row.consensus,
        "group_aware_dissent": row.dissent,
        "unblocked": row.unblocked,
        "carried_by_every_group": row.carried,
        "represents": row.represents,
        "z": row.distinctness,
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {"agree": tally.agree, "disagree": tally.disagree, "pass": tally.passed}


def _print(
    console: Console, title: str, rows: tuple[Statement, ...] | list[Statement], found: Consensus
) -> None:
    if not rows:
        console.print(f"{title}: none.")
        return
    table = Table(title=title, title_justify="left")
    table.add_column("no.", justify="right")
    table.add_column("statement")
    table.add_column("agree / disagree / pass", justify="right")
    for group in range(len(found.group_sizes)):
        table.add_column(f"{letter(group)} agrees", justify="right")
    for row in rows:
        shares = [f"{own.agree / own.votes:.0%}" if own.votes else "–" for own in row.groups]
        table.add_row(str(row.number), row.text or "(no text)", _counts(row), *shares)
    console.print(table)


def _counts(row: Statement) -> str:
    return f"{row.tally.agree} / {row.tally.disagree} / {row.tally.passed}"


def _rows(title: str, rows: tuple[Statement, ...] | list[Statement], found: Consensus) -> str:
    if not rows:
        return f"<h2>{html.escape(title)}</h2><p>None.</p>"
    groups = "".join(f"<th class='n'>{letter(k)} agrees</th>" for k in range(len(found.group_sizes)))
    lines = []
    for row in rows:
        shares = "".join(
            f"<td class='n'>{own.agree / own.votes:.0%}</td>" if own.votes else "<td class='n'>–</td>"
            for own in row.groups
        )
        text = html.escape(row.text or "(no text)")
        counts = f"<td class='n'>{_counts(row)}</td>"
        lines.append(f"<tr><td class='n'>{row.number}</td><td>{text}</td>{counts}{shares}</tr>")
    head = (
        f"<tr><th class='n'>No.</th><th>Statement</th><th class='n'>Agree / disagree / pass</th>{groups}</tr>"
    )
    return f"<h2>{html.escape(title)}</h2><table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"


def _map(found: Consensus) -> str:
    """Return people as points, coloured by group, as SVG."""
    rows = [
        {"x": place[0], "y": place[1], "group": letter(group)}
        for place, group in zip(found.places, found.groups, strict=True)
        if place is not None and group is not None
    ]
    if not rows:
        return ""
    import altair as alt  # noqa: PLC0415 - slow to import, needed here alone
    import vl_convert  # noqa: PLC0415

    bare = alt.Axis(labels=False, ticks=False, title=None, grid=False)
    chart = (
        alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]
        .mark_circle(size=50, opacity=0.7)
        .encode(
            x=alt.X("x:Q", axis=bare), y=alt.Y("y:Q", axis=bare), color=alt.Color("group:N", title="Group")
        )
        .properties(width=520, height=320, title="People who vote alike stand close together")
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return f"<figure>{svg}</figure>"
