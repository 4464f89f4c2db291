"""Wrapped lines joined into blocks (DESIGN §10).

Within a block a line ends only where the next word would not have fitted. So where the next word would have
fitted, a block ends; elsewhere blank lines, indents, and the words on both sides of the break decide.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from maslahat.text.document import Dropped
from maslahat.text.labels import LABEL, may_be_labelled
from maslahat.text.plain.breaks import (
    REFERS,
    STARTS,
    closes,
    counts_on,
    opens_block,
    stands_alone,
    stands_apart,
    titles,
)
from maslahat.text.plain.cells import NEAR, chinese_measure
from maslahat.text.plain.hyphens import HYPHENS, Hyphens, broken_at
from maslahat.text.plain.masthead import is_field
from maslahat.text.plain.raw import RULE, Raw, cells_of
from maslahat.text.plain.type import LETTERS, PRINT, Measure

SHORTEST_FULL_LINE = 40
COMPOUND = re.compile(r"[^\W\d_]{2,}[-‑](?=[^\W\d_]{2})")
FEWEST_VOTES = 6
FEWEST_INSIDE, SURE_SHARE, NEARLY = 8, 0.95, 0.9
FEWEST_STARTS = 2
FEWEST_INDENTED = 3
MOST_STICKING_OUT = 0.02
LONGEST_SPREAD_TITLE = 4
SHORTEST_LINE_INSIDE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: `gap` where blank lines stand before it, `page` where furniture does, `row` of a table."""

    number: int
    text: str
    gap: bool = False
    page: bool = False
    indent: int = 0
    row: bool = False
    cover: bool = False  # it stands before the enacting formula


