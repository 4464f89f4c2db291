"""The body of an AKN4UN file, walked once from front to back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from maslahat.text.akn.cover import read_adoption
from maslahat.text.akn.elements import HANDLERS
from maslahat.text.akn.heads import (
    INLINE,
)
from maslahat.text.akn.inline import CITED, OPENING
from maslahat.text.akn.names import Q, local
from maslahat.text.document import (
    Annex,
    Block,
    BlockKind,
    Document,
    Dropped,
    Mark,
    MarkKind,
    Note,
    Part,
)
from maslahat.text.inline import Line
from maslahat.text.labels import Levels
from maslahat.text.plain.notes import REISSUED
from maslahat.text.words import PRESIDENT, SPOKEN


@dataclass(slots=True)
class Body:
    """Walks the text of a document once, front to back."""

    notes: list[Note] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    levels: Levels = field(default_factory=Levels)
    quote: int = 0
    title_style: str = ""  # the class of a paragraph that was taken for the title
    heads: list[str] = field(default_factory=list)  # the classes of label and title of every annex
    laid_out: bool = False
    statement_title: tuple[str, tuple[Mark, ...]] | None = None

    def text_of(self, statement: _Element) -> tuple[Block, ...]:
        """Return the blocks of preamble and main body."""
        self.blocks, self.levels, self.quote = [], Levels(), 0
        for element in statement:
            if local(element.tag) in {"preamble", "mainBody"}:
                self.children(element, local(element.tag) == "preamble")
        self.settle()
        return tuple(self.blocks)

    def title(self, preface: _Element | None) -> tuple[str, str, tuple[Mark, ...]]:
        """Return the number and the title of a preface."""
        number, line = "", Line()
        for element in preface.iter(f"{Q}docNumber", f"{Q}docTitle") if preface is not None else ():
            if local(element.tag) == "docNumber":
                number = f"{number} {' '.join(''.join(map(str, element.itertext())).split())}".strip()
            else:
                self.lay(element, line)
        for note in preface.iterfind(f"{Q}p/{Q}authorialNote") if preface is not None else ():
            self.note(note, line)
        return number, line.text(), line.sorted_marks()

    def part(self, statement: _Element, doc: Document) -> Part:
        """Return one of several texts under one number."""
        number, title, marks = self.title(statement.find(f"{Q}preface"))
        return Part(number, title, self.text_of(statement), marks, read_adoption(statement, doc.adoption))

    def annex(self, item: _Element) -> Annex:
        """Return an annex, its first two headings being its label and its title."""
        found = list(self.text_of(item))
        heads: list[str] = []
        styles: list[str] = []
        while found and found[0].kind is BlockKind.HEADING and len(heads) < 2 and not found[0].marks:
            heads.append(f"{found[0].number} {found[0].text}".strip())
            styles.append(found[0].style or "-")
            del found[0]
        self.heads.append(" ".join(styles))
        heads += [""] * (2 - len(heads))
        return Annex(heads[0], heads[1], tuple(found))

    def children(self, element: _Element, preamble: bool) -> None:
        """Read the elements inside one."""
        for child in element:
            self.element(child, preamble)

    def element(self, element: _Element, preamble: bool) -> None:
        """Read one element of the body into blocks."""
        name = local(element.tag)
        handler = HANDLERS.get(name)
        if handler:
            handler(self, element, preamble)
        elif name:
            self.children(element, preamble)

    def settle(self) -> None:
        """Join a number that stands alone with the unnumbered paragraph after it; leave rules out."""
        joined: list[Block] = []
        for block in self.blocks:
            last = joined[-1] if joined else None
            bare = block.kind is BlockKind.PARAGRAPH and not block.number
            if last and bare and last.kind is BlockKind.PARAGRAPH and last.number and not last.text:
                joined[-1] = replace(block, number=last.number, level=last.level)
            elif bare and block.text.startswith("*") and REISSUED.match(block.text):
                self.notes.insert(0, Note("*", block.text.lstrip("* ")))
            elif block.text and PRESIDENT.match(block.text) and not self.statement_title and not joined:
                self.statement_title, self.title_style = (block.text, block.marks), block.style
            elif bare and not joined and SPOKEN.match(block.text):
                joined.append(replace(block, kind=BlockKind.INTRO))
            elif bare and block.text and not block.text.strip("_–—-="):
                self.dropped.append(Dropped(block.text, "a rule"))
            else:
                joined.append(block)
        self.blocks = joined

    def put(self, kind: BlockKind, element: _Element, **known: object) -> None:
        """Read `element`'s text as one block."""
        line = Line()
        style = str(known.pop("style", ""))
        inner = self.lay(element, line)
        text = line.text()
        if text or known.get("number") or known.get("always"):
            known.pop("always", None)
            block = Block(kind, text, quote=self.quote, marks=line.sorted_marks(), style=style)
            self.blocks.append(replace(block, **known))  # type: ignore[arg-type]
        for structure in inner:
            self.quote += 1
            self.children(structure, preamble=False)
            self.quote -= 1

    def lay(self, element: _Element, line: Line) -> list[_Element]:
        """Lay an element's text down in `line`; return the quoted texts found inside it."""
        inner: list[_Element] = []
        line.add(element.text)
        for child in element:
            name = local(child.tag)
            if name == "embeddedStructure":
                inner.append(child)
            elif name == "authorialNote":
                self.note(child, line)
            elif name in {"eol", "br"}:
                line.point(MarkKind.BREAK)
                line.add(" ")
            elif name not in {"img", ""}:
                inner += self.span(child, name, line)
            line.add(child.tail)
        return inner

    def span(self, child: _Element, name: str, line: Line) -> list[_Element]:
        """Lay an inline element down and mark what it says; return the quoted texts inside it."""
        if name == "sup" and child.get("class") == "call":
            line.point(MarkKind.NOTE, (child.text or "").strip())
            return []
        start = line.open()
        inner = self.lay(child, line)
        styles = (child.get("class") or "").split()
        if OPENING in styles or CITED in styles:
            self.laid_out = True  # what the layout added is no part of the document
            return inner
        for style in styles if name == "span" else ():
            if style in INLINE:
                line.close(start, INLINE[style])
        if name == "inline" and child.get("name") == "smallCaps":
            line.close(start, MarkKind.SMALL)
        elif name == "sup":
            line.close(start, MarkKind.SUPERSCRIPT)
        elif name in {"a", "ref"}:
            line.close(start, MarkKind.LINK, child.get("href") or "")
        return inner

    def note(self, element: _Element, line: Line) -> None:
        """Read a footnote: its call stands in `line`, its text among the notes."""
        marker = element.get("marker") or str(len(self.notes) + 1)
        own = Line()
        line.point(MarkKind.NOTE, marker)
        for number, child in enumerate(element):
            if number:
                own.add(" ")
            self.lay(child, own)
        self.notes.append(Note(marker, own.text(), own.sorted_marks()))
