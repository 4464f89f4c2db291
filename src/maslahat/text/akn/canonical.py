"""Two AKN4UN files as one, but for a declared list of differences that say nothing (DESIGN §10).

`canonical` gives canonical XML (C14N) of a file brought to one form. The list is whole: whatever is not in it must
be equal. It works on the XML alone and uses neither the reader nor the writer it is there to judge.

1. **Identifiers.** `eId`, `wId` and `GUID` go: they number the elements anew in every file.
2. **White space.** A run of it, no-break spaces too, is one space, and none stands at the ends of a line or of an
   attribute or beside a line break; a footnote call stands before the space at its place. White space between blocks
   goes: it is indentation.
3. **Comments, processing instructions, prefixes, the order of attributes, the schema's location.**
4. **What the strict schema asks for.** A `step` without `by` or `date` and a `keyword` without `showAs` or `value` get
   them (empty; a date `0001-01-01`); an `identification` without its parts and an empty `preface` go; there is one `mainBody`.
5. **Grouping.** `section`, `part`, `blockList`, `list`, `sublist`, `intro`, `wrapUp` and `content` group lines that stand in
   the same order without them; so do `preamble` and `mainBody`, whose lines are of different kinds. Lines without
   words (empty ones, rules, decorations) go.
6. **Labels.** A label stands before its line and is of no type, whether in a `num`, in the text or in a paragraph of its
   own before it.
7. **Type.** A character is italic, bold, underlined, struck, small, raised, or not; how spans nest, where they are cut
   and what the white space in them is set in say nothing.
8. **Headings** are one kind: `heading`, `subheading`, `crossHeading`, `block`, a `num` alone, any line of a paragraph
   whose class is a heading's or of a container without a name; one without a class has the UN's ordinary one, `H23`.
   A `crossHeading` of the preamble is a container of it: the schema takes the first inside a section alone.
9. **Layout of cells.** `data-*` attributes (widths and borders of the word processor) go.
10. **A note that nothing calls** (`* Reissued for technical reasons.`) comes last, with the class of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from maslahat.text.akn.names import UNKNOWN_DATE, Q, local
from maslahat.text.safe_xml import parse_xml

_IDENTIFIERS = ("eId", "wId", "GUID")
_NEEDED = {"step": {"by": "", "date": UNKNOWN_DATE}, "keyword": {"showAs": "", "value": ""}}
HEADING_CLASSES = {"H1", "HCh", "H23", "H4", "H56", "Heading1"}
_HEADINGS = {"heading", "subheading", "crossHeading", "block"}
_LINES = {"p", "listIntroduction", "decoration", *_HEADINGS}
_KINDS = {"paragraph", "point", "item", "alinea", "formula", "container"}
_ROOMS = {"coverPage", "preface", "preamble", "mainBody", "conclusions", "collectionBody"}
_TEXT = {"preamble", "mainBody"}
_TYPES = {"italic", "bold", "underline", "strike"}
_POINTS = {"eol": "eol", "br": "eol", "img": "img"}
Trait = tuple[str, ...]
Item = tuple[str, frozenset[Trait], _Element | None]  # a character and what it is set in, or a point
_LABEL = re.compile(r"(?:\(?[A-Za-z]{1,4}[.)]|\(?\d{1,3}(?:[.)]| ?[-–])|[•–—-]) ")


def canonical(data: bytes, where: str = "the XML file") -> bytes:
    """Return canonical XML of an AKN4UN file without the differences listed above.

    Raises InputError where there is no XML; a file that is not well formed is mended as the reader mends it.
    """
    root, _ = parse_xml(data, where)
    for comment in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        parent = comment.getparent()
        if parent is not None:
            parent.remove(comment)
    out = etree.Element("akomaNtoso")
    for child in root:
        _document(child, out)
    return bytes(etree.tostring(out, method="c14n"))


def _document(element: _Element, out: _Element) -> None:
    """Copy the parts of a document, its components and its attachments."""
    name = local(element.tag)
    if name == "meta":
        out.append(_meta(element))
    elif name in _ROOMS:
        lines = [line for line in _joined(list(_lines(element, _Where()))) if line.has_words()]
        if lines:
            _room(out, "text" if name in _TEXT else name, lines)
    else:
        own = etree.SubElement(out, name, _kept(element))
        for child in element:
            _document(child, own)


def _room(out: _Element, name: str, lines: list[_Line]) -> None:
    """Write lines into the one room of a name."""
    found = out.find(name)
    room = found if found is not None else etree.SubElement(out, name)
    for line in sorted(lines, key=lambda line: line.is_reissued()):
        line.put(room)


def _kept(element: _Element) -> dict[str, str]:
    kept = {}
    for key, value in element.attrib.items():
        name = str(key)
        if name not in _IDENTIFIERS and not name.startswith(("data-", "{")):
            kept[name] = " ".join(str(value).split())
    return kept


def _meta(element: _Element) -> _Element:
    name = local(element.tag)
    attributes = _kept(element)
    if name.startswith("TLC"):  # others refer to these by it
        attributes["eId"] = element.get("eId", "")
    needed = _NEEDED.get(name, {})
    out = etree.Element(name, {**needed, **attributes})
    if name == "step" and not _is_date(out.get("date", "")):
        out.set("date", UNKNOWN_DATE)
    out.text = " ".join((element.text or "").split())
    for child in element:
        if local(child.tag) == "identification" and not len(child):
            continue
        out.append(_meta(child))
        out[-1].tail = " ".join((child.tail or "").split())
    return out


def _is_date(text: str) -> bool:
    parts = text.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a line stands: in what kind of block, with which class and name, in how many texts quoted whole."""

    kind: str = ""
    style: str = ""
    quote: int = 0


