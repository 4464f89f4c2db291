"""Where parties give only rankings: fallback bargaining and approval (DESIGN §7).

Fallback bargaining (Brams & Kilgour 2001): every party starts from its best option and falls back rank by
rank until some option has the support of all (or of a quorum q); of several found at the same depth the ones
with most support stand. With all in support it minimises the worst rank. Approval (Brams & Fishburn 1978):
the options most parties rank within the depth they accept.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from maslahat.accord.figure import figure
from maslahat.accord.table_rows import Cell, Row, Sheet, short
from maslahat.core import Fault, InputError


@dataclass(frozen=True, slots=True)
class Rankings:
    """`ranks[party][option]` is 1 for the best; equal ranks are allowed. `limits`: last rank a party
    still accepts.
    """

    options: tuple[str, ...]
    parties: tuple[str, ...]
    ranks: tuple[tuple[int, ...], ...]
    limits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fallback:
    """The depth at which agreement is reached, the options that win there and the support of each option by
    depth.

    `depth` is None where the accepted ranks end before a quorum is met (fallback with impasse).
    """

    quorum: int
    depth: int | None
    winners: tuple[str, ...]
    support: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class RankAnswer:
    """Fallback bargaining with unanimity and with a majority, approval counts, and Borda counts beside
    them.
    """

    rankings: Rankings
    unanimous: Fallback
    majority: Fallback
    approvals: tuple[int, ...]
    approved: tuple[str, ...]
    borda: tuple[int, ...]


def fallback(rankings: Rankings, quorum: int) -> Fallback:
    """Return the fallback bargaining set for a quorum of parties."""
    deepest = max(rankings.limits, default=0)
    support = tuple(
        tuple(_support(rankings, option, depth) for option in range(len(rankings.options)))
        for depth in range(1, deepest + 1)
    )
    for depth, counts in enumerate(support, 1):
        if max(counts) >= quorum:
            winners = tuple(
                o for o, count in zip(rankings.options, counts, strict=True) if count == max(counts)
            )
            return Fallback(quorum, depth, winners, support[:depth])
    return Fallback(quorum, None, (), support)


def rank_answer(rankings: Rankings) -> RankAnswer:
    """Return every rule on the rankings, side by side."""
    parties, options = len(rankings.parties), len(rankings.options)
    approvals = tuple(
        sum(ranks[option] <= limit for ranks, limit in zip(rankings.ranks, rankings.limits, strict=True))
        for option in range(options)
    )
    borda = tuple(
        sum(sum(other > ranks[option] for other in ranks) for ranks in rankings.ranks)
        for option in range(options)
    )
    best = max(approvals)
    return RankAnswer(
        rankings,
        fallback(rankings, parties),
        fallback(rankings, parties // 2 + 1),
        approvals,
        tuple(o for o, count in zip(rankings.options, approvals, strict=True) if count == best),
        borda,
    )


def rank_table(path: Path) -> RankAnswer:
    """Read a table of ranks (option, one column a party, 1 the best; a row `accepts` may set limits) and
    solve it.
    """
    from maslahat.accord.table import read_sheet  # noqa: PLC0415 - a table is one way in, not the only one

    return rank_answer(rankings_of(read_sheet(path)))


def rankings_of(sheet: Sheet) -> Rankings:
    """Return the rankings in a sheet. Raises InputError with every fault at once."""
    faults: list[Fault] = []
    limits = [row for row in sheet.rows if _is_limit(row)]
    rows = [row for row in sheet.rows if row.what == "score" and row not in limits]
    faults += [Fault(row.where, "a second row 'accepts'", "one") for row in limits[1:]]
    faults += [Fault(row.where, "a row without an option", "its name") for row in rows if not row.option]
    options = tuple(row.option for row in rows)
    for row in sheet.rows:
        if row.what not in ("score", "accepts"):
            faults.append(Fault(row.where, f"the kind of row {row.what!r}", "score or accepts"))
    for twice in sorted({option for option in options if options.count(option) > 1}):
        faults.append(Fault(sheet.source, f"option {twice!r} twice", "each once"))
    if not rows or len(sheet.parties) < 2:
        faults.append(
            Fault(sheet.source, "no rankings", "a row for each option and a column for each of two parties")
        )
    ranks = tuple(tuple(_rank(row, party, len(rows), faults) for row in rows) for party in sheet.parties)
    last = tuple(_limit(limits, party, len(rows), faults) for party in sheet.parties)
    if faults:
        raise InputError(faults)
    return Rankings(options, sheet.parties, ranks, last)


def _is_limit(row: Row) -> bool:
    """Say whether the row sets limits: by its kind, or by its name in a table that has no column for kinds."""
    return row.what == "accepts" or ("what" not in row.spots and row.option.lower() == "accepts")


def _support(rankings: Rankings, option: int, depth: int) -> int:
    pairs = zip(rankings.ranks, rankings.limits, strict=True)
    return sum(ranks[option] <= min(depth, limit) for ranks, limit in pairs)


def _rank(row: Row, party: str, count: int, faults: list[Fault]) -> int:
    if party not in row.values:
        faults.append(Fault(f"{row.where}, party {party}", f"no rank for {row.option!r}", f"1 to {count}"))
        return 1
    return _whole(row.values[party], count, faults)


def _limit(rows: list[Row], party: str, count: int, faults: list[Fault]) -> int:
    if not rows or party not in rows[0].values:
        return count
    return _whole(rows[0].values[party], count, faults)


def _whole(cell: Cell, count: int, faults: list[Fault]) -> int:
    value = figure(cell.text)
    if value is not None and value.denominator == 1 and 1 <= value <= count:
        return int(value)
    faults.append(Fault(cell.where, short(cell.text), f"a whole number from 1 to {count}"))
    return 1
