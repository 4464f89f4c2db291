"""The model as Akoma Ntoso for the UN, valid against the strict OASIS schema (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from maslahat.text.akn.blocks import Blocks, p, preamble_ends
from maslahat.text.akn.cover import stated_adoption
from maslahat.text.akn.frame import (
    CONCLUSIONS,
    HEADS,
    LAID_OUT,
    NAME,
    OWNER,
    TITLE,
    still_conclusions,
    still_preface,
)
from maslahat.text.akn.heads import HEADING_STYLES
from maslahat.text.akn.inline import escaped, quoted
from maslahat.text.akn.meta import annex_meta, component_meta, write_cover, write_meta
from maslahat.text.akn.names import AKN, UN, UNKNOWN_DATE
from maslahat.text.document import (
    Adoption,
    Annex,
    Block,
    BlockKind,
    Document,
    DocumentKind,
    Mark,
    MarkKind,
    Part,
    Signature,
)
from maslahat.text.layout import laid_out

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<akomaNtoso xmlns="{AKN}" xmlns:akn4un="{UN}" xmlns:html="http://www.w3.org/1999/xhtml" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{AKN} http://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/part2-specs/schemas/akomantoso30.xsd">'
)
_NAMES = {DocumentKind.STATEMENT: "presidentialStatement"}
_CALL = re.compile(r'<authorialNote\b[^>]*?marker="([^"]*)"[^>]*?(?:/>|>\s*</authorialNote>)')
_LETTERED = re.compile(r"(?P<number>\S+\.?) (?P<letter>[A-Z]\.?)$")


def write_akn(doc: Document) -> str:
    """Return the document as AKN4UN. The same document gives the same bytes."""
    if not doc.carried or any(name == LAID_OUT for name, _ in doc.carried):
        doc = laid_out(doc)  # a file of the UN's own stays as it is
    writer = _Writer(doc)
    name = _NAMES.get(doc.kind, "resolution" if doc.kind is DocumentKind.RESOLUTION else str(doc.kind))
    if doc.parts and not doc.blocks:
        body = writer.collection()
    else:
        body = f'<statement name="{name}">{"".join(writer.statement())}</statement>'
    return f"{_HEAD}{body}</akomaNtoso>\n"


class _Writer:
    """Walks a document once, from its cover to its annexes."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.blocks = Blocks(doc.notes)

    def statement(self) -> Iterator[str]:
        doc = self.doc
        yield write_meta(doc)
        yield write_cover(doc)
        stated = doc.kind is DocumentKind.STATEMENT
        still = still_preface(doc, "", (doc.number, doc.title, doc.title_marks))
        if still:
            yield self.called(still)
        elif not stated:
            yield self.preface(doc.number, doc.title, doc.title_marks)
        main = "".join(self.text(doc.blocks, stated, entitled=bool(still)))
        end = conclusions(doc.adoption, doc)
        annexes = self.attachments()
        parts = "".join(self.component(n, part) for n, part in enumerate(doc.parts))
        yield main.replace("</mainBody>", f"{self.blocks.uncalled()}</mainBody>")
        yield from (end, annexes, f"<components>{parts}</components>" if parts else "")

    def collection(self) -> str:
        """Return several texts under one number."""
        doc = self.doc
        refs = "".join(
            f'<component eId="comp_def_{n}"><documentRef eId="compRef_{n}" href="comp_{n}" '
            f'showAs="Resolution {quoted(part.number)}"/></component>'
            for n, part in enumerate(doc.parts)
        )
        front = write_meta(doc) + write_cover(doc) + self.preface(doc.number, doc.title, doc.title_marks)
        parts = "".join(self.component(n, part) for n, part in enumerate(doc.parts))
        attached = self.attachments()
        parts = _before_last(parts, "</statement>", attached)
        parts = _before_last(parts, "</mainBody>", self.blocks.uncalled())
        collected = f"{front}<collectionBody>{refs}</collectionBody>"
        return (
            f'<documentCollection name="publication">{collected}</documentCollection>'
            f"<components>{parts}</components>"
        )

    def component(self, n: int, part: Part) -> str:
        """Return one of several texts under one number."""
        doc = self.doc
        still = still_preface(doc, f":{n}", (part.number, part.title, part.marks))
        front = self.called(still) or self.preface(part.number, part.title, part.marks)
        text = "".join(self.text(part.blocks, False))
        end = still_conclusions(doc, part.adoption, f":{n}") or conclusions(part.adoption, None)
        name = quoted(dict(doc.carried).get(f"{NAME}:{n}", "resolution"))
        return (
            f'<component eId="comp_{n}"><statement name="{name}">{component_meta(doc, n, part)}'
            f"{front}{text}{end}{self.attachments(str(n))}</statement></component>"
        )

    def called(self, preface: str) -> str:
        """Return a carried preface with its notes written at their calls."""
        return _CALL.sub(lambda found: self.blocks.inline.note(found[1]), preface)

    def preface(self, number: str, title: str, marks: tuple[Mark, ...]) -> str:
        """Return the preface; the letter of a later text under one number stands under the title."""
        if not title and not (number and self.doc.parts):
            return ""
        lettered = _LETTERED.match(number)
        below = ""
        if lettered:
            number = lettered["number"]
            letter = (
                f'<docNumber refersTo="#letter"><span class="bold">{lettered["letter"]}</span></docNumber>'
            )
            calls = tuple(m for m in marks if m.kind is MarkKind.NOTE and m.start >= len(title))
            marks = tuple(m for m in marks if m not in calls)
            below = letter
        shown = self.blocks.inline.line(title, marks)
        if below:
            below = f"<p>{below}{self.blocks.inline.line('', tuple(replace(m, start=0, end=0) for m in calls))}</p>"
        label = f"<docNumber>{escaped(number)}</docNumber> " if number else ""
        if not title:
            return f"<preface><p>{label}</p></preface>"
        head = f'<p>{label}<docTitle refersTo="#resolutionTitle">{shown}</docTitle></p>'
        return f"<preface>{head}{below}</preface>"

    def text(self, blocks: Sequence[Block], statement: bool, entitled: bool = False) -> Iterator[str]:
        """Yield preamble and main body; the title of a statement opens its main body."""
        split = 0 if statement else preamble_ends(blocks)
        if split:
            yield "<preamble>"
            yield from self.blocks.preamble(blocks[:split])
            yield "</preamble>"
        doc, title = self.doc, ""
        if statement and doc.title and not entitled:
            style = dict(doc.carried).get(TITLE, "")
            line = self.blocks.inline.line(doc.title, doc.title_marks) if not style else ""
            title = f'<p><docTitle refersTo="#title1">{line}</docTitle></p>'
            if style:
                head = Block(BlockKind.HEADING, doc.title, level=1, marks=doc.title_marks, style=style)
                title = self.blocks.other(replace(head, level=HEADING_STYLES.get(style, 1)))
        body = title + "".join(self.blocks.body(blocks[split:]))
        if not body:
            body = f'<paragraph eId="para_{self.blocks.next()}"><content><p/></content></paragraph>'
        yield f"<mainBody>{body}</mainBody>"

    def attachments(self, owner: str = "") -> str:
        """Return the annexes of the document, or of one of its components."""
        owners = dict(self.doc.carried)
        found = "".join(
            self.annex(n, annex)
            for n, annex in enumerate(self.doc.annexes)
            if owners.get(f"{OWNER}:{n}", "") == owner
        )
        return f"<attachments>{found}</attachments>" if found else ""

    def annex(self, n: int, annex: Annex) -> str:
        texts = [text for text in (annex.label, annex.title) if text]
        styles = dict(self.doc.carried).get(f"{HEADS}:{n}", "").split()
        styles = styles if len(styles) == len(texts) else [""] * len(texts)
        heads = [
            Block(BlockKind.HEADING, text, level=HEADING_STYLES.get(style, 1), style=style.strip("-"))
            for text, style in zip(texts, styles, strict=True)
        ]
        body = "".join(self.blocks.body([*heads, *annex.blocks]))
        meta = annex_meta(self.doc, n)
        end = dict(self.doc.carried).get(f"{CONCLUSIONS}:annex:{n}", "")
        return f'<attachment><doc name="annex">{meta}<mainBody>{body}</mainBody>{end}</doc></attachment>'


