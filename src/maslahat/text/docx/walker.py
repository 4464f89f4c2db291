"""Walks the parts of a Word file: paragraphs with what is set in them, notes, tables, automatic numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from maslahat.text.document import Cell, Dropped, Mark, MarkKind, Note
from maslahat.text.docx.numbers import Numbering
from maslahat.text.docx.ooxml import WQ
from maslahat.text.docx.parts import CITED_STYLE, MARGIN, STEP
from maslahat.text.inline import Line
from maslahat.text.labels import LABEL
from maslahat.text.layout import LOST_NOTE
from maslahat.text.numerals import numeral, span
from maslahat.text.plain.lines import FURNITURE, RULE, Raw
from maslahat.text.superscript import RAISED_CALL, raised

_HEADING_STYLE = re.compile(r"(?:Title)?H(?:Ch|CH|1|23|2/3|4|56)?$|Heading\d$|HCh$|Caption$")
_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
_SKIPPED = {
    "del",
    "moveFrom",
    "pPr",
    "rPr",
    "sectPr",
    "instrText",
    "drawing",
    "pict",
    "object",
    "delText",
    "bookmarkStart",
    "AlternateContent",
}
_FLAGS = {
    "i": MarkKind.ITALIC,
    "b": MarkKind.BOLD,
    "u": MarkKind.UNDERLINE,
    "strike": MarkKind.STRIKE,
    "smallCaps": MarkKind.SMALL,
}
_OFF = {"0", "false", "off", "none"}
OWN_STYLE = "Preamble"  # a file that has it is of our own, and its styles say what a paragraph is
NOTE_STYLE, SIGN_STYLE = "FootnoteText", "Signature"
_WIDEST = 31_680  # twentieths of a point: the widest indent of Word, 22 inches


def local(element: _Element) -> str:
    """Return an element's name without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class Walker:
    """Collects the lines of a Word file, and by their words what is set in them and their style."""

    numbering: Numbering
    links: dict[str, str] = field(default_factory=dict)
    raws: list[Raw] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    marks: dict[str, tuple[Mark, ...]] = field(default_factory=dict)
    styled: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[tuple[str, ...], list[tuple[Cell, ...]]] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    texts: dict[str, Line] = field(default_factory=dict)
    numbered_styles: dict[str, _Element] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    own: bool = False
    numbered: int = 0  # the notes Word numbers itself

    def styles(self, root: _Element | None) -> None:
        """Read which styles number their paragraphs, and whether the file is of our own."""
        for style in root.iterfind(f"{WQ}style") if root is not None else ():
            name = style.get(f"{WQ}styleId", "")
            self.own = self.own or name == OWN_STYLE
            found = style.find(f"{WQ}pPr/{WQ}numPr")
            if found is not None:
                self.numbered_styles[name] = found

    def footnotes(self, root: _Element | None, links: dict[str, str]) -> None:
        """Read the texts of the notes, whose part has `links` of its own."""
        outside, self.links = self.links, links
        for note in root.iterfind(f"{WQ}footnote") if root is not None else ():
            line = Line()
            for n, p in enumerate(note.iter(f"{WQ}p")):
                if n:
                    line.add(" ")
                self.runs(p, line)
            self.texts[note.get(f"{WQ}id", "")] = line
        self.links = outside

    def body(self, body: _Element) -> None:
        """Read the paragraphs and tables of the main text."""
        for element in body.iterchildren():
            name = local(element)
            if name == "p":
                self.paragraph(element)
            elif name == "tbl":
                self.table(element)
            elif name in {"sdt", "ins", "moveTo", "customXml", "sdtContent"}:
                self.body(element)

    def paragraph(self, p: _Element) -> None:
        """Read a paragraph into one line, or several where it is broken."""
        style = _style(p)
        for line in self.lines(p):
            text = line.text()
            if not text:
                continue
            if self.own and style == NOTE_STYLE:
                marker, _, words = text.partition(" ")
                self.notes.append(Note(marker, "" if words == LOST_NOTE else words))
            elif FURNITURE.match(text) or RULE.match(text):
                self.dropped.append(Dropped(text, "page furniture"))
            else:
                self.raws.append(Raw(text, len(self.raws) + 1, hint=_hint(style)))
                self.keep(text, tuple(line.marks), style, _level(p))

    def keep(self, text: str, marks: tuple[Mark, ...], style: str, level: int) -> None:
        """Remember style, level, italics and links of a paragraph under its words without label and calls."""
        label = LABEL.match(text)
        start = label.end() + 1 if label else 0
        bare = RAISED_CALL.sub("", text[start:]).strip()
        self.styled.setdefault(bare, []).append(style)
        if not label:
            self.levels[bare] = level
        calls = [found.span() for found in RAISED_CALL.finditer(text)]

        def moved(at: int) -> int:
            before = sum(min(end, at) - begin for begin, end in calls if start <= begin < at)
            return max(0, at - start - before)

        shifted = [replace(mark, start=moved(mark.start), end=moved(mark.end)) for mark in marks]
        kept = tuple(mark for mark in shifted if mark.end > mark.start)
        if kept:
            self.marks[bare] = kept

    def style_of(self, words: str) -> str:
        """Return the style of the next paragraph of these words; some stand in a text more than once."""
        styles = self.styled.get(words, [""])
        return styles.pop(0) if len(styles) > 1 else styles[0]

    def lines(self, p: _Element) -> list[Line]:
        """Return the lines of a paragraph: one, or several where it is broken by line breaks."""
        found = [Line()]
        properties = p.find(f"{WQ}pPr/{WQ}numPr")
        if properties is None:
            properties = self.numbered_styles.get(_style(p))
        if properties is not None:
            label, _ = self.numbering.label(properties)
            found[0].add(f"{label} " if label else "")
        self.runs(p, found[0], found)
        return found

    def runs(self, element: _Element, line: Line, lines: list[Line] | None = None) -> Line:
        """Lay the runs of an element down; what is deleted, drawn or a field's code is left out."""
        for child in element:
            name = local(child)
            if name in _SKIPPED:
                continue
            start = line.open()
            if name == "r":
                line = self.run(child, line, lines)
            elif name:
                line = self.runs(child, line, lines)
            address = self.address(child, name)
            if address and line.length > start and not _added(child):
                line.close(start, MarkKind.LINK, address)
        return line

    def address(self, element: _Element, name: str) -> str:
        """Return where a link points to."""
        if name == "hyperlink":
            relation = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
            return self.links.get(str(relation), "")
        found = _LINK_FIELD.match(element.get(f"{WQ}instr", "")) if name == "fldSimple" else None
        return found[1] if found else ""

    def run(self, run: _Element, line: Line, lines: list[Line] | None) -> Line:
        """Lay one run down with its marks."""
        start = line.open()
        custom = False
        for child in run:
            name = local(child)
            if name == "t" and not custom:
                line.add(child.text)
            elif name in {"tab", "ptab"}:
                line.add("\t")
            elif name == "noBreakHyphen":
                line.add("‑")
            elif name in {"br", "cr"} and lines is not None:
                line = Line()
                lines.append(line)
                start = 0
            elif name == "footnoteReference":
                custom = child.get(f"{WQ}customMarkFollows", "0") not in _OFF
                own = "".join(t.text or "" for t in run.iter(f"{WQ}t")) if custom else ""
                line.add(raised(self.call(child.get(f"{WQ}id", ""), own.strip())))
        if run.find(f"{WQ}footnoteRef") is not None:
            return line
        for tag, kind in _FLAGS.items():
            flag = run.find(f"{WQ}rPr/{WQ}{tag}")
            if flag is not None and flag.get(f"{WQ}val", "1") not in _OFF and line.length > start:
                line.close(start, kind)
        return line

    def call(self, identifier: str, own: str) -> str:
        """Return the marker of a call, and put its note among the notes."""
        self.numbered += not own
        marker = own or str(self.numbered)
        line = self.texts.get(identifier, Line())
        text, marks = line.text(), tuple(line.marks)
        if own and text.startswith(own):
            cut = len(own) + len(text[len(own) :]) - len(text[len(own) :].lstrip())
            text = text[cut:]
            marks = tuple(replace(m, start=m.start - cut, end=m.end - cut) for m in marks if m.start >= cut)
        self.notes.append(Note(marker, "" if text == LOST_NOTE else text, marks))
        return marker

    def table(self, element: _Element) -> None:
        """Read the rows of a table; a cell that only goes on from above counts for that one.

        The table of our own that stands under an agreement is lines to sign on, each cell a line.
        """
        if self.own and _signing(element):
            words = [self.cell(tc) for tc in element.iter(f"{WQ}tc")]
            self.raws += [Raw(text, len(self.raws) + n) for n, text in enumerate(filter(None, words), 1)]
            return
        above: dict[int, tuple[tuple[str, ...], int, int]] = {}
        for tr in element.iter(f"{WQ}tr"):
            cells: list[Cell] = []
            for at, tc in _columns(tr):
                merged = tc.find(f"{WQ}tcPr/{WQ}vMerge")
                if merged is not None and merged.get(f"{WQ}val", "continue") == "continue" and at in above:
                    self.grow(*above[at])
                    continue
                cells.append(Cell(self.cell(tc), self.head(tr, tc), columns=_span(tc)))
                above[at] = ((), -1, -1)
                if merged is not None:
                    above[at] = (("",), len(cells) - 1, -1)
            key = tuple(cell.text for cell in cells)
            if not any(key):
                continue
            shelf = self.rows.setdefault(key, [])
            shelf.append(tuple(cells))
            above = {
                at: (key, place[1], len(shelf) - 1) if place[0] == ("",) else place
                for at, place in above.items()
            }
            self.raws.append(Raw(" | ".join(key), len(self.raws) + 1, key))

    def head(self, tr: _Element, tc: _Element) -> bool:
        """Tell whether a cell is a head: by its style in a file of our own, else in a row that comes again on every page."""
        if self.own:
            first = tc.find(f"{WQ}p")
            return first is not None and (
                _style(first).startswith("CellHead") or (_repeated(tr) and not _style(first))
            )
        return _repeated(tr)

    def grow(self, key: tuple[str, ...], cell: int, which: int) -> None:
        """Let a cell cover one row more."""
        if which < 0 or key not in self.rows:
            return
        row = list(self.rows[key][which])
        row[cell] = replace(row[cell], rows=row[cell].rows + 1)
        self.rows[key][which] = tuple(row)

    def cell(self, tc: _Element) -> str:
        """Return the words of a cell."""
        words = [line.text() for p in tc.iter(f"{WQ}p") for line in self.lines(p)]
        return " ".join(word for word in words if word)