@dataclass(slots=True)
class _Line:
    """A line: characters and points (notes, breaks) with their traits, in order."""

    where: _Where
    kind: str
    label: str = ""
    items: list[Item] = field(default_factory=list)

    def put(self, out: _Element) -> None:
        """Write the line as runs of one set of traits."""
        own = etree.SubElement(out, "line", kind=self.kind, style=self.style(), quote=str(self.where.quote))
        text, traits = "", frozenset[Trait]()
        for character, has, point in [*self.items, ("", frozenset(), etree.Element("end"))]:
            if text and (point is not None or has != traits):
                _run(own, text, traits)
                text = ""
            if point is not None and point.tag != "end":
                own.append(point)
            text, traits = text + character, has

    def words(self) -> str:
        return "".join(item[0] for item in self.items)

    def has_words(self) -> bool:
        return any(character.isalnum() for character in self.words()) or any(
            item[2] is not None and item[2].tag in {"note", "img"} for item in self.items
        )

    def is_reissued(self) -> bool:
        return self.words().startswith("* Reissued")

    def style(self) -> str:
        if self.is_reissued():
            return "FootnoteText"
        if self.kind != "heading":
            return self.where.style
        return self.where.style if self.where.style in HEADING_CLASSES else "H23"


def _run(out: _Element, text: str, traits: frozenset[Trait]) -> None:
    run = etree.SubElement(out, "run", traits=" ".join(sorted("|".join(trait) for trait in traits)))
    run.text = text


def _lines(element: _Element, where: _Where, label: str = "") -> Iterator[_Line]:
    """Yield the lines of an element in order; the first bears the label."""
    for child in element:
        name = local(child.tag)
        if name == "num":
            label += " " + " ".join("".join(map(str, child.itertext())).split())
            if len(element) == 1 or local(element.tag) == "section":
                yield _laid(_Line(where, "heading"), child)
                label = ""
        elif name == "table":
            yield from _rows(child, where)
        elif name in _LINES or (name == "span" and where.kind == "paragraph"):
            headed = name in _HEADINGS or where.style in HEADING_CLASSES or _wraps_heading(child)
            headed = headed or where == _Where("container", "", where.quote)
            recital = name == "crossHeading" and _is_recital(child)
            kind = "heading" if headed and not recital else where.kind
            yield from _line(
                child,
                _Line(_Where("container", "preamble", where.quote), "container", label)
                if recital
                else _Line(where, kind, label),
            )
            label = ""
        elif name:
            style = _kept(child).get("name" if name == "container" else "class", "")
            style = "preamble" if name == "container" and _is_recital(child) else style
            inner = _Where(name, style, where.quote) if name in _KINDS else where
            yield from _lines(child, inner, label)
            label = ""


def _is_recital(element: _Element) -> bool:
    return element.get("refersTo") == "#preamble"


def _wraps_heading(p: _Element) -> bool:
    return len(p) > 0 and local(p[0].tag) in {"num", *_HEADINGS} and not (p.text or "").strip()


def _line(element: _Element, line: _Line) -> Iterator[_Line]:
    """Yield a line and the lines of the texts quoted whole inside it."""
    quoted: list[_Element] = []
    yield _laid(line, element, quoted)
    for structure in quoted:
        yield from _lines(structure, _Where("", "", line.where.quote + 1))


