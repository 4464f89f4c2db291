"""The runs of one line that changed: inserted, deleted, moved, kept, kept in another look (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from maslahat.text.akn.inline import quoted
from maslahat.text.compare import Edit, compare_blocks, word_edits
from maslahat.text.document import Block, BlockKind
from maslahat.text.docx.spans import Call, Span
from maslahat.text.docx.writer import field, footnote, linked, reference, run

UNKNOWN_TIME = "2000-01-01T00:00:00Z"
_FIRST_CALL = 0xF0000  # calls stand in a line as characters nobody uses, one for each note of the two texts
Twin = tuple[Call, Call]


@dataclass(frozen=True, slots=True)
class Letters:
    """A line as characters, each with its look and link or its call."""

    text: str
    of: tuple[Span, ...]

    def part(self, start: int, length: int) -> Letters:
        """Return some characters of a line."""
        return Letters(self.text[start : start + length], self.of[start : start + length])


class Alphabet:
    """Gives every note a character: the same to two notes, one of either text, that are one note with its edits."""

    def __init__(self, old: Sequence[Call], new: Sequence[Call]) -> None:
        """Take the calls of either text in order; a note that Word counts is never one with its own mark."""
        self.letters: dict[int, str] = {}
        befores, afters = ([_note_block(call) for call in side] for side in (old, new))
        for change in compare_blocks(befores, afters).changes:
            if len(change.old) == len(change.new) == 1:
                before, after = old[change.old[0]], new[change.new[0]]
                if before.own == after.own:
                    self.letters[id(before)] = self.letters[id(after)] = self._next()

    def set(self, spans: Sequence[Span]) -> Letters:
        """Return the characters of a line."""
        of = tuple(span for span in spans for _ in (span.text if span.call is None else "x"))
        text = "".join(span.text if span.call is None else self._letter(span.call) for span in spans)
        return Letters(text, of)

    def _letter(self, call: Call) -> str:
        return self.letters.setdefault(id(call), self._next())

    def _next(self) -> str:
        return chr(_FIRST_CALL + len(self.letters))


def _note_block(call: Call) -> Block:
    return Block(BlockKind.PARAGRAPH, "".join(span.text for span in call.words))


class Ink:
    """Writes the runs of lines, stamps every change, collects footnotes and links."""

    def __init__(self, author: str) -> None:
        """Take the name the changes bear."""
        self.author = author
        self.stamps = 0
        self.footnotes: list[str] = []
        self.links: list[str] = []

    def stamp(self) -> str:
        """Return the attributes of one more change."""
        self.stamps += 1
        return f'w:id="{self.stamps}" w:author="{quoted(self.author)}" w:date="{UNKNOWN_TIME}"'

    def mark(self, kind: str) -> str:
        """Return the mark of a paragraph or row that is put in (`ins`), taken out (`del`), moved."""
        return f"<w:{kind} {self.stamp()}/>"

    def whole(self, letters: Letters, kind: str, in_note: bool = False) -> str:
        """Return characters that are all put in, taken out or moved; a note that moves goes and comes anew."""
        out = []
        for span, text in _stretches(letters):
            if span.call is not None:
                plain = {"moveFrom": "del", "moveTo": "ins"}.get(kind, kind)
                out.append(self._tracked(self._call_whole(span.call, plain), plain))
            else:  # in a note a link is a field, and a change inside a field is not read alike everywhere
                made = self._tracked(run(text, span.look, "delText" if kind == "del" else "t"), kind)
                out.append(made if in_note or not span.link else linked(made, span.link, self.links))
        return "".join(out)

    def edited(self, old: Letters, new: Letters, in_note: bool = False, edits: Sequence[Edit] = ()) -> str:
        """Return a line that stays, what changed in it tracked."""
        out, at, there = [], 0, 0
        for edit in edits or edits_of(old, new):
            before, after = old.part(at, len(edit.old)), new.part(there, len(edit.new))
            if edit.kind == "equal":
                out.append(self._kept(before, after, in_note))
            else:
                twin = _last_calls(before, after)
                cut = 1 if twin else 0
                out.append(self.whole(before.part(0, len(before.text) - cut), "del", in_note))
                out.append(self.whole(after.part(0, len(after.text) - cut), "ins", in_note))
                out += [self._call_kept(twin)] if twin else []
            at, there = at + len(edit.old), there + len(edit.new)
        return "".join(out)

    def moved(self, old: Letters, new: Letters) -> tuple[str, str]:
        """Return the runs where a line stood and where it stands now."""
        left, came, at, there = [], [], 0, 0
        for edit in edits_of(old, new):
            before, after = old.part(at, len(edit.old)), new.part(there, len(edit.new))
            kinds = ("moveFrom", "moveTo") if edit.kind == "equal" else ("del", "ins")
            left.append(self.whole(before, kinds[0]))
            came.append(self.whole(after, kinds[1]))
            at, there = at + len(edit.old), there + len(edit.new)
        return "".join(left), "".join(came)

    def _kept(self, old: Letters, new: Letters, in_note: bool) -> str:
        out = []
        pairs = zip(old.of, new.of, new.text, strict=True)
        for _, group in groupby(pairs, key=lambda pair: (id(pair[0]), id(pair[1]))):
            items = list(group)
            before, after, _ = items[0]
            if before.call is not None and after.call is not None:
                out.append(self._call_kept((before.call, after.call)))
                continue
            was = (
                f"<w:rPrChange {self.stamp()}><w:rPr>{before.look}</w:rPr></w:rPrChange>"
                if before.look != after.look
                else ""
            )
            text = "".join(char for *_, char in items)
            out.append(self._in_link(run(text, after.look + was), after.link, in_note))
        return "".join(out)

    def _call_whole(self, call: Call, kind: str) -> str:
        number = self._place()
        words = self.whole(_plain_letters(call), kind, in_note=True)
        self.footnotes[number - 1] = footnote(number, call.own, words)
        return reference(number, call.own, "delText" if kind == "del" else "t")

    def _call_kept(self, twin: Twin) -> str:
        number, (old, new) = self._place(), twin
        words = self.edited(_plain_letters(old), _plain_letters(new), in_note=True)
        self.footnotes[number - 1] = footnote(number, new.own, words)
        return reference(number, new.own)

    def _place(self) -> int:
        self.footnotes.append("")
        return len(self.footnotes)

    def _tracked(self, runs: str, kind: str) -> str:
        return f"<w:{kind} {self.stamp()}>{runs}</w:{kind}>"

    def _in_link(self, runs: str, link: str, in_note: bool) -> str:
        if not link:
            return runs
        return field(runs, link) if in_note else linked(runs, link, self.links)


def _last_calls(old: Letters, new: Letters) -> Twin | None:
    """Return the calls of two notes of which one took the place of the other behind words that changed.

    The call stays then and its note is edited whole: LibreOffice joins a paragraph with the next one where it takes
    back a call that was put in at its end behind one that was taken out.
    """
    before, after = (side.of[-1].call if side.of else None for side in (old, new))
    return (before, after) if before and after and before.own == after.own else None


def edits_of(old: Letters, new: Letters) -> Sequence[Edit]:
    """Return the steps from one line to another, word by word."""
    if old.text == new.text:
        return (Edit("equal", old.text, new.text),) if old.text else ()
    return word_edits(old.text, new.text)


def _plain_letters(call: Call) -> Letters:
    """Return the words of a note, which calls none."""
    return Letters(
        "".join(span.text for span in call.words), tuple(span for span in call.words for _ in span.text)
    )


def _stretches(letters: Letters) -> Iterator[tuple[Span, str]]:
    for _, group in groupby(zip(letters.of, letters.text, strict=True), key=lambda pair: id(pair[0])):
        items = list(group)
        yield items[0][0], "".join(char for _, char in items)
