"""The HTML that this package writes, read back exactly: every class says what it is (DESIGN §10).

A page of anybody else goes through `html.reader`, which has to tell headings from paragraphs by their words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element

from maslahat.text.akn.cover import AGENDA_NUMBER, stated_adoption
from maslahat.text.akn.inline import CITED, OPENING
from maslahat.text.dates import DATE, read_date
from maslahat.text.document import (
    Adoption,
    AgendaItem,
    Annex,
    Block,
    BlockKind,
    Cell,
    Cover,
    Document,
    DocumentKind,
    Mark,
    MarkKind,
    Note,
    Organ,
    Part,
    Signature,
    Table,
)
from maslahat.text.html.writer import TAGS
from maslahat.text.inline import Line
from maslahat.text.language import LANGUAGE_TAGS
from maslahat.text.numerals import MOST_DEEP, numeral, span
from maslahat.text.plain.masthead import named_organ
from maslahat.text.sponsors import stated_sponsors
from maslahat.text.votes import recorded_sponsors, stated_vote
from maslahat.text.words import ADOPTED_AT, ORIGIN

_KINDS = {str(kind) for kind in BlockKind}
_MARKS = {tags[0].strip("<>"): kind for kind, tags in TAGS.items() if kind is not MarkKind.OPENING}
_ADDED = {OPENING, CITED}
_LANGUAGES = {tag: name for name, tag in LANGUAGE_TAGS.items()}


def is_own(article: _Element) -> bool:
    """Tell whether an element is an article as `write_html` gives it."""
    return "un-doc" in (article.get("class") or "").split()


def read_own(article: _Element) -> Document:
    """Return the document an article of `write_html` was made from; its carried metadata is not in it."""
    reader = _Reader()
    kind = (article.get("class") or "").removeprefix("un-doc").strip()
    cover = _cover(article.find("header"))
    number, title, marks = reader.title(article.find("h1"))
    blocks = reader.blocks(article)
    adoption = _adoption(article.find("p[@class='adoption']"), cover)
    organ = _organ(cover, kind)
    if organ is Organ.OTHER and blocks and blocks[0].kind is BlockKind.FORMULA:
        organ = named_organ(blocks[0].text)
    parts = tuple(reader.part(element) for element in article.iterfind("section[@class='part']"))
    return Document(
        kind=DocumentKind(kind) if kind in set(DocumentKind) else DocumentKind.OTHER,
        organ=organ,
        language=_LANGUAGES.get(article.get("lang") or "", article.get("lang") or "eng"),
        number=number,
        title=title,
        title_marks=marks,
        cover=cover,
        blocks=blocks,
        adoption=stated_adoption(blocks, adoption),
        parts=parts,
        sponsors=stated_sponsors(cover.proponent) or recorded_sponsors(cover.status_line),
        vote=stated_vote(cover.status_line, {}),
        closing=tuple(_words(p) for p in article.iterfind("p[@class='closing']")),
        signatures=tuple(_signature(p) for p in article.iterfind("div[@class='signatures']/p")),
        annexes=tuple(reader.annex(element) for element in article.iterfind("section[@class='annex']")),
        notes=tuple(reader.note(p) for p in article.iterfind("footer/p")),
    )


def _words(element: _Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _organ(cover: Cover, kind: str) -> Organ:
    named = next(
        (organ for organ in Organ if organ and str(organ) in (cover.authority, cover.status_line)), None
    )
    if named is None:
        named = next((organ for organ in Organ if organ and str(organ) in cover.status_line), None)
    if named is None and kind == str(DocumentKind.STATEMENT):
        return Organ.SECURITY_COUNCIL
    return named or Organ.OTHER


def _cover(header: _Element | None) -> Cover:
    if header is None:
        return Cover()
    found: dict[str, list[str]] = {}
    for p in header.iterfind("p"):
        found.setdefault((p.get("class") or "").split(" ")[0], []).append(_words(p))
    first = {name: lines[0] for name, lines in found.items()}
    get, agenda = first.get, found.get("agenda", [])
    origin = ORIGIN.search(get("proponent", ""))
    return Cover(
        authority=get("authority", ""),
        symbol=get("symbol", ""),
        distribution=get("distribution", "").removeprefix("Distr.:").strip(),
        issued=read_date(get("issued", "")),
        issued_text=get("issued", ""),
        original=get("original", ""),
        session=get("session", ""),
        agenda=tuple(
            AgendaItem(item, " ".join(agenda[1:])) for item in AGENDA_NUMBER.findall("".join(agenda[:1]))
        ),
        agenda_text=tuple(agenda),
        status_line=get("status", ""),
        proponent=get("proponent", ""),
        origin=origin["origin"] if origin else "",
        job_number=get("job", ""),
    )


def _adoption(p: _Element | None, cover: Cover) -> Adoption:
    stated = ADOPTED_AT.match(cover.status_line)
    if p is None and stated:
        return Adoption(stated["meeting"], read_date(stated["date"]), stated["date"].strip())
    if p is None:
        day = DATE.search(cover.status_line)
        return Adoption("", read_date(cover.status_line), day[0] if day else "")
    lines = {span.get("class"): _words(span) for span in p.iter("span")}
    day_text = lines.get("date", "")
    return Adoption(lines.get("meeting", ""), read_date(day_text) or read_date(cover.status_line), day_text)


def _signature(p: _Element) -> Signature:
    get = {span.get("class"): _words(span) for span in p.iter("span")}.get
    return Signature(get("party", ""), get("name", ""), get("office", ""))


@dataclass(slots=True)
class _Reader:
    """Reads lines with their marks, and blocks."""

    found: list[Block] = field(default_factory=list)

    def title(self, head: _Element | None) -> tuple[str, str, tuple[Mark, ...]]:
        """Return number, title and marks of a heading."""
        if head is None:
            return "", "", ()
        number, line = self.line(head)
        return number, line.text(), line.sorted_marks()

    def part(self, section: _Element) -> Part:
        number, title, marks = self.title(section.find("h2"))
        adoption = _adoption(section.find("p[@class='adoption']"), Cover())
        return Part(number, title, self.blocks(section), marks, adoption)

    def annex(self, section: _Element) -> Annex:
        head = section.find("h2")
        spans = {} if head is None else {span.get("class"): _words(span) for span in head.iter("span")}
        return Annex(spans.get("label", ""), spans.get("title", ""), self.blocks(section))

    def note(self, p: _Element) -> Note:
        marker = p.find("sup")
        body = p.find("span[@class='note']")
        if body is None:
            return Note(_words(marker), "")
        _, line = self.line(body)
        return Note(_words(marker), line.text(), line.sorted_marks())

    def blocks(self, place: _Element) -> tuple[Block, ...]:
        """Return the blocks that stand directly in an element."""
        found = []
        for element in place:
            classes = (element.get("class") or "").split()
            boxed = element.find("table") if classes[:1] == ["table-box"] else None
            if element.tag == "table" or boxed is not None:
                found.append(self.table(element if boxed is None else boxed))
            elif classes and classes[0] in _KINDS:
                number, line = self.line(element)
                found.append(
                    Block(
                        BlockKind(classes[0]),
                        line.text(),
                        number,
                        _level(classes),
                        _quote(classes),
                        line.sorted_marks(),
                    )
                )
        return tuple(found)

    def table(self, element: _Element) -> Block:
        caption = element.find("caption")
        line = Line()
        if caption is not None:
            self.lay(caption, line)
        rows = tuple(tuple(self.cell(cell) for cell in tr) for tr in element.iter("tr"))
        quote = _quote((element.get("class") or "").split())
        return Block(BlockKind.TABLE, line.text(), quote=quote, marks=line.sorted_marks(), table=Table(rows))

    def cell(self, element: _Element) -> Cell:
        _, line = self.line(element)
        columns, rows = (span(element.get(name)) for name in ("colspan", "rowspan"))
        return Cell(line.text(), element.tag == "th", columns, rows, line.sorted_marks())

    def line(self, element: _Element) -> tuple[str, Line]:
        """Return the label and the words of a line."""
        line, number = Line(), ""
        first = element[0] if len(element) and not (element.text or "").strip() else None
        if first is not None and first.tag == "span" and first.get("class") == "num":
            number = _words(first)
            line.add(first.tail)
            rest = list(element)[1:]
        else:
            line.add(element.text)
            rest = list(element)
        self.children(rest, line)
        return number, line

    def lay(self, element: _Element, line: Line) -> None:
        line.add(element.text)
        self.children(list(element), line)

    def children(self, elements: list[_Element], line: Line) -> None:
        for child in elements:
            start = line.open()
            if child.tag == "sup" and child.get("class") == "call":
                line.point(MarkKind.NOTE, _words(child))
            elif child.tag == "br":
                line.point(MarkKind.BREAK)
                line.add(" ")
            else:
                self.lay(child, line)
                if child.get("class") in _ADDED:
                    pass  # what the layout gave is no part of the document
                elif child.tag == "a":
                    line.close(start, MarkKind.LINK, child.get("href") or "")
                elif child.tag in _MARKS:
                    line.close(start, _MARKS[str(child.tag)])
            line.add(child.tail)


def _level(classes: list[str]) -> int:
    found = next((name for name in classes if name.startswith("level-")), "")
    return numeral(found.removeprefix("level-"), most=MOST_DEEP)


def _quote(classes: list[str]) -> int:
    found = next((name for name in classes if name.startswith("quoted-")), "")
    return numeral(found.removeprefix("quoted-"), most=MOST_DEEP)
