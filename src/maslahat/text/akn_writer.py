"""The model as Akoma Ntoso for the UN, valid against the strict OASIS schema (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maslahat.text.akn_inline import Inline, escaped, quoted
from maslahat.text.akn_meta import identification, write_cover, write_meta
from maslahat.text.akn_names import AKN, UN
from maslahat.text.document import (
    Adoption,
    Annex,
    Block,
    BlockKind,
    Cell,
    Document,
    DocumentKind,
    Part,
    Table,
)

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<akomaNtoso xmlns="{AKN}" xmlns:akn4un="{UN}" xmlns:html="http://www.w3.org/1999/xhtml" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{AKN} http://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/part2-specs/schemas/akomantoso30.xsd">'
)
_NAMES = {DocumentKind.STATEMENT: "presidentialStatement"}
_HEADING_CLASSES = ("H1", "H23", "H4")
_UNSOUND = re.compile(r"[^A-Za-z0-9]+")
_IN_PREAMBLE = (BlockKind.FORMULA, BlockKind.PREAMBLE)


def write_akn(doc: Document) -> str:
    """Return the document as AKN4UN. The same document gives the same bytes."""
    writer = _Writer(doc)
    name = _NAMES.get(doc.kind, "resolution" if doc.kind is DocumentKind.RESOLUTION else str(doc.kind))
    if doc.parts and not doc.blocks:
        body = writer.collection()
    else:
        body = f'<statement name="{name}">{"".join(writer.statement())}</statement>'
    return f"{_HEAD}{body}</akomaNtoso>\n"


class _Writer:
    """Walks a document once; keeps the running number of identifiers."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.inline = Inline(doc.notes)
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def statement(self) -> Iterator[str]:
        doc = self.doc
        yield write_meta(doc)
        yield write_cover(doc)
        yield self.preface(doc.number, doc.title, doc.title_marks)
        yield from self.text(doc.blocks, doc.kind is DocumentKind.STATEMENT)
        yield conclusions(doc.adoption, doc)
        if doc.annexes:
            yield f"<attachments>{''.join(self.annex(annex) for annex in doc.annexes)}</attachments>"
        if doc.parts:
            yield "<components>"
            yield from (self.component(n, part, part_meta=True) for n, part in enumerate(doc.parts))
            yield "</components>"

    def collection(self) -> str:
        """Return several texts under one number."""
        doc = self.doc
        refs = "".join(
            f'<component eId="comp_def_{n}"><documentRef eId="compRef_{n}" href="comp_{n}" '
            f'showAs="Resolution {quoted(part.number)}"/></component>'
            for n, part in enumerate(doc.parts)
        )
        front = write_meta(doc) + write_cover(doc) + self.preface(doc.number, doc.title, doc.title_marks)
        parts = "".join(self.component(n, part, part_meta=True) for n, part in enumerate(doc.parts))
        body = (
            f'<documentCollection name="publication">{front}<collectionBody>{refs}'
            f"</collectionBody></documentCollection>"
        )
        if doc.annexes:
            last = parts.rindex("</statement>")
            annexes = f"<attachments>{''.join(self.annex(annex) for annex in doc.annexes)}</attachments>"
            parts = parts[:last] + annexes + parts[last:]
        return f"{body}<components>{parts}</components>"

    def component(self, n: int, part: Part, part_meta: bool) -> str:
        meta = (
            f"<meta>{''.join(identification(self.doc, quoted(part.number or str(n))))}</meta>"
            if part_meta
            else ""
        )
        front = self.preface(part.number, part.title, part.marks) if part.number or part.title else ""
        text = "".join(self.text(part.blocks, False))
        end = conclusions(part.adoption, None)
        return (
            f'<component eId="comp_{n}"><statement name="resolution">{meta}{front}{text}{end}'
            f"</statement></component>"
        )

    def preface(self, number: str, title: str, marks: tuple[object, ...]) -> str:
        """Return the preface; the Security Council has its number on the cover and none here."""
        if not title:
            return ""
        shown = self.inline.line(title, marks)  # type: ignore[arg-type]
        label = f"<docNumber>{escaped(number)}</docNumber>" if number else ""
        return f'<preface><p>{label}<docTitle refersTo="#resolutionTitle">{shown}</docTitle></p></preface>'

    def text(self, blocks: Sequence[Block], statement: bool) -> Iterator[str]:
        """Yield preamble and main body."""
        split = 0 if statement else _preamble_ends(blocks)
        if split:
            yield "<preamble>"
            yield from self.preamble(blocks[:split])
            yield "</preamble>"
        body = "".join(self.body(blocks[split:]))
        if not body:
            body = f'<paragraph eId="para_{self.next()}"><content><p/></content></paragraph>'
        yield f"<mainBody>{body}</mainBody>"

    def preamble(self, blocks: Sequence[Block]) -> Iterator[str]:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            items = _followers(blocks, at)
            line = self.inline.line(block.text, block.marks)
            at += 1
            if block.kind is BlockKind.FORMULA:
                yield f'<formula name="enactingFormula" eId="formula_{self.next()}">{_p(line)}</formula>'
            elif block.kind is BlockKind.HEADING:
                yield f'<block name="subheading">{_label(block)}{line}</block>'
                self.next()
            elif items and not block.number:
                yield self.preamble_list(block, line, items)
                at += len(items)
            else:
                yield (
                    f'<container name="{_opening(block)}" eId="container_{self.next()}">'
                    f"{_p(_label(block) + line)}</container>"
                )

    def preamble_list(self, block: Block, line: str, items: Sequence[Block]) -> str:
        found = "".join(
            f"<item><num>{escaped(item.number)}</num>{_p(self.inline.line(item.text, item.marks))}</item>"
            for item in items
        )
        head = f'<container name="{_opening(block)}" eId="container_{self.next()}"><blockList>'
        return f"{head}<listIntroduction>{line}</listIntroduction>{found}</blockList></container>"

    def body(self, blocks: Sequence[Block]) -> Iterator[str]:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if block.kind is BlockKind.PARAGRAPH:
                stop = at + 1
                while (
                    stop < len(blocks)
                    and blocks[stop].kind is BlockKind.PARAGRAPH
                    and blocks[stop].level > block.level
                ):
                    stop += 1
                yield self.paragraph(block, blocks[at + 1 : stop])
                at = stop
                continue
            yield self.other(block)
            at += 1

    def other(self, block: Block) -> str:
        """Return a heading, a table, a preambular paragraph of a section, or an opening sentence."""
        n = self.next()
        if block.kind is BlockKind.TABLE:
            line = self.inline.line(block.text, block.marks)
            caption = (
                f'<paragraph eId="para_{n}_caption"><content>{_p(line)}</content></paragraph>'
                if block.text
                else ""
            )
            return (
                f'{caption}<container eId="container_{n}" name="table">'
                f"{self.table(block.table or Table(()))}</container>"
            )
        line = self.inline.line(block.text, block.marks)
        if block.kind is BlockKind.PREAMBLE:
            return (
                f'<container name="{_opening(block)}" eId="container_{n}">'
                f"{_p(_label(block) + line)}</container>"
            )
        if block.kind is BlockKind.FORMULA:
            return f'<container name="formula" eId="container_{n}">{_p(line)}</container>'
        if block.kind is BlockKind.INTRO:
            return (
                f'<alinea eId="alinea_{n}"><content eId="alinea_{n}__content">{_p(line)}</content></alinea>'
            )
        style = _HEADING_CLASSES[min(block.level, 2)]
        number = f"<num>{escaped(block.number)}</num>" if block.number else ""
        return (
            f'<paragraph eId="para_{n}" class="{style}">{number}<subheading>{line}</subheading></paragraph>'
        )

    def paragraph(self, block: Block, below: Sequence[Block]) -> str:
        eid = f"para_{self.next()}"
        number = f"<num>{escaped(block.number)}</num>" if block.number else ""
        style = block.style if block.style not in {"", "p", "point", "item"} else "SingleTxt"
        line = self.inline.line(block.text, block.marks)
        head = f'<paragraph eId="{eid}" class="{quoted(style)}">{number}'
        if not below:
            return f'{head}<content eId="{eid}__content">{_p(line)}</content></paragraph>'
        intro = f'<intro eId="{eid}_list_intro">{_p(line)}</intro>'
        return f'{head}<list eId="{eid}_list">{intro}{self.points(below, f"{eid}_list")}</list></paragraph>'

    def points(self, blocks: Sequence[Block], eid: str) -> str:
        """Return the points of a list, those below each in a sublist beside it, as the UN sets them."""
        out: list[str] = []
        at, used = 0, set[str]()
        level = min(block.level for block in blocks)
        while at < len(blocks):
            block = blocks[at]
            name = f"{eid}_point_{_UNSOUND.sub('', block.number) or at + 1}"
            while name in used:
                name += "_"
            used.add(name)
            stop = at + 1
            if block.level > level:
                while stop < len(blocks) and blocks[stop].level > level:
                    stop += 1
                out.append(
                    f'<sublist eId="{name}_sublist">'
                    f"{self.points(blocks[at:stop], f'{name}_sublist')}</sublist>"
                )
                at = stop
                continue
            number = f"<num>{escaped(block.number)}</num>" if block.number else ""
            line = self.inline.line(block.text, block.marks)
            out.append(
                f'<point eId="{name}">{number}<content eId="{name}_content">{_p(line)}</content></point>'
            )
            at += 1
        return "".join(out)

    def table(self, table: Table) -> str:
        rows = ["<tr>" + "".join(self.cell(cell) for cell in row) + "</tr>" for row in table.rows if row]
        return f"<table>{''.join(rows) or '<tr><td><p/></td></tr>'}</table>"

    def cell(self, cell: Cell) -> str:
        tag = "th" if cell.head else "td"
        spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
            f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        )
        return f"<{tag}{spans}><p>{self.inline.line(cell.text, cell.marks)}</p></{tag}>"

    def annex(self, annex: Annex) -> str:
        heads = [Block(BlockKind.HEADING, text, level=1) for text in (annex.label, annex.title) if text]
        body = "".join(self.body([*heads, *annex.blocks]))
        meta = f"<meta>{''.join(identification(self.doc, 'annex'))}</meta>"
        return f'<attachment><doc name="annex">{meta}<mainBody>{body}</mainBody></doc></attachment>'


