"""How each element of an AKN4UN body is read into blocks.

`HANDLERS` knows them by name; `Body` walks the file and asks for the one of each element.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml.etree import _Element

from maslahat.text.akn.heads import (
    ARTICLE_NUMBER,
    HEADING_STYLES,
    HEADS,
    NOTE_STYLE,
    PARAGRAPH_LABEL,
    named,
    set_as_heading,
    unglued,
)
from maslahat.text.akn.names import Q, local
from maslahat.text.akn.table import read_table
from maslahat.text.document import Block, BlockKind, Note
from maslahat.text.inline import Line

if TYPE_CHECKING:
    from maslahat.text.akn.body import Body


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


HANDLERS: dict[str, Callable[[Body, _Element, bool], None]] = {
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
