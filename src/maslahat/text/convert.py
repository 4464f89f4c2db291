"""Reading a file of any kind, and writing a document in any form (DESIGN §10)."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import etree

from maslahat.core import Fault, InputError, dumps
from maslahat.text.akn_names import AKN
from maslahat.text.akn_reader import read_akn
from maslahat.text.akn_writer import write_akn
from maslahat.text.document import Document
from maslahat.text.docx_reader import read_docx
from maslahat.text.docx_writer import write_docx
from maslahat.text.html_reader import read_html
from maslahat.text.html_writer import page
from maslahat.text.json_form import from_json, to_json
from maslahat.text.markdown_writer import write_markdown
from maslahat.text.pdf_writer import write_pdf
from maslahat.text.plain_reader import read_text
from maslahat.text.plain_writer import write_text

FORMS = {
    "akn": ".xml",
    "docx": ".docx",
    "html": ".html",
    "pdf": ".pdf",
    "text": ".txt",
    "md": ".md",
    "json": ".json",
}
SUFFIXES = frozenset({".xml", ".akn", ".docx", ".doc", ".html", ".htm", ".txt", ".text", ".md", ".json"})
_CONTROL = bytes({*range(32), 127} - set(b"\t\n\r\f\v"))
MOST_BYTES = 64 * 1024 * 1024


def read(path: Path) -> Document:
    """Read a file of a kind seen from its first bytes, not its name. Raises InputError with a sentence."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(
                Fault(
                    str(path), f"{size // 2**20} MB", f"at most {MOST_BYTES // 2**20} MB", "Split the file."
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            Fault(str(path), f"a file that cannot be read ({error.strerror})", "a readable file")
        ) from error
    return read_bytes(data, str(path))


def read_bytes(data: bytes, where: str) -> Document:
    """Read the content of a file of any kind."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:2] == b"PK":
        return read_docx(data, where)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(
            Fault(where, "an old binary Word file", "a .docx file", "Save it as .docx in a word processor.")
        )
    if data[:5] == b"%PDF-":
        raise InputError(
            Fault(
                where,
                "a PDF file",
                "text, DOCX, HTML or AKN",
                "Give the text of the PDF, as pdftotext writes it.",
            )
        )
    if head[:1] == b"{":
        return _from_json(data, where)
    low = head.lower()
    if b"<html" in low or low.startswith((b"<!doctype html", b"<article", b"<body")):
        return read_html(data, where)
    if b"akomantoso" in low or AKN.encode() in head or head.startswith(b"<?xml") or head[:1] == b"<":
        return read_akn(data, where)
    return read_text(_decoded(data, where), where)


def _from_json(data: bytes, where: str) -> Document:
    try:
        return from_json(json.loads(data), where)
    except (ValueError, RecursionError) as error:
        raise InputError(
            Fault(where, f"JSON that cannot be read ({error})", "the JSON of a document")
        ) from error


def _decoded(data: bytes, where: str) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    head = data[:100_000]
    if len(head.translate(None, _CONTROL)) < 0.99 * len(head):
        raise InputError(Fault(where, "bytes that are no text", "text, DOCX, HTML or AKN"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def written(doc: Document, form: str) -> bytes:
    """Return the document in a form of `FORMS`, as bytes."""
    if form == "akn":
        return write_akn(doc).encode()
    if form == "docx":
        return write_docx(doc)
    if form == "pdf":
        return write_pdf(doc)
    return _as_text(doc, form).encode()


def _as_text(doc: Document, form: str) -> str:
    if form == "html":
        return page(doc)
    if form == "md":
        return write_markdown(doc)
    if form == "json":
        return dumps(to_json(doc))
    return write_text(doc)


def invalid(akn: bytes, schema: Path) -> list[str]:
    """Return what the XSD at `schema` says against an AKN file, a line a fault; none where it is valid."""
    validator = etree.XMLSchema(etree.parse(str(schema)))
    root = etree.fromstring(akn)
    validator.validate(root)
    return str(validator.error_log).splitlines()
