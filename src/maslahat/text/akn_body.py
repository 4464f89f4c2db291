"""The body of an AKN4UN file, walked once from front to back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from maslahat.text.akn_cover import read_adoption
from maslahat.text.akn_heads import (
    ARTICLE_NUMBER,
    HEADING_STYLES,
    HEADS,
    INLINE,
    NOTE_STYLE,
    PARAGRAPH_LABEL,
    named,
    set_as_heading,
    unglued,
)
from maslahat.text.akn_inline import CITED, OPENING
from maslahat.text.akn_names import Q, local
from maslahat.text.akn_table import read_table
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
from maslahat.text.plain_notes import REISSUED
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
        handler = _HANDLERS.get(name)
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


def _paragraph(body: Body, element: _Element, preamble: bool) -> None:
    """Read a paragraph with or without a number or a list, or a heading that is written as one."""
    number = _number(element)
    style = element.get("class", "")
    if style == NOTE_STYLE and number:
        _uncalled(body, element, number)
        return
    for child in element:
        name = local(child.tag)
        if name in {"heading", "subheading"} or (
            name == "content" and style in HEADING_STYLES and not PARAGRAPH_LABEL.match(number)
        ):
            body.levels.reset()
            level = HEADING_STYLES.get(style, 1)
            known = style if style in HEADING_STYLES else ""
            kind = BlockKind.ARTICLE if ARTICLE_NUMBER.match(number) else BlockKind.HEADING
            body.put(kind, child, number=number, level=level, style=known)
        elif name == "content":
            _content(body, child, number, style)
        elif name == "list":
            _list(body, child, number, 0, style)
        elif name == "span":
            _stray_title(body, child, style)
        elif name not in {"num", ""}:
            body.element(child, preamble)
        number = "" if name not in {"num", ""} else number
    if number and len(element) == 1:
        body.levels.reset()
        known = style if style in HEADING_STYLES else ""
        level = HEADING_STYLES.get(style, 1)
        body.blocks.append(Block(BlockKind.HEADING, number, level=level, quote=body.quote, style=known))


def _uncalled(body: Body, element: _Element, marker: str) -> None:
    """Read a note that stands by itself, since nothing calls it."""
    own = Line()
    for p in element.iter(f"{Q}p"):
        body.lay(p, own)
    body.notes.append(Note(marker, own.text(), own.sorted_marks()))


def _stray_title(body: Body, element: _Element, style: str) -> None:
    """Read words of a paragraph without content: the title of a malformed statement, or a heading."""
    if body.statement_title is None and not body.blocks:
        line = Line()
        body.lay(element, line)
        body.statement_title, body.title_style = (line.text(), line.sorted_marks()), style
    else:
        body.put(BlockKind.HEADING, element, level=HEADING_STYLES.get(style, 1), style=style)


def _number(element: _Element) -> str:
    found = element.find(f"{Q}num")
    return "" if found is None else " ".join("".join(map(str, found.itertext())).split())


def _content(body: Body, content: _Element, number: str, style: str) -> None:
    """Read the paragraphs of a content element; only the first carries the number."""
    for p in content:
        if local(p.tag) == "p":
            number = number or unglued(p)
            if not number and p.text and HEADS.match(p.text.strip()):
                body.levels.reset()
                body.put(BlockKind.HEADING, p, level=1, style=style or "none")
                continue
            if not number and set_as_heading(p):
                body.levels.reset()
                body.put(BlockKind.HEADING, p, level=1, style=style or "none")
                continue
            level = body.levels.place(number, _after_colon(body)) if number else 0
            body.put(BlockKind.PARAGRAPH, p, number=number, level=level, style=style or "none")
            number = ""
        else:
            body.element(p, preamble=False)


def _after_colon(body: Body) -> bool:
    return bool(body.blocks) and body.blocks[-1].text.endswith(":")


def _list(body: Body, element: _Element, number: str, depth: int, style: str = "") -> None:
    """Read a list: its intro, its points, and the sublists that stand beside or inside the points."""
    if number and not any(local(child.tag) in {"intro", "listIntroduction"} for child in element):
        level = body.levels.place(number, _after_colon(body))
        body.blocks.append(Block(BlockKind.PARAGRAPH, "", number, level, body.quote, style=style))
        number = ""
    for child in element:
        name = local(child.tag)
        if name in {"intro", "wrapUp", "listIntroduction"}:
            level = body.levels.place(number, _after_colon(body)) if number else depth
            body.put(BlockKind.PARAGRAPH, child, number=number, level=level, style=style)
            number = ""
        elif name in {"point", "item"}:
            _point(body, child, depth + 1)
        elif name in {"sublist", "list"}:
            _list(body, child, "", depth + 1)


def _point(body: Body, element: _Element, depth: int) -> None:
    number = _number(element)
    for child in element:
        name = local(child.tag)
        if name in {"content", "p"}:
            target = child if name == "p" or len(child) != 1 else child[0]
            number = number or unglued(target)
            level = body.levels.place(number, _after_colon(body)) if number else depth
            body.put(BlockKind.PARAGRAPH, target, number=number, level=level, style="point")
            number = ""
        elif name in {"list", "sublist"}:
            _list(body, child, number, depth)


def _container(body: Body, element: _Element, preamble: bool) -> None:
    """Read a preambular paragraph, a table, or a list inside the preamble."""
    quoted = element.get("name") == "formula"
    if not element.get("name") and len(element) == 1 and set_as_heading(element[0]):
        body.levels.reset()
        body.put(BlockKind.HEADING, element[0], level=1, style="block" if preamble else "")
        return
    for child in element:
        name = local(child.tag)
        if name == "p":
            if quoted and not preamble:
                body.quote = max(body.quote, 1)
            label = re.match(r"\s*(\([a-z]{1,3}\)) ", child.text or "") if not preamble else None
            number = label[1] if label else ""
            if label:
                child.text = (child.text or "")[label.end() :]
            kind = BlockKind.FORMULA if quoted else BlockKind.PREAMBLE
            body.put(kind, child, number=number, level=1 if number else 0, style=named(element))
        elif name == "blockList":
            _preamble_list(body, child, named(element))
        else:
            body.element(child, preamble)


def _preamble_list(body: Body, element: _Element, style: str = "") -> None:
    for child in element:
        if local(child.tag) == "listIntroduction":
            body.put(BlockKind.PREAMBLE, child, style=style)
        else:
            number = _number(child)
            p = child.find(f"{Q}p")
            if p is not None and re.match(r"\d+\.$", number):
                level = body.levels.place(number)
                body.put(BlockKind.PARAGRAPH, p, number=number, level=level, style="item")
            elif p is not None:
                body.put(BlockKind.PREAMBLE, p, number=number, level=1, style="item")


def _formula(body: Body, element: _Element, preamble: bool) -> None:
    del preamble
    for p in element:
        body.put(BlockKind.FORMULA, p)


def _heading(body: Body, element: _Element, preamble: bool) -> None:
    del preamble
    if "preamble" in element.get("refersTo", ""):
        body.put(BlockKind.PREAMBLE, element, style="crossHeading")
        return
    body.levels.reset()
    body.put(BlockKind.HEADING, element, level=1, style=local(element.tag))


def _section(body: Body, element: _Element, preamble: bool) -> None:
    body.levels.reset()
    body.children(element, preamble)


def _loose(body: Body, element: _Element, preamble: bool) -> None:
    """Read a p that stands by itself: the title of a statement, a section's number, or a paragraph."""
    titled = element.find(f"{Q}docTitle")
    if titled is not None and body.statement_title is None:
        line = Line()
        body.lay(titled, line)
        body.statement_title = (line.text(), line.sorted_marks())
    elif element.find(f"{Q}num") is not None and len(element) == 1:
        body.levels.reset()
        body.put(BlockKind.HEADING, element, level=1, style="num")
    else:
        body.put(BlockKind.PREAMBLE if preamble else BlockKind.PARAGRAPH, element, style="p")


def _alinea(body: Body, element: _Element, preamble: bool) -> None:
    del preamble
    for p in element.iter(f"{Q}p"):
        body.put(BlockKind.INTRO, p)


def _table(body: Body, element: _Element, preamble: bool) -> None:
    del preamble
    body.blocks.append(replace(read_table(element, body.lay), quote=body.quote))


_HANDLERS: dict[str, Callable[[Body, _Element, bool], None]] = {
    "paragraph": _paragraph,
    "container": _container,
    "formula": _formula,
    **dict.fromkeys(("subheading", "heading", "crossHeading", "block", "num"), _heading),
    **dict.fromkeys(("section", "part"), _section),
    "p": _loose,
    "alinea": _alinea,
    "table": _table,
    "blockList": lambda body, element, _preamble: _preamble_list(body, element),
    "meta": lambda _body, _element, _preamble: None,
}
