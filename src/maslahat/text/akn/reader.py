"""Akoma Ntoso for the UN into the model (DESIGN §10)."""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import _Element

from maslahat.core import Fault, InputError
from maslahat.text.akn.body import Body
from maslahat.text.akn.cover import read_adoption, read_closing, read_cover, read_meta, stated_adoption
from maslahat.text.akn.frame import HEADS, LAID_OUT, TITLE, carried_frame, components
from maslahat.text.akn.names import Q, local
from maslahat.text.document import Annex, Document, DocumentKind, Dropped, Organ, Part
from maslahat.text.safe_xml import parse_xml

_KINDS = {str(kind): kind for kind in DocumentKind} | {"presidentialStatement": DocumentKind.STATEMENT}
_ORGANS = {"ga": Organ.GENERAL_ASSEMBLY, "sc": Organ.SECURITY_COUNCIL, "ecosoc": Organ.ECOSOC}


def read_akn(data: bytes, where: str = "the XML file") -> Document:
    """Read an AKN4UN file; a file that is not well formed is read as far as it goes and every break told.

    Raises InputError where there is no XML, or no text in it that this reader knows.
    """
    root, breaks = parse_xml(data, where)
    main = next((child for child in root if local(child.tag) in {"statement", "documentCollection"}), None)
    body = Body()
    doc = read_meta(root, where) if main is None else read_meta(main, where)
    cover = read_cover(root.find(f".//{Q}coverPage"))
    doc = replace(
        doc, cover=replace(cover, job_number=doc.cover.job_number), organ=_organ(root, cover.authority)
    )
    frame = carried_frame(main if main is not None else root, root)
    doc = _with_text(replace(doc, carried=(*doc.carried, *frame)), root, main, body)
    lost = tuple(Dropped("", f"not well formed: {text}") for text in breaks)
    if not (doc.title or doc.blocks or doc.parts or doc.annexes):
        found = f"XML without the text of a document (its root is <{local(root.tag) or 'unnamed'}>)"
        raise InputError(Fault(where, found, "Akoma Ntoso: akomaNtoso/statement"))
    heads = [(LAID_OUT, "by rule")] if body.laid_out else []
    heads += [(TITLE, body.title_style)] if body.title_style else []
    heads += [(f"{HEADS}:{n}", styles) for n, styles in enumerate(body.heads)]
    return replace(
        doc, notes=tuple(body.notes), dropped=(*lost, *body.dropped), carried=(*doc.carried, *heads)
    )


def _organ(root: _Element, authority: str) -> Organ:
    for author in root.iter(f"{Q}FRBRAuthor", f"{Q}FRBRauthor"):
        found = _ORGANS.get(author.get("href", "").lstrip("#"))
        if found:
            return found
    return next((organ for organ in _ORGANS.values() if organ.value == authority), Organ.OTHER)


def _annexes(statement: _Element, body: Body) -> tuple[Annex, ...]:
    return tuple(body.annex(item) for item in statement.iterfind(f"{Q}attachments/{Q}attachment/{Q}doc"))


def _with_text(doc: Document, root: _Element, main: _Element | None, body: Body) -> Document:
    """Return `doc` with its title, blocks, parts and annexes; footnotes go to `body.notes` in order."""
    statement = main if main is not None else root
    number, title, marks = body.title(statement.find(f"{Q}preface"))
    on_cover = statement.find(f"{Q}coverPage/{Q}p/{Q}docTitle[@refersTo='#resolutionNumber']")
    if on_cover is not None and not number:
        number = " ".join("".join(map(str, on_cover.itertext())).split())
    blocks = body.text_of(statement)
    if body.statement_title and not title:
        title, marks = body.statement_title
    adoption = read_adoption(statement, doc.adoption)
    annexes = _annexes(statement, body)
    parts: tuple[Part, ...] = ()
    for part in components(root, statement):
        parts += (body.part(part, doc),)
        annexes += _annexes(part, body)
    adoption = stated_adoption(blocks, adoption)
    closing, signatures = read_closing(statement)
    kind = (
        DocumentKind.STATEMENT
        if "PRST" in doc.cover.symbol
        else _KINDS.get(statement.get("name", ""), doc.kind)
    )
    return replace(
        doc,
        kind=kind,
        number=number or doc.number,
        title=title,
        title_marks=marks,
        blocks=blocks,
        parts=parts,
        annexes=annexes,
        adoption=adoption,
        closing=closing,
        signatures=signatures,
    )
