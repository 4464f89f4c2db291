"""Text with marks as Akoma Ntoso: spans, links, and footnotes at the point they are called."""

from __future__ import annotations

import re

from maslahat.text.document import Mark, MarkKind, Note

OPENING, CITED = "opening", "cited"  # classes of what the layout adds
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAGS = {
    MarkKind.ITALIC: ('<span class="italic">', "</span>"),
    MarkKind.BOLD: ('<span class="bold">', "</span>"),
    MarkKind.SUPERSCRIPT: ("<sup>", "</sup>"),
    MarkKind.UNDERLINE: ('<span class="underline">', "</span>"),
    MarkKind.STRIKE: ('<span class="strike">', "</span>"),
    MarkKind.SMALL: ('<inline name="smallCaps" style="font-variant:small-caps">', "</inline>"),
    MarkKind.TERM: ("<term>", "</term>"),
    MarkKind.OPENING: (f'<span class="italic {OPENING}">', "</span>"),
}


def escaped(text: str) -> str:
    """Return `text` for XML; control characters, which XML has no way to write, are left out."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub("", text) if not text.isprintable() else text


def quoted(text: str) -> str:
    """Return `text` for an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\t", " ").replace("\n", " ")


def _in_order(marks: tuple[Mark, ...], length: int) -> bool:
    """Tell whether every mark starts where the one before has ended; calls and breaks have no width."""
    last = 0
    for mark in marks:
        start, end = mark.start, mark.end
        pointed = mark.kind is MarkKind.NOTE or mark.kind is MarkKind.BREAK
        if start < last or end > length or (pointed and end > start):
            return False
        last = max(start, end)
    return last <= length


class Inline:
    """Writes lines; knows the notes, and gives every call after the first of a note a plain superscript."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        """Take the notes in order; a marker may come again where several texts stand in one document."""
        self.waiting: dict[str, list[Note]] = {}
        for note in notes:
            self.waiting.setdefault(note.marker, []).append(note)
        self.count = 0

    def line(self, text: str, marks: tuple[Mark, ...]) -> str:
        """Return the XML of a line."""
        if not marks:
            return escaped(text)
        return self._simple(text, marks) if _in_order(marks, len(text)) else self._nested(text, marks)

    def _simple(self, text: str, marks: tuple[Mark, ...]) -> str:
        """Return the XML of a line whose marks stand one behind another, as nearly all do."""
        write = str if text.isprintable() and not ("&" in text or "<" in text or ">" in text) else escaped
        out: list[str] = []
        last = 0
        for mark in marks:
            out.append(write(text[last : mark.start]))
            last = mark.start
            if mark.kind is MarkKind.NOTE:
                out.append(self.note(mark.value))
            elif mark.kind is MarkKind.BREAK:
                out.append("<eol/>")
            elif mark.end > last:
                last = mark.end
                before, behind = self._tags(mark)
                out += (before, write(text[mark.start : last]), behind)
        out.append(write(text[last:]))
        return "".join(out)

    def _nested(self, text: str, marks: tuple[Mark, ...]) -> str:
        """Return the XML of a line whose marks may lie in one another, or cross."""
        opened: dict[int, list[str]] = {}
        closed: dict[int, list[str]] = {}
        ends: list[int] = []
        for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
            if mark.end <= mark.start:
                continue
            ends = [end for end in ends if end > mark.start]
            end = min([mark.end, len(text), *ends])
            tags = self._tags(mark)
            opened.setdefault(mark.start, []).append(tags[0])
            closed.setdefault(end, []).insert(0, tags[1])
            ends.append(end)
        points = self._points(marks, len(text))
        out, last = [], 0
        for at in sorted({*opened, *closed, *points}):
            out += [escaped(text[last:at]), *closed.get(at, []), *points.get(at, []), *opened.get(at, [])]
            last = at
        return "".join(out) + escaped(text[last:])

    @staticmethod
    def _tags(mark: Mark) -> tuple[str, str]:
        if mark.kind is MarkKind.LINK:
            return f'<a href="{quoted(mark.value)}">', "</a>"
        if mark.kind is MarkKind.CITED:
            return f'<a class="{CITED}" href="{quoted(mark.value)}">', "</a>"
        return _TAGS.get(mark.kind, ("", ""))

    def _points(self, marks: tuple[Mark, ...], length: int) -> dict[int, list[str]]:
        points: dict[int, list[str]] = {}
        for mark in marks:
            if mark.kind is MarkKind.NOTE:
                points.setdefault(min(mark.start, length), []).append(self.note(mark.value))
            elif mark.kind is MarkKind.BREAK:
                points.setdefault(min(mark.start, length), []).append("<eol/>")
        return points

    def note(self, marker: str) -> str:
        """Return the note of a call, or the call alone where the note is written already."""
        waiting = self.waiting.get(marker)
        if not waiting:
            return f'<sup class="call">{escaped(marker)}</sup>'
        note = waiting.pop(0)
        self.count += 1
        head = (
            f'<authorialNote marker="{quoted(marker)}" placement="bottom" eId="authorialNote_{self.count}">'
        )
        return f'{head}<p xml:space="preserve">{self.line(note.text, note.marks)}</p></authorialNote>'

    def uncalled(self) -> list[Note]:
        """Return the notes no call has asked for."""
        return [note for notes in self.waiting.values() for note in notes]
