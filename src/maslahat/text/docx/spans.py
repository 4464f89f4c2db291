"""A line of a Word file as spans of one look each, footnote calls among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maslahat.text.document import Mark, MarkKind, Note
from maslahat.text.docx.parts import CITED_STYLE, OPENING_STYLE
from maslahat.text.layout import LOST_NOTE

LOOKS = {  # in the order the schema of Word asks for
    MarkKind.BOLD: "<w:b/><w:bCs/>",
    MarkKind.ITALIC: "<w:i/><w:iCs/>",
    MarkKind.SMALL: "<w:smallCaps/>",
    MarkKind.STRIKE: "<w:strike/>",
    MarkKind.UNDERLINE: '<w:u w:val="single"/>',
    MarkKind.SUPERSCRIPT: '<w:vertAlign w:val="superscript"/>',
}
BREAK = "\u2028"
_LINKS = (MarkKind.LINK, MarkKind.CITED)


@dataclass(frozen=True, slots=True)
class Call:
    """A footnote called: its words, and the marker Word shall not count itself (`own`; empty where it counts)."""

    own: str
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look (properties of a run) and link, a call of a footnote, or a line break (`BREAK`)."""

    text: str
    look: str = ""
    link: str = ""
    call: Call | None = None


class Spanner:
    """Cuts lines into spans in the order of the file, giving out the notes as they are called."""

    def __init__(self, notes: Sequence[Note]) -> None:
        """Take the notes in order."""
        self.waiting: dict[str, list[Note]] = {}
        for note in notes:
            self.waiting.setdefault(note.marker, []).append(note)
        self.numbered = 0  # the notes Word numbers itself

    def spans(self, text: str, marks: tuple[Mark, ...]) -> tuple[Span, ...]:
        """Return the spans of a line, cut wherever a mark begins or ends."""
        return tuple(self._cut(text, marks, in_note=False))

    def uncalled(self) -> Iterator[tuple[Span, ...]]:
        """Yield the notes nothing called as lines of their own, so that none is lost."""
        for notes in self.waiting.values():
            for note in notes:
                yield (Span(f"\t{note.marker}\t"), *self._words(note))

    def _cut(self, text: str, marks: tuple[Mark, ...], in_note: bool) -> Iterator[Span]:
        cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
            for mark in marks:
                if mark.start == start and mark.kind is MarkKind.NOTE:
                    yield self._call(mark.value, in_note)
                elif mark.start == start and mark.kind is MarkKind.BREAK:
                    yield Span(BREAK)
            if end > start:
                yield _span(text[start:end], [m for m in marks if m.start <= start and m.end >= end])

    def _call(self, marker: str, in_note: bool) -> Span:
        """Return a call; a superscript where the note was called before, and in a note, which can call none in Word."""
        waiting = self.waiting.get(marker)
        if not waiting or in_note:
            return Span(marker, LOOKS[MarkKind.SUPERSCRIPT])
        note = waiting.pop(0)
        counted = marker == str(self.numbered + 1)
        self.numbered += counted
        return Span("", call=Call("" if counted else marker, self._words(note)))

    def _words(self, note: Note) -> tuple[Span, ...]:
        return tuple(self._cut(note.text or LOST_NOTE, note.marks, in_note=True))


def _span(text: str, marks: list[Mark]) -> Span:
    look = "".join(LOOKS[kind] for kind in LOOKS if any(mark.kind is kind for mark in marks))
    linked = next((m for m in marks if m.kind in _LINKS and m.value.startswith("http")), None)
    if linked is not None:
        style = CITED_STYLE if linked.kind is MarkKind.CITED else "Hyperlink"
        return Span(text, f'<w:rStyle w:val="{style}"/>{look}', linked.value)
    opening = any(mark.kind is MarkKind.OPENING for mark in marks)
    return Span(text, f'<w:rStyle w:val="{OPENING_STYLE}"/>{look}' if opening else look)