def _laid(line: _Line, element: _Element, quoted: list[_Element] | None = None) -> _Line:
    items: list[Item] = []
    _lay(element, frozenset(), items, [] if quoted is None else quoted)
    line.items = _unset(
        _collapsed([(character, frozenset(), None) for character in f"{line.label} "] + items)
    )
    line.label = ""
    return line


def _unset(items: list[Item]) -> list[Item]:
    """Return a line whose label is of no type."""
    found = _LABEL.match("".join(item[0] for item in items))
    left = found.end() if found else 0
    out = []
    for character, traits, point in items:
        out.append((character, traits if left <= 0 else frozenset[Trait](), point))
        left -= len(character)
    return out


def _lay(
    element: _Element,
    traits: frozenset[Trait],
    items: list[Item],
    quoted: list[_Element],
) -> None:
    """Lay the characters of an element down with what each is set in."""
    items += [(character, traits, None) for character in element.text or ""]
    for child in element:
        name = local(child.tag)
        if name == "embeddedStructure":
            quoted.append(child)
        elif name == "authorialNote":
            items.append(("", traits, _note(child)))
        elif name in _POINTS:
            items.append(("", traits, etree.Element(_POINTS[name], _kept(child))))
        else:
            own = frozenset[Trait]() if name in {"num", *_HEADINGS} else _traits(child, name)
            _lay(child, traits | own, items, quoted)
        items += [(character, traits, None) for character in child.tail or ""]


def _traits(element: _Element, name: str) -> frozenset[Trait]:
    """Return what an element says of its characters: their type, their link, the field they are."""
    attributes = _kept(element)
    if name == "span":
        classes = set(attributes.pop("class", "").split())
        rest = {"class": " ".join(sorted(classes - _TYPES)), **attributes}
        said = {(one,) for one in classes & _TYPES}
        return frozenset(said | ({_said(name, rest)} if any(rest.values()) else set()))
    return frozenset({_said(name, attributes)})


def _said(name: str, attributes: dict[str, str]) -> Trait:
    return (name, *(f"{key}={value}" for key, value in sorted(attributes.items()) if value))


def _note(element: _Element) -> _Element:
    note = etree.Element("note", _kept(element))
    for child in element:
        _laid(_Line(_Where(), "note"), child).put(note)
    return note


def _collapsed(
    items: list[Item],
) -> list[Item]:
    """Return a line with its white space as single spaces between words, points before it."""
    out: list[Item] = []
    pending = False
    last: frozenset[Trait] = frozenset()
    for character, traits, point in items:
        if point is not None:
            out.append((character, frozenset(), point))
        elif character.isspace():
            pending = True
        else:
            if pending and any(item[0] for item in out) and not _is_break(out[-1]):
                out.append((" ", last & traits, None))
            out.append((character, traits, None))
            pending, last = False, traits
    return out


def _is_break(item: Item) -> bool:
    return item[2] is not None and item[2].tag == "eol"


def _rows(table: _Element, where: _Where) -> Iterator[_Line]:
    """Yield a line for the caption and for every cell; its place and spans are its style."""
    for caption in table.iterfind(f"{Q}caption"):
        yield _laid(_Line(where, "caption"), caption)
    for row, tr in enumerate(table.iter(f"{Q}tr")):
        for column, cell in enumerate(tr):
            spans = " ".join(f"{k}={v}" for k, v in sorted(_kept(cell).items()) if v != "1")
            line = _Line(
                _Where("cell", f"{row},{column} {local(cell.tag)} {spans}".strip(), where.quote), "cell"
            )
            for n, p in enumerate(cell):
                more = _laid(_Line(where, ""), p)
                line.items += [("", frozenset(), etree.Element("eol"))] * (n > 0) + more.items
            yield line


def _joined(lines: list[_Line]) -> list[_Line]:
    """Return the lines with a label that stands alone put before the line after it."""
    out: list[_Line] = []
    for line in lines:
        before = out[-1] if out else None
        if before and before.kind == line.kind == "paragraph" and _bare_label(before) > _bare_label(line):
            line.items = [*before.items, (" ", frozenset(), None), *line.items]
            out[-1] = line
        else:
            out.append(line)
    return out


def _bare_label(line: _Line) -> bool:
    text = "".join(item[0] for item in line.items)
    return (
        1 < len(text) < 8 and " " not in text and (text.endswith(".") or (text[0] == "(" and text[-1] == ")"))
    )