def _is_stated(doc: Document) -> bool:
    """Tell whether the opening sentence of a statement names its meeting."""
    unknown = replace(doc.adoption, meeting="", date_text="")
    return not doc.closing and stated_adoption(doc.blocks, unknown).meeting == doc.adoption.meeting


def _before_last(text: str, tag: str, inserted: str) -> str:
    if not inserted:
        return text
    at = text.rindex(tag)
    return text[:at] + inserted + text[at:]


def conclusions(adoption: Adoption, doc: Document | None) -> str:
    """Return meeting and date; for an agreement its closing words and the lines to sign on."""
    lines = []
    printed_on_cover = (
        doc is not None and not doc.closing and "adopted by the security" in doc.cover.status_line.lower()
    )
    still = still_conclusions(doc, adoption) if doc and not (doc.closing or doc.signatures) else ""
    if still:
        return still
    stated = doc is not None and doc.kind is DocumentKind.STATEMENT and _is_stated(doc)
    if (adoption.meeting or adoption.date_text) and not printed_on_cover and not stated:
        lines.append(_adopted(adoption))
    lines += [p(escaped(line)) for line in (doc.closing if doc else ())]
    for sign in doc.signatures if doc else ():
        lines.append(_signature(sign))
    return f'<conclusions eId="conclusions">{"".join(lines)}</conclusions>' if lines else ""


def _signature(sign: Signature) -> str:
    """Return a line to sign on: the party, and who signs for it in which office."""
    name = f' <person refersTo="#signatory">{escaped(sign.name)}</person>' if sign.name else ""
    office = f' <role refersTo="#office">{escaped(sign.office)}</role>' if sign.office else ""
    party = f'<organization refersTo="#party">{escaped(sign.party)}</organization>'
    return f"<p><signature>For {party}:{name}{office}</signature></p>"


def _adopted(adoption: Adoption) -> str:
    meeting = date = ""
    if adoption.meeting:
        number = quoted(adoption.meeting.split(" ")[0])
        meeting = (
            f'<inline name="adoptionMeeting" title="{number}">{escaped(adoption.meeting)}</inline><eol/>'
        )
    if adoption.date_text:
        day = adoption.date.isoformat() if adoption.date else UNKNOWN_DATE
        date = f'<docDate date="{day}" refersTo="#adoptionDate">{escaped(adoption.date_text)}</docDate>'
    return f"<p>{meeting}{date}</p>"