def _p(line: str) -> str:
    return f'<p xml:space="preserve">{line}</p>'


def _label(block: Block) -> str:
    return f"{escaped(block.number)} " if block.number else ""


def _opening(block: Block) -> str:
    """Return the words a preambular paragraph opens with, which the UN gives as its name."""
    first = next((mark for mark in block.marks if mark.start == 0 and mark.kind == "italic"), None)
    words = block.text[: first.end] if first else " ".join(block.text.split(" ")[:1])
    return quoted(words.strip(" ,")) or "recital"


def _followers(blocks: Sequence[Block], at: int) -> Sequence[Block]:
    stop = at + 1
    while stop < len(blocks) and blocks[stop].kind is BlockKind.PREAMBLE and blocks[stop].number:
        stop += 1
    return blocks[at + 1 : stop] if blocks[at].kind is BlockKind.PREAMBLE else ()


def _preamble_ends(blocks: Sequence[Block]) -> int:
    """Return where the preamble ends; the headings inside it belong to it."""
    end = 0
    for n, block in enumerate(blocks):
        if block.kind in _IN_PREAMBLE:
            end = n + 1
        elif block.kind is not BlockKind.HEADING or block.style != "block":
            break
    return end


def conclusions(adoption: Adoption, doc: Document | None) -> str:
    """Return meeting and date; for an agreement its closing words and the lines to sign on."""
    lines = []
    printed_on_cover = (
        doc is not None and not doc.closing and "adopted by the security" in doc.cover.status_line.lower()
    )
    if (adoption.meeting or adoption.date_text) and not printed_on_cover:
        number = quoted(adoption.meeting.split(" ")[0])
        meeting = (
            f'<inline name="adoptionMeeting" title="{number}">{escaped(adoption.meeting)}</inline><eol/>'
            if adoption.meeting
            else ""
        )
        day = adoption.date.isoformat() if adoption.date else "0001-01-01"
        date = (
            f'<docDate date="{day}" refersTo="#adoptionDate">{escaped(adoption.date_text)}</docDate>'
            if adoption.date_text
            else ""
        )
        lines.append(f"<p>{meeting}{date}</p>")
    for line in doc.closing if doc else ():
        lines.append(f"<p>{escaped(line)}</p>")
    for sign in doc.signatures if doc else ():
        who = ", ".join(word for word in (sign.name, sign.office) if word)
        lines.append(f"<p>For {escaped(sign.party)}: {escaped(who)}</p>")
    return f'<conclusions eId="conclusions">{"".join(lines)}</conclusions>' if lines else ""
