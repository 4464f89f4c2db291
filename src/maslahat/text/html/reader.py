"""HTML into the model: paragraphs, headings, list items and table rows, read as lines (DESIGN §10)."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element

from maslahat.core import Fault, InputError
from maslahat.text.document import Document, Dropped, Note
from maslahat.text.html.own import is_own, read_own
from maslahat.text.inline import Line
from maslahat.text.layout import LOST_NOTE
from maslahat.text.plain.lines import RULE, Raw
from maslahat.text.plain.notes import take_notes
from maslahat.text.plain.reader import read_blocks
from maslahat.text.safe_xml import as_utf8, refuse_depth
from maslahat.text.superscript import lowered, raised

MOST_BYTES = 20_000_000  # a tree of elements takes fifty times its bytes
_BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "div",
    "dt",
    "dd",
    "blockquote",
    "caption",
    "address",
    "pre",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "head", "template", "noscript", "svg", "nav", "form"}


def read_html(data: bytes, where: str = "the HTML file") -> Document:
    """Read an HTML file; scripts and styles are set aside. Raises InputError where it holds no words."""
    if len(data) > MOST_BYTES:
        found = f"{len(data) / 10**6:.0f} MB of HTML"
        raise InputError(Fault(where, found, f"at most {MOST_BYTES / 10**6:.0f} MB", "Split the file."))
    data = as_utf8(data)
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding=_encoding(data)
    )
    root = etree.fromstring(data, parser) if data.strip() else None
    refuse_depth(" ".join(str(one.message) for one in parser.error_log if "depth" in one.message), where)
    own = next((one for one in root.iter("article") if is_own(one)), None) if root is not None else None
    if own is not None:
        return read_own(own)
    walker = _Walker()
    if root is not None:
        main = _main(root)
        walker.dropped += _around(main)
        walker.walk(main)
        walker.flush()
    if not walker.raws:
        raise InputError(Fault(where, "no words in the HTML", "the text of an official document"))
    raws, notes = (walker.raws, walker.notes) if walker.notes else take_notes(walker.raws)
    doc = read_blocks(raws, notes)
    return replace(doc, dropped=(*doc.dropped, *walker.dropped))


def _main(root: _Element) -> _Element:
    """Return the element that holds the text of a page: its only `main` or `article` with most of the words."""
    words = len("".join(map(str, root.itertext())).split())
    for name in ("main", "article"):
        found = list(root.iter(name))
        if len(found) == 1 and len("".join(map(str, found[0].itertext())).split()) > words / 2:
            return found[0]
    return root


def _around(main: _Element) -> list[Dropped]:
    """Return the words of a page that stand around its main part."""
    pieces: list[str] = []
    inner = main
    for outer in main.iterancestors():
        before, after = [outer.text or ""], [inner.tail or ""]
        for child in outer:
            if child is not inner:
                (before if child in list(inner.itersiblings(preceding=True)) else after).append(
                    f"{' '.join(map(str, child.itertext()))} {child.tail or ''}"
                )
        pieces = [*before, *pieces, *after]
        inner = outer
    words = [" ".join(piece.split()) for piece in pieces]
    return [Dropped(piece, "around the main part of the page") for piece in words if piece]


def _encoding(data: bytes) -> str | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


class _Walker:
    def __init__(self) -> None:
        self.raws: list[Raw] = []
        self.notes: list[Note] = []
        self.dropped: list[Dropped] = []
        self.line = Line()
        self.hint = ""

    def flush(self) -> None:
        text = self.line.text()
        if text and RULE.match(text):
            self.dropped.append(Dropped(text, "a rule"))
        elif text:
            self.raws.append(Raw(text, len(self.raws) + 1, hint=self.hint))
        self.line = Line()

    def walk(self, element: _Element) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _SILENT:
            words = " ".join(" ".join(map(str, element.itertext())).split())
            if words:
                self.dropped.append(Dropped(words, f"{name} of the page"))
            return
        if name == "tr":
            self.row(element)
            return
        if self.footnote(element):
            return
        if name in _BLOCKS or name == "br":
            self.flush()
            self.hint = "heading" if name in _HEADINGS else self.hint
        if name == "sup" and (
            element.get("class") == "call" or "".join(map(str, element.itertext())).strip().isdigit()
        ):
            self.line.add(raised("".join(map(str, element.itertext())).strip()))
        else:
            self.line.add(element.text)
            for child in element:
                self.walk(child)
                self.line.add(child.tail)
        if name in _BLOCKS:
            self.flush()
            self.hint = ""

    def footnote(self, element: _Element) -> bool:
        """Read a note marked as one: an element with an identifier such as `note-1`, `fn1`, `ftn1`."""
        identifier = element.get("id") or ""
        if element.tag not in {"p", "li", "div"} or not identifier.startswith(("note-", "fn", "ftn")):
            return False
        words = " ".join("".join(map(str, element.itertext())).split())
        marker, _, text = words.partition(" ")
        if not marker.strip("[]").isdigit():
            marker, text = re.sub(r"^\D+", "", identifier), words
        missing = text.startswith(LOST_NOTE)
        self.flush()
        self.notes.append(Note(lowered(marker.strip("[]")), "" if missing else text))
        return True

    def row(self, element: _Element) -> None:
        self.flush()
        cells = []
        for cell in element:
            if cell.tag in {"td", "th"}:
                cells.append(" ".join("".join(map(str, cell.itertext())).split()))
        if any(cells):
            self.raws.append(Raw(" | ".join(cells), len(self.raws) + 1, tuple(cells)))
