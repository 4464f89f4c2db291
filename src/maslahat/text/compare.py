"""Two texts compared: an optimal alignment of their blocks, the same seen from either side (DESIGN §10).

Similarity of two blocks is the Dice coefficient of their words, counted with multiplicity and weighted by how
rare they are in the two texts. The alignment is the assignment of greatest total similarity (scipy's
`linear_sum_assignment`, exact); blocks whose partner lies out of order are moved, order being that of the
longest increasing run. A block that is nearly the sum of two neighbours on the other side was split
or merged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix

from maslahat.text.document import Block, BlockKind, Document
from maslahat.text.plain.writer import called
from maslahat.text.verbs import REPROACHES, strength

LEAST_SIMILARITY = 0.4  # paragraphs of one text that are about other things reach 0.3 to 0.35, seldom more
WEAK_SIMILARITY = 0.6  # pairs below it may be a part of a block that was split taken for another block
JOIN_GAIN = 0.12
LEAST_HELD = 0.8
FEWEST_JOINED = 3  # words of a block that can be told to be a part of another
SMALL = 2  # words
SMALL_WORDS = frozenset(
    ["the", "of", "and", "to", "in", "a", "an", "for", "on", "with", "by", "its", "as", "at"]
)
_TOKEN = re.compile(  # 3,250, 3 704 800 and 72/7 change as a whole
    r"\s+|\d{1,3}(?:[ \u00a0]\d{3})+(?!\w)|\d+(?:[.,/]\d+)+|\w+|[^\w\s]"
)
_WORD = re.compile(r"\w+")


class ChangeKind(StrEnum):
    """What became of a block."""

    KEPT = "kept"
    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from old words to new: `equal`, `replace`, `insert` or `delete`."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of blocks `old` (places in the old text), now `new`; `verb`: a stronger or weaker verb."""

    kind: ChangeKind
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    moved: bool = False
    renumbered: bool = False
    similarity: float = 1.0
    edits: tuple[Edit, ...] = ()
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts as blocks, and what became of every one of them, in the order of the new text."""

    old: tuple[Block, ...]
    new: tuple[Block, ...]
    changes: tuple[Change, ...]

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes are of a kind."""
        return sum(change.kind is kind for change in self.changes)


def compare(old: Document, new: Document) -> Comparison:
    """Compare two documents block by block: main text, further parts and annexes."""
    return compare_blocks(comparable(old), comparable(new))


def comparable(doc: Document) -> tuple[Block, ...]:
    """Return the blocks to compare, with headings for annexes and a block for every row of a table."""
    blocks = [*doc.blocks]
    for part in doc.parts:
        blocks += [Block(BlockKind.HEADING, part.title, part.number), *part.blocks]
    for annex in doc.annexes:
        blocks += [Block(BlockKind.HEADING, f"{annex.label} {annex.title}".strip()), *annex.blocks]
    found: list[Block] = []
    for block in blocks:
        rows = block.table.rows if block.table else ()
        found += [Block(BlockKind.TABLE, " | ".join(cell.text for cell in row)) for row in rows]
        if block.text or not block.table:
            found.append(replace(block, text=called(block.text, block.marks), marks=(), table=None))
    return tuple(found)


def compare_blocks(old: Sequence[Block], new: Sequence[Block]) -> Comparison:
    """Compare two runs of blocks. Turning the two around turns every change around and nothing else."""
    turned = [block.text for block in old] > [block.text for block in new]
    first, second = (new, old) if turned else (old, new)
    pairs, groups = _aligned(first, second)
    still = {(i, pairs[i]) for i in _in_order(pairs)}
    if turned:
        pairs = {j: i for i, j in pairs.items()}
        groups = [(b, a) for a, b in groups]
        still = {(j, i) for i, j in still}
    return Comparison(tuple(old), tuple(new), _changes(old, new, pairs, groups, {i for i, _ in still}))


Group = tuple[tuple[int, ...], tuple[int, ...]]


