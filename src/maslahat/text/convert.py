"""Reading a file of any kind, and writing a document in any form (DESIGN §10)."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from lxml import etree

from maslahat.core import Fault, InputError, dumps
from maslahat.text.akn.reader import read_akn
from maslahat.text.akn.writer import write_akn
from maslahat.text.document import Document, Repair
from maslahat.text.docx.reader import read_docx
from maslahat.text.docx.writer import write_docx
from maslahat.text.html.reader import read_html
from maslahat.text.html.writer import page
from maslahat.text.json_form import from_json, to_json
from maslahat.text.kinds import decoded, kind_of
from maslahat.text.language import language_of
from maslahat.text.markdown_writer import write_markdown
from maslahat.text.pdf_writer import write_pdf
from maslahat.text.plain.reader import read_text
from maslahat.text.plain.writer import write_text

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
_GUESSED = "how often its letters come in the languages of the United Nations"
MOST_BYTES = 64 * 1024 * 1024


def read(path: Path, repairs: bool = True) -> Document:
    """Read a file of a kind seen from its first bytes, not its name. Raises InputError with a sentence.

    `repairs`: whether to look in a plain text for words to mend, which takes a third of the time of reading and
    which only the JSON shows.
    """
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
    return read_bytes(data, str(path), repairs)


def read_bytes(data: bytes, where: str, repairs: bool = True) -> Document:
    """Read the content of a file of any kind; `repairs` as for `read`."""
    kind = kind_of(data, where)
    if kind == "json":
        return _from_json(data, where)
    if kind == "xml":
        return read_akn(data, where)
    if kind == "text":
        doc = _from_text(data, where, repairs)
    else:
        doc = read_docx(data, where) if kind == "docx" else read_html(data, where)
    return replace(doc, language=language_of(doc)) if doc.language == "eng" else doc


def _from_text(data: bytes, where: str, repairs: bool) -> Document:
    """Read plain text; an encoding that had to be guessed is offered as a repair."""
    text, encoding = decoded(data, where)
    doc = read_text(text, where, repairs)
    if not encoding:
        return doc
    guessed = Repair(
        "the whole file", "bytes that are not UTF-8", f"read as {encoding}", _GUESSED, "encoding"
    )
    return replace(doc, repairs=(guessed, *doc.repairs))


def _from_json(data: bytes, where: str) -> Document:
    try:
        return from_json(json.loads(decoded(data, where)[0]), where)
    except (ValueError, RecursionError) as error:
        raise InputError(
            Fault(where, f"JSON that cannot be read ({error})", "the JSON of a document")
        ) from error


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
    validator = schema_at(schema)
    root = etree.fromstring(akn)
    validator.validate(root)
    return str(validator.error_log).splitlines()


@lru_cache(maxsize=2)
def schema_at(place: Path) -> etree.XMLSchema:
    """Return the XML schema of a file, kept for the next time. Raises InputError where it is none."""
    try:
        return etree.XMLSchema(etree.parse(str(place)))
    except (etree.LxmlError, OSError) as error:
        raise InputError(
            Fault(str(place), f"no schema that can be used ({error})", "an XML schema")
        ) from error
