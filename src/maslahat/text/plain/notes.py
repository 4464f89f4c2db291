"""Footnotes of a plain text: the notes at its end, and the calls hidden in its words (DESIGN §10)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from maslahat.text.dates import MONTH
from maslahat.text.document import Block, Cell, Mark, MarkKind, Note, Repair
from maslahat.text.plain.lines import Raw
from maslahat.text.plain.lost import Candidate, LostCalls, counted_up, is_named
from maslahat.text.superscript import RAISED, RAISED_CALL, lowered

_NOTE = re.compile(r"^(?P<marker>\d{1,3}|[⁰¹²³⁴-⁹ᵃ-ᶻⁱⁿ]+|\*{1,3})\s+(?![*\s]+$)(?P<text>\S.*)$", re.S)
# Chinese sets no space behind a call, but writes figures before these words too.
_COUNTED = "年月日号号条段次届个名款项章节页国人岁时分至周位级期轮种点类世亿万千百"
_FIGURE = re.compile(rf"[0-9]+(?=[\s,.;:)”’\]»，。；、》）]|(?![{_COUNTED}])[\u4e00-\u9fff]|$)")
_ARABIC = re.compile("[\u0600-\u06ff]")
_BEFORE = frozenset(".,;:)]”’»%*،。，；》）")
_SYMBOL_END = re.compile(
    r"(?:\d\.|\b[A-Z]\.|[A-Z]{2,}\.|Add\.|Rev\.|Corr\.|No\.|PV\.|SR\.|nos\.|para\.|art\.|vol\.)$"
)
MANY = 400
FEWEST_GAPS = 4
LOWEST, FEWEST_NOTES = 3, 3
_MONTH_AFTER = re.compile(rf"\s+{MONTH}\b", re.I)
REISSUED = re.compile(r"^\* ?(?:\*? ?(?:Second r|R)e-?issued|The present document|This document)\b")
_AMOUNT = re.compile(r"(?<!\d)\d{1,3},$")
_DAY = re.compile(rf"\d{{1,2}} {MONTH} \d{{4}}$", re.I)


def take_notes(blocks: list[Raw]) -> tuple[list[Raw], list[Note]]:
    """Return the blocks before the notes at the end, and those notes in order.

    Going backward the markers must count down to 1; below 1 another run may stand (several texts in a file).
    """
    blocks, first_page = _set_apart(blocks)
    at = len(blocks)
    expected: int | None = None
    first = at
    texts: list[Note] = []
    while at > 0:
        found = _NOTE.match(blocks[at - 1].text)
        marker = lowered(found["marker"]) if found else ""
        if not found or blocks[at - 1].cells or _DAY.match(blocks[at - 1].text):
            break
        value = int(marker) if marker.isdigit() else None
        if (
            value is not None and expected not in {None, 0} and value > (expected or 0) + 1
        ):  # one may stand twice
            break
        at -= 1
        texts.append(Note(marker, found["text"]))
        if value is None or value == 1:
            first = at
            expected = 0
        else:
            expected = value - 1
    if isinstance(expected, int) and 0 < expected <= LOWEST and first - at >= FEWEST_NOTES:
        first = at  # the first notes are not in the text, the rest stand in order
    kept = len(blocks) - first
    return blocks[:first], [*first_page, *texts[:kept][::-1]]


def _set_apart(blocks: list[Raw]) -> tuple[list[Raw], list[Note]]:
    """Take out the note of a reissue, which stands without a call at the foot of the first page."""
    apart = [raw for raw in blocks if raw.text.startswith("*") and REISSUED.match(raw.text)]
    if not apart:
        return blocks, []
    return [raw for raw in blocks if raw not in apart], [Note("*", raw.text.lstrip("* ")) for raw in apart]


def mark_calls(blocks: list[Block], notes: list[Note]) -> tuple[list[Block], list[Note], list[Repair]]:
    """Find the calls of `notes` in the words, take them out as marks; report the notes that are lost.

    Without notes, digits glued to words and counting up from 1 are taken for calls of notes that were lost.
    """
    borne = {note.marker for note in notes}
    if borne:
        blocks[:] = [_raised_in_cells(block, borne) for block in blocks]
    raised = [
        n
        for n, block in enumerate(blocks)
        if not block.text.isascii() and RAISED.search(block.text) and RAISED_CALL.search(block.text)
    ]
    if raised:
        for n in raised:
            blocks[n] = _raised(blocks[n])
        return blocks, notes, []
    if notes:
        _starred(blocks, notes)
        markers = [note.marker for note in notes if note.marker.isdigit()]
        _glued(blocks, markers, _open(blocks, markers))
        return blocks, notes, []
    before = list(blocks)
    calls = LostCalls(before)
    found = _counting_up(blocks, calls)
    if len(found) == 1 and not _alone(blocks[found[0][1]], calls):
        blocks[:] = before
        return blocks, [], []
    lost = [Note(marker, "") for marker, _ in found]
    return blocks, lost, [_lost(marker, blocks[n]) for marker, n in found]


def _raised(block: Block) -> Block:
    text, marks = _lowered_calls(block.text)
    return block.with_words(text, (*block.marks, *marks))


def _lowered_calls(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Return the words without their raised calls, and the calls as marks."""
    marks: list[Mark] = []
    out, last, length = [], 0, 0
    for found in RAISED_CALL.finditer(text):
        out.append(text[last : found.start()])
        length += found.start() - last
        marks.append(Mark(length, length, MarkKind.NOTE, lowered(found[0])))
        last = found.end()
    return "".join(out) + text[last:], tuple(marks)