def _aligned(first: Sequence[Block], second: Sequence[Block]) -> tuple[dict[int, int], list[Group]]:
    """Return the pairs of the best assignment, and the groups in which one block became two or two one."""
    if not first or not second:
        return {}, []
    words = [_features(block.text) for block in (*first, *second)]
    similar = _similarity(words, len(first), len(second))
    rank = np.abs(np.linspace(0, 1, len(first))[:, None] - np.linspace(0, 1, len(second))[None, :])
    worth = np.where(similar >= LEAST_SIMILARITY, similar + 0.02 * (1 - rank), 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0}
    backward = {j: i for i, j in pairs.items()}
    counted = [Counter(_WORD.findall(block.text.lower())) for block in (*first, *second)]
    left, right = counted[: len(first)], counted[len(first) :]
    weak = {(i, j) for i, j in pairs.items() if similar[i, j] < WEAK_SIMILARITY}
    found: list[Group] = [((i,), twins) for i, twins in _joins(pairs, weak, left, right).items()]
    turned = {(j, i) for i, j in weak}
    found += [(twins, (j,)) for j, twins in _joins(backward, turned, right, left).items()]
    groups = _apart(found)
    home = {i: olds for olds, _ in groups for i in olds}
    there = {j: olds for olds, news in groups for j in news}
    return {i: j for i, j in pairs.items() if home.get(i) == there.get(j)}, groups


def _apart(groups: list[Group]) -> list[Group]:
    """Return the groups that share no block with a group before them."""
    kept: list[Group] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for olds, news in groups:
        if used[0].isdisjoint(olds) and used[1].isdisjoint(news):
            kept.append((olds, news))
            used[0].update(olds)
            used[1].update(news)
    return kept


def _features(text: str) -> list[tuple[str, int]]:
    """Return the words of a block, each with how often it came before: sets that overlap as multisets do."""
    seen: Counter[str] = Counter()
    found = []
    for word in _WORD.findall(text.lower()):
        found.append((word, seen[word]))
        seen[word] += 1
    return found


def _similarity(words: list[list[tuple[str, int]]], first: int, second: int) -> NDArray[np.float64]:
    index: dict[tuple[str, int], int] = {}
    columns = [index.setdefault(word, len(index)) for row in words for word in row]
    starts = np.cumsum([0, *(len(row) for row in words)])
    shape = (len(words), max(len(index), 1))
    weight = np.log1p(len(words) / np.maximum(np.bincount(columns, minlength=shape[1]), 1))
    matrix = csr_matrix((np.sqrt(weight)[columns], columns, starts), shape=shape)
    common = (matrix[:first] @ matrix[first:].T).toarray()
    sizes = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    total = sizes[:first, None] + sizes[None, first : first + second]
    both_empty = total == 0
    return np.where(both_empty, 1.0, 2 * common / np.where(both_empty, 1.0, total))


def _joins(
    pairs: dict[int, int], weak: set[tuple[int, int]], left: list[Counter[str]], right: list[Counter[str]]
) -> dict[int, tuple[int, ...]]:
    """Return the blocks on the left that became several neighbours on the right: its pair and those beside it.

    A neighbour belongs to the block where its words are nearly all among those the pair leaves over, or where the
    two together are clearly more alike than the pair alone. It is free, or but weakly paired with another.
    """
    backward = {j: i for i, j in pairs.items()}
    found: dict[int, tuple[int, ...]] = {}
    taken: set[int] = set()
    for i, j in sorted(pairs.items()):
        run, whole = [j], right[j]
        while True:
            free = [
                k
                for k in (run[0] - 1, run[-1] + 1)
                if 0 <= k < len(right) and k not in taken and (k not in backward or (backward[k], k) in weak)
            ]
            fit = [(_held(right[k], left[i] - whole, left[i], whole, k not in backward), k) for k in free]
            best = max((item for item in fit if item[0] > 0), default=None)
            if best is None:
                break
            run = sorted([*run, best[1]])
            whole = whole + right[best[1]]
        if len(run) > 1:
            found[i] = tuple(run)
            taken.update(run)
    return found


def _held(
    other: Counter[str], over: Counter[str], one: Counter[str], whole: Counter[str], free: bool
) -> float:
    """Return how well a neighbour fills what is left over of a block; 0 where it does not belong there."""
    size = other.total()
    share = (other & over).total() / size if size >= FEWEST_JOINED else 0.0
    if share >= LEAST_HELD:
        return share
    gain = _dice(one, whole + other) - _dice(one, whole)
    return gain if free and gain > JOIN_GAIN else 0.0