def _added(link: _Element) -> bool:
    """Tell whether a link is one the layout gave."""
    return any(style.get(f"{WQ}val") == CITED_STYLE for style in link.iter(f"{WQ}rStyle"))


def _signing(table: _Element) -> bool:
    """Tell whether a table holds lines to sign on."""
    first = next(table.iter(f"{WQ}p"), None)
    return first is not None and _style(first) == SIGN_STYLE


def _repeated(tr: _Element) -> bool:
    flag = tr.find(f"{WQ}trPr/{WQ}tblHeader")
    return flag is not None and flag.get(f"{WQ}val", "1") not in _OFF


def _style(p: _Element) -> str:
    style = p.find(f"{WQ}pPr/{WQ}pStyle")
    return "" if style is None else style.get(f"{WQ}val", "")


def _level(p: _Element) -> int:
    """Return how many steps of the UN's layout a paragraph without a label is moved in."""
    indent = p.find(f"{WQ}pPr/{WQ}ind")
    left = numeral(None if indent is None else indent.get(f"{WQ}left"), most=_WIDEST)
    return max(0, (left - MARGIN) // STEP)


def _hint(style: str) -> str:
    """Return what the style of a paragraph says it is."""
    name = style.replace("_", "").replace(" ", "")
    if _HEADING_STYLE.match(name):
        return "heading"
    return "paragraph" if name in {"SingleTxt", OWN_STYLE} else ""


def _columns(tr: _Element) -> list[tuple[int, _Element]]:
    """Return the cells of a row, each with the column it stands in."""
    found, at = [], 0
    for tc in tr.iterfind(f"{WQ}tc"):
        found.append((at, tc))
        at += _span(tc)
    return found


def _span(tc: _Element) -> int:
    found = tc.find(f"{WQ}tcPr/{WQ}gridSpan")
    return span(None if found is None else found.get(f"{WQ}val"))
