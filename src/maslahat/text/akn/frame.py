"""What an AKN4UN file says around its text beyond the model, carried and written again while it still holds.

Each piece is carried as XML under its own name in `Document.carried`. It is written only where reading it gives
what the document says now; a document that was changed gets a new piece made from its fields.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element

from maslahat.text.akn.body import Body
from maslahat.text.akn.cover import read_adoption, read_cover, stated_adoption
from maslahat.text.akn.names import AKN, UN, Q
from maslahat.text.document import Adoption, Document, Mark, Organ

COVER, PREFACE, CONCLUSIONS = "akn:cover", "akn:preface", "akn:conclusions"
COMPONENT, ANNEX, HEADS, NAME, OWNER, TITLE = (
    f"akn:{name}" for name in ("component", "annex", "heads", "name", "owner", "title")
)
LAID_OUT = "akn:laid-out"  # the file has what the layout of the UN adds to a text without emphasis
_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')


def carried_frame(statement: _Element, root: _Element) -> tuple[tuple[str, str], ...]:
    """Return cover, conclusions and the metadata of components and annexes, by name."""
    found = [(COVER, statement.find(f"{Q}coverPage")), (CONCLUSIONS, statement.find(f"{Q}conclusions"))]
    found.append((PREFACE, _without_notes(statement.find(f"{Q}preface"))))
    texts = components(root, statement)
    for n, text in enumerate(texts):
        found += [
            (f"{COMPONENT}:{n}", text.find(f"{Q}meta")),
            (f"{CONCLUSIONS}:{n}", text.find(f"{Q}conclusions")),
        ]
        found.append((f"{PREFACE}:{n}", _without_notes(text.find(f"{Q}preface"))))
    names = tuple((f"{NAME}:{n}", text.get("name", "")) for n, text in enumerate(texts))
    docs = [
        (owner, doc)
        for owner, place in enumerate((statement, *texts))
        for doc in place.iterfind(f"{Q}attachments/{Q}attachment/{Q}doc")
    ]
    for n, (owner, doc) in enumerate(docs):
        found += [
            (f"{ANNEX}:{n}", doc.find(f"{Q}meta")),
            (f"{CONCLUSIONS}:annex:{n}", doc.find(f"{Q}conclusions")),
        ]
        names += ((f"{OWNER}:{n}", str(owner - 1)),) if owner else ()
    return (*names, *((name, _text(element)) for name, element in found if element is not None))


def components(root: _Element, statement: _Element) -> list[_Element]:
    """Return the texts that stand under the document: beside a collection, or inside a statement."""
    places = [root] if root is statement else [root, statement]
    return [text for place in places for text in place.iterfind(f"{Q}components/{Q}component/{Q}statement")]


def _without_notes(preface: _Element | None) -> _Element | None:
    """Return a preface whose notes are their calls alone; their texts are among the notes of the document."""
    if preface is None or not "".join(map(str, preface.itertext())).strip():
        return None
    preface = deepcopy(preface)
    for note in list(preface.iter(f"{Q}authorialNote")):
        for child in list(note):
            note.remove(child)
        note.text = None
    return preface


def _text(element: _Element) -> str:
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return _NAMESPACES.sub("", text)


def _parsed(xml: str) -> _Element:
    head = f'<statement xmlns="{AKN}" xmlns:akn4un="{UN}">'
    return etree.fromstring(f"{head}{xml}</statement>")


def still_cover(doc: Document) -> str:
    """Return the carried cover where it says what the document says; nothing else."""
    xml = dict(doc.carried).get(COVER, "")
    if not xml:
        return ""
    statement = _parsed(xml)
    page = statement.find(f"{Q}coverPage")
    if replace(read_cover(page), job_number=doc.cover.job_number) != doc.cover:
        return ""
    number = page.find(f"{Q}p/{Q}docTitle[@refersTo='#resolutionNumber']") if page is not None else None
    if number is not None and " ".join("".join(map(str, number.itertext())).split()) not in {"", doc.number}:
        return ""
    on_cover = doc.organ is Organ.SECURITY_COUNCIL and number is not None
    return xml if not on_cover or _same(read_adoption(statement, doc.adoption), doc.adoption) else ""


def still_preface(doc: Document, which: str, says: tuple[str, str, tuple[Mark, ...]]) -> str:
    """Return a carried preface where it says what the document says; its notes are calls alone.

    `which` is empty for the document's own and `:0`, `:1`, … for its components.
    """
    xml = dict(doc.carried).get(f"{PREFACE}{which}", "")
    if not xml:
        return ""
    body = Body()
    number, title, marks = body.title(_parsed(xml).find(f"{Q}preface"))
    return xml if (number or says[0], title, marks) == says else ""


def still_conclusions(doc: Document, adoption: Adoption, which: str = "") -> str:
    """Return carried conclusions where they say what the document says; nothing else."""
    xml = dict(doc.carried).get(f"{CONCLUSIONS}{which}", "")
    if not xml:
        return ""
    found = read_adoption(_parsed(xml), replace(adoption, meeting="", date_text=""))
    stated = stated_adoption(doc.blocks, found)
    return xml if _same(found, adoption) or _same(stated, adoption) else ""


def _same(found: Adoption, known: Adoption) -> bool:
    return (found.meeting, found.date, found.date_text) == (known.meeting, known.date, known.date_text)