def _dice(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def _changes(
    old: Sequence[Block], new: Sequence[Block], pairs: dict[int, int], groups: list[Group], still: set[int]
) -> tuple[Change, ...]:
    """Return the changes in the order of the new text, removals where they stood."""
    grouped_old = {i for group in groups for i in group[0]}
    grouped_new = {j for group in groups for j in group[1]}
    found: list[tuple[float, Change]] = []
    for i, j in pairs.items():
        if i not in grouped_old and j not in grouped_new:
            found.append((j, _pair(old[i], new[j], i, j, i not in still)))
    for olds, news in groups:
        kind = ChangeKind.SPLIT if len(olds) == 1 else ChangeKind.MERGED
        texts = (" ".join(old[i].text for i in olds), " ".join(new[j].text for j in news))
        moved = not any(i in still for i in olds)
        edits = word_edits(*texts)
        found.append((news[0], Change(kind, olds, news, moved, similarity=_alike(*texts), edits=edits)))
    matched_new = {j for _, change in found for j in change.new}
    found += [
        (j, Change(ChangeKind.ADDED, (), (j,), similarity=0.0))
        for j in range(len(new))
        if j not in matched_new
    ]
    matched_old = {i: min(change.new) for _, change in found for i in change.old if change.new}
    place = -0.5
    for i in range(len(old)):
        if i in matched_old:
            place = matched_old[i] + 0.5 if i in still or i in grouped_old else place
        else:
            found.append((place, Change(ChangeKind.REMOVED, (i,), (), similarity=0.0)))
    return tuple(change for _, change in sorted(found, key=lambda item: (item[0], item[1].old)))


def _pair(old: Block, new: Block, i: int, j: int, moved: bool) -> Change:
    if old.text == new.text:
        return Change(ChangeKind.KEPT, (i,), (j,), moved, old.number != new.number)
    # The bracket of a draft before a number closes in the words, whose edits tell of it.
    renumbered = old.number.lstrip("[") != new.number.lstrip("[")
    verb = _verb_change(old, new)
    edits = word_edits(old.text, new.text)
    return Change(ChangeKind.EDITED, (i,), (j,), moved, renumbered, _alike(old.text, new.text), edits, verb)


def _alike(old: str, new: str) -> float:
    return round(_dice(Counter(_WORD.findall(old.lower())), Counter(_WORD.findall(new.lower()))), 4)


def _verb_change(old: Block, new: Block) -> str:
    """Return `stronger: Encourages → Requests` where the verb of a paragraph changed its strength."""
    before, after = strength(old.text), strength(new.text)
    if not before or not after:
        return ""
    ranks = [REPROACHES.index(one.verb) if one.verb in REPROACHES else one.rank for one in (before, after)]
    if ranks[0] == ranks[1] or (before.verb in REPROACHES) != (after.verb in REPROACHES):
        return ""  # praise that became blame is neither stronger nor weaker
    word = "stronger" if ranks[1] > ranks[0] else "weaker"
    return f"{word}: {before.words} → {after.words}"


def _in_order(pairs: dict[int, int]) -> set[int]:
    """Return the old places of the longest run of pairs that kept its order, the same from either side."""
    ordered = sorted(pairs.items())
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(ordered):
        at = bisect_left(tails, j)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [n]
    kept: set[int] = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.add(ordered[n][0])
        n = before[n]
    return kept


def word_edits(old: str, new: str) -> tuple[Edit, ...]:
    """Return the steps from one text to another, word by word; both texts can be built from them."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    edits = [
        Edit(code.tag, "".join(a[code.src_start : code.src_end]), "".join(b[code.dest_start : code.dest_end]))
        for code in LCSseq.opcodes(a, b)
    ]
    return tuple(_gathered(_gathered(edits, _space), _small))


def _gathered(edits: list[Edit], between: Callable[[list[Edit], int], bool]) -> list[Edit]:
    """Join neighbouring changes across what is `between` them, so that a changed phrase reads as one."""
    out: list[Edit] = []
    for n, edit in enumerate(edits):
        bridge = edit.kind == "equal" and 0 < n < len(edits) - 1 and between(edits, n)
        if out and out[-1].kind != "equal" and (edit.kind != "equal" or bridge):
            out[-1] = Edit("replace", out[-1].old + edit.old, out[-1].new + edit.new)
        else:
            out.append(edit)
    return [Edit(_kind(edit), edit.old, edit.new) for edit in out]


def _space(edits: list[Edit], n: int) -> bool:
    return not edits[n].old.strip()


def _small(edits: list[Edit], n: int) -> bool:
    """Tell whether what stayed equal is but “of the” amid a phrase that changed as much on both sides of it."""
    words = _WORD.findall(edits[n].old.lower())
    sides = [
        max(len(_WORD.findall(side)) for side in (one.old, one.new)) for one in (edits[n - 1], edits[n + 1])
    ]
    plain = not edits[n].old.strip(" abcdefghijklmnopqrstuvwxyz")
    return plain and len(words) <= SMALL and SMALL_WORDS.issuperset(words) and min(sides) >= SMALL


def _kind(edit: Edit) -> str:
    if edit.old == edit.new:
        return "equal"
    return "delete" if not edit.new else "insert" if not edit.old else "replace"