def _raised_in_cells(block: Block, markers: set[str]) -> Block:
    """Return a table whose cells hold their calls as marks; a raised figure that no note bears is a power."""
    table = block.table
    if table is None:
        return block
    rows = tuple(tuple(_called(cell, markers) for cell in row) for row in table.rows)
    return block if rows == table.rows else replace(block, table=replace(table, rows=rows))


def _called(cell: Cell, markers: set[str]) -> Cell:
    if cell.text.isascii() or not RAISED.search(cell.text):
        return cell
    text, marks = _lowered_calls(cell.text)
    return replace(cell, text=text, marks=marks) if all(mark.value in markers for mark in marks) else cell


def _starred(blocks: list[Block], notes: list[Note]) -> None:
    """Turn the asterisks of notes with asterisks into calls, in place; a reissue's note has no call."""
    for note in notes:
        if not note.marker.startswith("*") or REISSUED.match(f"* {note.text}"):
            continue
        call = re.compile(rf"(?<=[^\s*]){re.escape(note.marker)}(?!\*)")
        for n, block in enumerate(blocks):
            found = call.search(block.text)
            if found:
                blocks[n] = _cut(block, [(*found.span(), note.marker)])
                break


def _open(blocks: list[Block], markers: list[str]) -> list[Candidate]:
    """Return the glued figures that may be calls of the notes."""
    wanted = set(markers)
    return [
        (n, *found.span(), found[0])
        for n, block in enumerate(blocks)
        for found in _FIGURE.finditer(block.text)
        if found[0] in wanted and _is_call(block.text, found)
    ]


def _glued(
    blocks: list[Block], markers: list[str], candidates: list[Candidate], lost: bool = False
) -> list[tuple[str, int]]:
    """Turn glued digits that count on into calls, in place; return (marker, block) pairs.

    Of all glued digits the longest run in the order of the notes is taken; the call of any other note is
    looked for at the end of longer figures between its neighbours. `lost`: the notes themselves are not there,
    so that hidden calls need enough open ones.
    """
    chosen = _longest_run(candidates, markers)
    few = lost and (2 * len(chosen) < len(markers) or not _sure(blocks, chosen))
    if len(chosen) < len(markers) < MANY and not few:
        chosen = _with_hidden(blocks, markers, chosen, lost)
    spans: dict[int, list[tuple[int, int, str]]] = {}
    for n, start, end, marker in (candidate for _, candidate in sorted(chosen.items())):
        spans.setdefault(n, []).append((start, end, marker))
    for n, cuts in spans.items():
        blocks[n] = _cut(blocks[n], cuts)
    return [(marker, n) for n, cuts in spans.items() for _, _, marker in cuts]


def _alone(block: Block, calls: LostCalls) -> bool:
    """Tell whether the only call of a text is surely one."""
    at = next(mark.start for mark in block.marks if mark.kind is MarkKind.NOTE)
    return calls.stands_alone(block.text, at)


def _counting_up(blocks: list[Block], calls: LostCalls) -> list[tuple[str, int]]:
    """Find calls of notes that are lost: glued digits that count up from 1 with few gaps."""
    figures = [
        (n, start, end, block.text[start:end])
        for n, block in enumerate(blocks)
        for start, end in sorted({*_open_figures(block.text), *calls.hidden(block.text)})
    ]
    candidates = counted_up(figures, blocks)
    highest = 0
    for _, _, _, figure in candidates:
        if highest < int(figure) <= highest + FEWEST_GAPS:
            highest = int(figure)
    markers = [str(k) for k in range(1, highest + 1)]
    wanted = set(markers)
    kept = [candidate for candidate in candidates if candidate[3] in wanted]
    return _glued(blocks, markers, kept, lost=True) if highest else []


def _open_figures(text: str) -> list[tuple[int, int]]:
    """Return where the figures of a text stand that may be calls of notes that are lost."""
    return [
        call.span()
        for call in _FIGURE.finditer(text)
        if _is_call(text, call) and int(call[0]) <= MANY and not is_named(text, *call.span())
    ]