@dataclass(slots=True)
class Layout:
    """How a text was set: the width of its lines, what blank lines and indents mean in it."""

    width: int = 0
    exact: bool = False  # no line is longer but for words that could not be broken
    separated: bool = False  # blank lines stand between blocks and only there
    spaced: bool = False  # blank lines stand everywhere and say nothing
    at_hyphens: bool = False
    starts: dict[int, bool] = field(default_factory=dict)  # indent -> whether blocks start there
    flush: bool = False  # within a block no indent changes
    measure: Measure = LETTERS

    @classmethod
    def of(cls, lines: list[Line]) -> Layout:
        """Return the layout that `lines` agree on."""
        layout = cls()
        pairs = [(a, b) for a, b in pairwise(lines) if not (a.row or b.row)]
        goes_on = [b for a, b in pairs if b.text[0].islower() and a.text[-1].isalnum() and not b.page]
        starts = [b for a, b in pairs if not b.page and closes(a.text) and STARTS.match(b.text)]
        if len(starts) < FEWEST_STARTS:
            starts = [b for a, b in pairs if not b.page and closes(a.text) and not b.text[0].islower()]
        layout._read_gaps(goes_on, starts)
        chinese = chinese_measure([line.text for line in lines])
        layout.measure, layout.width = (chinese, 0) if chinese else _measured(pairs)
        if layout.measure is not PRINT:
            layout._read_width(lines, pairs)
        layout._read_hyphens(pairs)
        if len({line.indent for line in lines}) > 1:
            layout._read_indents(pairs, goes_on, starts)
        return layout

    def _read_gaps(self, goes_on: list[Line], starts: list[Line]) -> None:
        inside = sum(line.gap for line in goes_on)
        self.spaced = len(goes_on) > FEWEST_STARTS and inside > len(goes_on) / 2
        between = sum(line.gap for line in starts)
        self.separated = not self.spaced and bool(between) and between >= 0.8 * len(starts)

    def _read_width(self, lines: list[Line], pairs: list[tuple[Line, Line]]) -> None:
        length = self.measure.length
        lengths = [length(line.indent, line.text) for line in lines if not line.row]
        joined = [(a, b) for a, b in pairs if not (self.separated and (b.gap or b.page))]
        self.width, voted = _width(
            lengths, [(length(a.indent, a.text), b.text) for a, b in joined], self.measure
        )
        if self.separated and joined and not voted:
            # lines that go on were broken at the width; those that stand by themselves may be longer
            self.width, voted = max(length(a.indent, a.text) for a, _ in joined), True
        longer = sum(one > self.width for one in lengths)
        self.exact = longer <= MOST_STICKING_OUT * len(lengths)
        if not self.exact and not (voted and self.separated):
            self.width = sorted(lengths)[-1 - longer // 20]

    def _read_hyphens(self, pairs: list[tuple[Line, Line]]) -> None:
        """Tell whether lines end at the hyphens of compounds.

        Where more compounds stand whole at the start of a line, though their first part had room before it, only words
        without a hyphen were broken.
        """
        ended = sum(1 for a, b in pairs if a.text[-1] == "-" and broken_at(a.text, b.text))
        if ended <= FEWEST_STARTS:
            return
        whole = kept = 0
        for a, b in pairs:
            part = COMPOUND.match(b.text)
            if part and a.text[-1].isalnum():
                length = self.measure.length(a.indent, a.text)
                whole += self.measure.with_next(length, part[0]) <= self.width
            kept += a.text[-1] == "-" and b.text[0].isupper()
        self.at_hyphens = kept >= whole

    def _read_indents(self, pairs: list[tuple[Line, Line]], goes_on: list[Line], starts: list[Line]) -> None:
        there, inside = (Counter(line.indent for line in found) for found in (starts, goes_on))
        for indent in there.keys() | inside.keys():
            total = there[indent] + inside[indent]
            share = there[indent] / total
            if total >= FEWEST_INDENTED and not 0.05 < share < 0.95:
                self.starts[indent] = share > 0.5
        if len(set(self.starts.values())) < 2:
            self.starts = {}
        moved = {id(b) for a, b in pairs if a.indent != b.indent}
        self.flush = len(goes_on) > FEWEST_VOTES and not any(id(line) in moved for line in goes_on)

    def fits(self, last: Line, line: str, opening: bool = False) -> bool:
        """Tell whether the first word of `line` would have fitted behind `last`; `opening`: the first of a block.

        In print the first line of a block is set in, by how much the words do not say.
        """
        measure, first = self.measure, self.measure.first(line)
        slack = 0 if self.exact else self.width // 6 if measure.space else NEAR
        if measure is PRINT:
            slack = self.width // 6 if opening and not last.indent else measure.letter
        elif self.at_hyphens and "-" in first[:-1]:
            first = first[: first.index("-") + 1]
        return measure.with_next(measure.length(last.indent, last.text), first) <= self.width - slack


def _measured(pairs: list[tuple[Line, Line]]) -> tuple[Measure, int]:
    """Return how the lines of a text were measured: in letters, or in print where that explains their ends better.

    With it the width in print; in letters 0, for it is read otherwise.

    Asked are the lines in the midst of a block, which go on in lower case: one width must lie between each of them
    and itself with the first word of the next.
    """
    inside = [(b, c) for (a, b), (_, c) in pairwise(pairs) if _runs_on(a, b) and _runs_on(b, c)]
    if len(inside) < FEWEST_INSIDE:
        return LETTERS, 0
    in_letters, _ = _agreeing(inside, LETTERS)
    if in_letters >= SURE_SHARE * len(inside):  # only letters of one width end so evenly
        return LETTERS, 0
    in_print, width = _agreeing(inside, PRINT)
    return (PRINT, width) if in_print >= NEARLY * in_letters else (LETTERS, 0)


def _runs_on(line: Line, following: Line) -> bool:
    return (
        following.text[0].islower()
        and not following.page
        and not following.gap
        and len(line.text) >= SHORTEST_FULL_LINE
    )


def _agreeing(pairs: list[tuple[Line, Line]], measure: Measure) -> tuple[int, int]:
    """Return how many lines at most agree on one width, and the least such width."""
    change: Counter[int] = Counter()
    for line, following in pairs:
        length = measure.length(line.indent, line.text)
        change[length] += 1
        change[measure.with_next(length, following.text)] -= 1
    widths = sorted(change)
    counts = list(accumulate(change[width] for width in widths))
    most = max(counts)
    return most, widths[counts.index(most)]


def _width(lengths: list[int], pairs: list[tuple[int, str]], measure: Measure) -> tuple[int, bool]:
    """Return the width lines were wrapped at, and whether they agree on it.

    It is told by their lengths and the (length, next line) of those joined.

    A line that goes on in the next one says: no wider than with the first word there, no narrower than
    itself. The width that most lines agree on is taken, the least of several; where few lines say anything,
    the greatest length but for a few lines that stick out.
    """
    change: Counter[int] = Counter()
    for length, following in pairs:
        if length >= SHORTEST_FULL_LINE:
            change[length] += 1
            change[measure.with_next(length, following)] -= 1
    best = votes = count = 0
    for width in sorted(change):
        count += change[width]
        if count >= votes and count > 0 and (count > votes or not best):
            best, votes = width, count
    if votes >= FEWEST_VOTES:
        return best, True
    greatest = sorted(lengths, reverse=True)
    agreed = [greatest[n] for n in range(min(4, len(greatest) - 2)) if greatest[n] - greatest[n + 2] <= 3]
    return (agreed or greatest or [0])[0], False


def joined(lines: list[Line]) -> tuple[list[Raw], list[Dropped]]:
    """Return the blocks that `lines` make, and what was set aside in joining them."""
    layout = Layout.of(lines)
    joiner = _Joiner(layout, Hyphens.of([line.text for line in lines], layout.measure is PRINT))
    joiner.read(lines)
    return joiner.blocks, joiner.dropped


@dataclass(slots=True)
class _Joiner:
    layout: Layout
    hyphens: Hyphens
    blocks: list[Raw] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    start: int = 0
    labels: dict[str, str] = field(default_factory=dict)  # kind of label -> the last block that bears one

    def read(self, lines: list[Line]) -> None:
        """Read all of `lines`."""
        before: Line | None = None
        for at, line in enumerate(lines):
            if line.row:
                self._flush()
                self.blocks.append(Raw(" ".join(line.text.split()), line.number, cells_of(line.text, True)))
            elif RULE.match(line.text):
                self._flush()
                self.dropped.append(Dropped(line.text, "rule between text and notes", line.number))
            elif self.current and before and not self._ends(before, line, lines, at):
                self._append(line)
            else:
                self._flush()
                self.current, self.start = [line.text], line.number
            before = line
        self._flush()

    def _flush(self) -> None:
        if self.current:
            self.blocks.append(Raw(" ".join(" ".join(self.current).split()), self.start))
            label = LABEL.match(self.current[0]) if may_be_labelled(self.current[0]) else None
            if label:
                self.labels[label.lastgroup or ""] = label[0]
            self.current = []

    def _append(self, line: Line) -> None:
        """Join a line to the block; the hyphen of a word broken in the setting is set aside."""
        last = self.current[-1]
        hyphen = self.hyphens.at(last, line.text)
        if hyphen == "soft":
            self.dropped.append(Dropped(last[-1], "hyphen of a word broken at a line end", line.number - 1))
            self.current[-1] = last[:-1] + line.text
        elif hyphen or not self.layout.measure.space:
            self.current[-1] = last + line.text
        else:
            self.current.append(line.text)

    def _ends(self, before: Line, line: Line, lines: list[Line], at: int) -> bool:  # noqa: PLR0911  a line of rules
        """Tell whether a block ends before `line`."""
        layout, current, text = self.layout, self.current, line.text
        last = current[-1]
        if stands_apart(text) or (len(current) == 1 and stands_alone(last)):
            return True
        if line.cover and (is_field(text) or is_field(last)):
            return True
        lower = text[0].islower()
        if (lower or last[-1] in HYPHENS) and self.hyphens.at(last, text):
            return False
        fits, closed = layout.fits(before, text, len(current) == 1), closes(last)
        if line.gap and not line.page and not layout.spaced:
            return closed or not lower or fits or counts_on(current[0], text, capital=False)
        if layout.separated and not line.page:
            return self._ends_unspaced(before, line, closed)
        after = [found.text for found in lines[at + 1 : at + 1 + LONGEST_SPREAD_TITLE]] if closed else []
        in_print = layout.measure is PRINT
        if line.page and closed and in_print and (LABEL.match(text) or titles(current, text, after)):
            return True
        told = None if line.cover else self._indent_tells(before, line)
        if told is not None:
            return told
        if fits:
            label = LABEL.match(text)
            labelled = label is not None and text[label.end() :].lstrip()[:1].isupper()
            return not lower or closed or labelled
        if may_be_labelled(text) and self._goes_on_counting(text):
            return True
        return (closed and titles(current, text, after)) or opens_block(current, text, closed)

    def _goes_on_counting(self, text: str) -> bool:
        """Tell whether a line bears the label after one before the block, and the block is none of its list."""
        label = LABEL.match(text)
        if label is None or label.lastgroup not in {"arabic", "paren"} or REFERS.search(self.current[-1]):
            return False
        before = self.labels.get(label.lastgroup, "")
        own = LABEL.match(self.current[0])
        if not before or (own and own.lastgroup == label.lastgroup):
            return False
        return counts_on(before, text)

    def _ends_unspaced(self, before: Line, line: Line, closed: bool) -> bool:
        """Tell whether a block ends without the blank line that stands before others of its text.

        The width alone does not say so, for not all is set to one width; a line that is far too short does, and
        a label that counts on.
        """
        if line.text[0].islower():
            return False
        length = self.layout.measure.length(before.indent, before.text)
        if length < SHORTEST_LINE_INSIDE * self.layout.width:
            return self.layout.fits(before, line.text)
        return closed and counts_on(self.current[0], line.text)

    def _indent_tells(self, before: Line, line: Line) -> bool | None:
        """Tell from the indent whether a block ends before `line`; None where it does not say."""
        if line.indent in self.layout.starts:
            return self.layout.starts[line.indent]
        return True if self.layout.flush and line.indent != before.indent and not line.page else None
