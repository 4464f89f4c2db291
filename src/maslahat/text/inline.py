"""Building a line of text with its marks, white space collapsed as the text is laid down."""

from __future__ import annotations

from dataclasses import dataclass, field

from maslahat.text.document import Mark, MarkKind


@dataclass(slots=True)
class Line:
    """A line being built: white space, no-break spaces too, becomes one space; none at either end."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    pending: bool = False

    def add(self, text: str | None) -> None:
        """Lay down text."""
        if not text:
            return
        words = text.split()
        if not words:
            self.pending = self.pending or self.length > 0
            return
        if (self.pending or text[0].isspace()) and self.length:
            self._lay(" ")
        self._lay(" ".join(words) if len(words) > 1 else words[0])
        self.pending = text[-1].isspace()

    def _lay(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def open(self) -> int:
        """Return the place where a mark that starts now will stand once text follows."""
        return self.length

    def close(self, start: int, kind: MarkKind, value: str = "") -> None:
        """Put a mark from `start` to here; white space that came to stand at its start is left out."""
        text = "".join(self.pieces)
        self.pieces = [text]
        while start < self.length and text[start] == " ":
            start += 1
        if start < self.length:
            self.marks.append(Mark(start, self.length, kind, value))

    def point(self, kind: MarkKind, value: str = "") -> None:
        """Put a mark of no width here."""
        self.marks.append(Mark(self.length, self.length, kind, value))

    def text(self) -> str:
        """Return the text so far."""
        return "".join(self.pieces)

    def sorted_marks(self) -> tuple[Mark, ...]:
        """Return the marks in order of their places, the wider first."""
        return tuple(sorted(self.marks, key=lambda mark: (mark.start, -mark.end)))
