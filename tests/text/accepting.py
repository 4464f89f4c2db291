"""Accepts or rejects every tracked change of a Word file as ECMA-376 part 1, 17.13.5 says, in its XML alone.

Shares no line with the package. `reading` then gives what stands in a file: paragraphs with style, indent and
runs, tables as rows of cells, footnotes at their calls, headers and footers.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = re.compile(r"word/(?:document|footnotes|header\d|footer\d)\.xml")
ARRIVED, LEFT = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
CHANGED = (f"{W}rPrChange", f"{W}pPrChange")


def accepted(data: bytes) -> dict[str, etree._Element]:
    """Return the parts of a file by name, all changes accepted."""
    return {name: _resolved(root, ARRIVED, LEFT, new=True) for name, root in _parts(data).items()}


def rejected(data: bytes) -> dict[str, etree._Element]:
    """Return the parts of a file by name, all changes rejected."""
    return {name: _resolved(root, LEFT, ARRIVED, new=False) for name, root in _parts(data).items()}


def untouched(data: bytes) -> dict[str, etree._Element]:
    """Return the parts of a file that has no tracked changes."""
    parts = _parts(data)
    for root in parts.values():
        assert not [e.tag for e in root.iter(*ARRIVED, *LEFT, *CHANGED)]
    return parts


def reading(parts: dict[str, etree._Element]) -> list[Any]:
    """Return what stands in a file. Empty paragraphs say nothing and are left out."""
    notes = {note.get(f"{W}id"): note for note in parts["word/footnotes.xml"].iter(f"{W}footnote")}
    found = [_paragraph_or_table(item, notes) for item in parts["word/document.xml"].find(f"{W}body")]
    sides = [
        (name, _lines(root)) for name, root in sorted(parts.items()) if "footer" in name or "header" in name
    ]
    return [[item for item in found if item], [side for side in sides if side[1]]]


def _parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {n: etree.fromstring(package.read(n)) for n in package.namelist() if PARTS.fullmatch(n)}


def _resolved(
    root: etree._Element, kept: tuple[str, ...], gone: tuple[str, ...], new: bool
) -> etree._Element:
    for row in [tr for tr in root.iter(f"{W}tr") if _marked(tr.find(f"{W}trPr"), gone)]:
        row.getparent().remove(row)
    for table in [tbl for tbl in root.iter(f"{W}tbl") if tbl.find(f"{W}tr") is None]:
        table.getparent().remove(table)
    for change in list(root.iter(*CHANGED)):
        properties = change.getparent()
        if new:
            properties.remove(change)
        else:
            _restored(properties, change)
    for p in [p for p in root.iter(f"{W}p") if _marked(p.find(f"{W}pPr/{W}rPr"), gone)]:
        p.set("joined", "1")
    for element in [e for e in root.iter(*gone) if e.getparent() is not None]:
        element.getparent().remove(element)
    for element in list(root.iter(*kept)):
        _unwrapped(element)
    _join(root)
    return root


def _marked(properties: etree._Element | None, tags: tuple[str, ...]) -> bool:
    return properties is not None and any(properties.find(tag) is not None for tag in tags)


def _restored(properties: etree._Element, change: etree._Element) -> None:
    """Put the properties that were back; the mark of the paragraph stays."""
    for child in list(properties):
        if child.tag != f"{W}rPr":
            properties.remove(child)
    for n, child in enumerate(change[0]):
        properties.insert(n, child)


def _unwrapped(element: etree._Element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)


def _join(root: etree._Element) -> None:
    """Put what is left of a paragraph whose mark is gone before the one after it; alone it stays where it is."""
    for p in [p for p in root.iter(f"{W}p") if p.get("joined")]:
        left = [child for child in p if child.tag != f"{W}pPr"]
        after = next((e for e in p.itersiblings() if e.tag in {f"{W}p", f"{W}tbl"}), None)
        if left and after is not None and after.tag == f"{W}p":
            start = 1 if after.find(f"{W}pPr") is not None else 0
            for n, child in enumerate(left):
                after.insert(start + n, child)
        if not left or after is not None:
            p.getparent().remove(p)


def _paragraph_or_table(item: etree._Element, notes: dict[str | None, etree._Element]) -> Any:
    if item.tag == f"{W}p":
        return _paragraph(item, notes)
    if item.tag != f"{W}tbl":
        return None
    grid = [column.get(f"{W}w") for column in item.iter(f"{W}gridCol")]
    rows = [
        [
            ([_text(e) for e in tc.find(f"{W}tcPr")[1:]], [_paragraph(p, notes) for p in tc.iter(f"{W}p")])
            for tc in tr.iter(f"{W}tc")
        ]
        for tr in item.iter(f"{W}tr")
    ]
    return ("table", len(grid), rows)


def _text(e: etree._Element) -> tuple[str, str | None]:
    return e.tag, e.get(f"{W}val")


def _paragraph(p: etree._Element, notes: dict[str | None, etree._Element]) -> Any:
    """Return style, indent and page break of a paragraph, and its words with the look of each."""
    words: list[tuple[Any, str]] = []
    for run in p.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        look = (
            "" if properties is None else " ".join(f"{e.tag}{sorted(e.attrib.items())}" for e in properties)
        )
        for child in run:
            said = _said(child, notes)
            if (
                said
                and words
                and isinstance(said, str)
                and words[-1][1] == look
                and isinstance(words[-1][0], str)
            ):
                words[-1] = (words[-1][0] + said, look)
            elif said:
                words.append((said, look))
    properties = p.find(f"{W}pPr")
    outside = [e for e in properties if e.tag != f"{W}rPr"] if properties is not None else []
    kept = [(e.tag, sorted(e.attrib.items())) for e in outside]
    return (kept, words) if words else None


def _said(child: etree._Element, notes: dict[str | None, etree._Element]) -> Any:
    if child.tag in {f"{W}t", f"{W}delText"}:
        return child.text or ""
    if child.tag == f"{W}footnoteReference":
        note = notes[child.get(f"{W}id")]
        return ("note", [_paragraph(p, {}) for p in note.iter(f"{W}p")])
    return {f"{W}tab": "\t", f"{W}br": "\n", f"{W}footnoteRef": "#"}.get(child.tag, "")


def _lines(root: etree._Element) -> list[str]:
    return [
        text
        for p in root.iter(f"{W}p")
        if (text := "".join(t.text or "" for t in p.iter(f"{W}t", f"{W}delText")))
    ]
