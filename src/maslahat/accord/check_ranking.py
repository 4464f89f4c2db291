"""Check what follows from rankings, and Adjusted Winner: part of `check`, standard library alone (DESIGN §7)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

NEAR = Fraction(1, 10**11)


def ranking_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a document of kind `ranking`."""
    parties, options = document["parties"], document["options"]
    ranks, limits = document["ranks"], document["accepts"]
    if len(set(parties)) != len(parties) or set(ranks) != set(parties) or set(limits) != set(parties):
        return ["no ranks and no limit for each party"]
    if not options or len(set(options)) != len(options) or len(parties) < 2:
        return ["no options, one named twice, or fewer than two parties"]
    if any(len(own) != len(options) or not _places(own, len(options)) for own in ranks.values()):
        return [f"ranks that are no whole numbers from 1 to {len(options)}, one for each option"]
    if not _places(list(limits.values()), len(options)):
        return ["limits that are no ranks"]
    support = _support(document, max(limits.values()))
    wrong = []
    for name, quorum in (("unanimity", len(parties)), ("majority", len(parties) // 2 + 1)):
        wrong += [
            f"{name}: {fault}"
            for fault in _fallback_faults(document["fallback"][name], quorum, support, options)
        ]
    counts = dict(zip(options, support[-1], strict=True))
    if document["approval"]["counts"] != counts:
        wrong.append("the approvals are not the ranks that are accepted")
    if document["approval"]["winners"] != [o for o in options if counts[o] == max(counts.values())]:
        wrong.append("the options most approved are others")
    borda = {o: sum(sum(x > own[k] for x in own) for own in ranks.values()) for k, o in enumerate(options)}
    return wrong if document["borda"] == borda else [*wrong, "the Borda counts are others"]


def division_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a division by Adjusted Winner (kind `division`).

    It is equal in the points each receives, no other division gives one more without giving the other less
    (whoever holds some of an item values it, against any item of the other's, at least as highly as the other
    does), and at most one item is cut.
    """
    items = document["items"]
    if len(document["parties"]) != 2 or len({item["item"] for item in items}) != len(items) or not items:
        return ["no two parties, no items, or an item named twice"]
    if any(len(item[key]) != 2 for item in items for key in ("exact_points", "exact_parts")):
        return ["an item without the points and the part of each of the two"]
    points = [[Fraction(item["exact_points"][k]) for item in items] for k in (0, 1)]
    parts = [[Fraction(item["exact_parts"][k]) for item in items] for k in (0, 1)]
    wrong = _shown_faults(document, points, parts)
    if any(min(own) < 0 or sum(own) != 100 for own in points):
        wrong.append("points below zero, or that do not add up to 100")
    if any(a + b != 1 or min(a, b) < 0 for a, b in zip(*parts, strict=True)):
        wrong.append("the parts of an item do not make the whole of it")
    totals = [sum((p * v for p, v in zip(parts[k], points[k], strict=True)), Fraction(0)) for k in (0, 1)]
    if totals[0] != totals[1]:
        wrong.append("one receives more of its points than the other")
    if [Fraction(total) for total in document["exact_totals"]] != totals:
        wrong.append("the points received are not what the parts add up to")
    cut = [item["item"] for item, part in zip(items, parts[0], strict=True) if 0 < part < 1]
    if cut != ([] if document["divided"] is None else [document["divided"]]):
        wrong.append("another item is cut than is said, or more than one")
    if not _efficient(points, parts):
        wrong.append("an exchange of items would give both more")
    return wrong + _moved_faults(document, points, parts)


def _places(numbers: list[Any], most: int) -> bool:
    return all(type(number) is int and 1 <= number <= most for number in numbers)


def _support(document: dict[str, Any], deepest: int) -> list[list[int]]:
    """Return for each depth how many parties accept each option that far down."""
    ranks, limits = document["ranks"], document["accepts"]
    return [
        [sum(ranks[p][k] <= min(depth, limits[p]) for p in ranks) for k in range(len(document["options"]))]
        for depth in range(1, deepest + 1)
    ]


def _fallback_faults(
    stated: dict[str, Any], quorum: int, support: list[list[int]], options: list[str]
) -> list[str]:
    depth = next((d for d, counts in enumerate(support, 1) if max(counts) >= quorum), None)
    reached = support[(depth or 0) - 1]
    winners = [o for o, count in zip(options, reached, strict=True) if count == max(reached)] if depth else []
    wrong = []
    if stated["quorum"] != quorum:
        wrong.append(f"the quorum is not {quorum}")
    if stated["depth"] != depth or stated["winners"] != winners:
        wrong.append("the depth at which enough agree, or the options there, are others")
    if stated["support_by_depth"] != support[:depth]:
        wrong.append("the support by depth is another")
    return wrong


def _shown_faults(
    document: dict[str, Any], points: list[list[Fraction]], parts: list[list[Fraction]]
) -> list[str]:
    pairs = [
        (shown, exact)
        for n, item in enumerate(document["items"])
        for name, columns in (("points", points), ("parts", parts))
        for shown, exact in zip(item[name], [columns[0][n], columns[1][n]], strict=True)
    ]
    pairs += zip(document["totals"], [Fraction(total) for total in document["exact_totals"]], strict=True)
    near = all(abs(Fraction(shown) - exact) <= NEAR * abs(exact) for shown, exact in pairs)
    return [] if near else ["a decimal figure is not the exact one"]


def _efficient(points: list[list[Fraction]], parts: list[list[Fraction]]) -> bool:
    own = [k for k, part in enumerate(parts[0]) if part > 0]
    other = [k for k, part in enumerate(parts[1]) if part > 0]
    return all(points[0][k] * points[1][j] >= points[0][j] * points[1][k] for k in own for j in other)


def _moved_faults(
    document: dict[str, Any], points: list[list[Fraction]], parts: list[list[Fraction]]
) -> list[str]:
    """Say where the items said to have passed over, by ratio of values, are not those that did."""
    first = [int(a >= b) for a, b in zip(*points, strict=True)]
    lead = sum(points[0][n] if mine else -points[1][n] for n, mine in enumerate(first))
    own, other = points if lead >= 0 else points[::-1]
    over = [n for n, mine in enumerate(first) if parts[0][n] != mine]
    over.sort(key=lambda n: (not other[n], own[n] / (other[n] or 1), n))
    names = [document["items"][n]["item"] for n in over]
    return (
        [] if document["moved"] == names else ["the items that passed over are others, or in another order"]
    )