def _sure(blocks: list[Block], chosen: dict[int, Candidate]) -> bool:
    """Tell whether the first call is among those found, or one that stands behind a mark and not in a word."""
    return 0 in chosen or any(not blocks[n].text[start - 1].isalnum() for n, start, _, _ in chosen.values())


def _longest_run(candidates: list[Candidate], markers: list[str]) -> dict[int, Candidate]:
    """Return note index -> candidate for the longest run of candidates in the order of the notes."""
    places: dict[str, list[int]] = {}
    for index in range(len(markers) - 1, -1, -1):
        places.setdefault(markers[index], []).append(index)
    tails: list[int] = []
    ends: list[tuple[int, Candidate, object]] = []
    for candidate in candidates:
        for index in places[candidate[3]]:
            at = bisect_left(tails, index)
            entry = (index, candidate, ends[at - 1] if at else None)
            if at < len(tails) and tails[at] == index:
                continue
            if at == len(tails):
                tails.append(index)
                ends.append(entry)
            else:
                tails[at], ends[at] = index, entry
    chosen: dict[int, Candidate] = {}
    link: object = ends[-1] if ends else None
    while isinstance(link, tuple):
        index, candidate, link = link
        chosen[index] = candidate
    return chosen


def _with_hidden(
    blocks: list[Block], markers: list[str], chosen: dict[int, Candidate], lost: bool
) -> dict[int, Candidate]:
    """Add calls glued to a year or another figure, sought only between the calls before and after."""
    found = dict(chosen)
    at = (0, 0)
    for index, marker in enumerate(markers):
        if index in found:
            at = (found[index][0], found[index][2])
            continue
        stop = next((chosen[k][:2] for k in range(index + 1, len(markers)) if k in chosen), (len(blocks), 0))
        hidden = _hidden(blocks, marker, at, stop, lost)
        if hidden:
            found[index] = hidden
            at = (hidden[0], hidden[2])
    return found


def _hidden(
    blocks: list[Block], marker: str, at: tuple[int, int], stop: tuple[int, int], lost: bool
) -> Candidate | None:
    """Return the first figure between two places that ends in `marker`.

    Figures inside a word come first where the notes are known, then years, then resolutions.
    """
    inside = rf"(?<=[^\W\d_]|[,;.”])({marker})(?=[a-zà-þа-яё])"
    capitals = rf"(?<=[A-Z])({marker})(?=[\s,;:)])"
    for pattern in (
        capitals if lost else inside,
        rf"\b(?:19|20)\d\d\.?({marker})(?!\d)",
        rf"/\d{{3}}({marker})(?![\d/])",
        rf"(?<=[\d%…—–-])(?<!\s19)(?<!\s20)(?<!\D19\d)(?<!\D20\d)({marker})(?![\d/年月日-]| (?i:{MONTH})|,\d\d\d)",
    ):
        for n in range(at[0], min(stop[0] + 1, len(blocks))):
            text = blocks[n].text
            start, end = at[1] if n == at[0] else 0, stop[1] if n == stop[0] else len(text)
            found = re.compile(pattern).search(text, start, end) if marker in text else None
            if found:
                return (n, *found.span(1), marker)
    return None


def _is_call(text: str, candidate: re.Match[str]) -> bool:
    """Tell whether a figure stands glued behind a word or a mark, and is no part of a symbol or an amount."""
    at = candidate.start()
    if not at or len(candidate[0]) > 3:
        return False
    before = text[at - 1]
    if before.isalpha():
        return before != "第" and not _MONTH_AFTER.match(text, candidate.end())
    if before == "(":  # Arabic sets the figure of a call in brackets
        closed = text[candidate.end() : candidate.end() + 1] == ")"
        return closed and at > 1 and not text[at - 2].isspace() and _ARABIC.search(text) is not None
    if before not in _BEFORE:
        return False
    if before == ".":
        return not _SYMBOL_END.search(text, max(0, at - 6), at)
    return not (before == "," and len(candidate[0]) == 3 and _AMOUNT.search(text, max(0, at - 6), at))


def _cut(block: Block, spans: list[tuple[int, int, str]]) -> Block:
    text, marks, shift = block.text, list(block.marks), 0
    for start, end, marker in spans:
        text = text[: start - shift] + text[end - shift :]
        marks.append(Mark(start - shift, start - shift, MarkKind.NOTE, marker))
        shift += end - start
    return block.with_words(text, tuple(marks))


def _lost(marker: str, block: Block) -> Repair:
    at = next(mark.start for mark in block.marks if mark.kind is MarkKind.NOTE and mark.value == marker)
    near = block.text[max(0, at - 40) : at]
    return Repair(
        where=f"footnote {marker}, after “{near}”",
        found=f"the figure {marker} glued to a word, and no note {marker} in the text",
        offered=f"a call of footnote {marker}; its text is missing and must be taken from the official file",
        evidence="the glued figures count up from 1 through the text",
        kind="lost footnote",
    )
