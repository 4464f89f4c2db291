"""What kind of file some bytes are, whatever its name: seen from their beginning; and text of any encoding.

Kinds that are not read are told apart, so that the sentence says what to do.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile

from maslahat.core import Fault, InputError
from maslahat.text.docx.ooxml import UNREADABLE
from maslahat.text.safe_xml import as_utf8

READ = "text, DOCX, HTML, AKN4UN or JSON"
_CONTROL = bytes({*range(32), 127} - set(b"\t\n\r\f\v"))
_HEAD = 4096
_SAMPLE = 100_000
_SAVE = "Save it as .docx in a word processor."
_STARTS = (
    (b"%PDF-", "a PDF file", "Give the text of the PDF, as `pdftotext FILE -` writes it, or its Word file."),
    (b"{\\rtf", "an RTF file", _SAVE),
    (b"\x89PNG", "a picture", "Give the text in it."),
    (b"\xff\xd8\xff", "a picture", "Give the text in it."),
    (b"GIF8", "a picture", "Give the text in it."),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it."),
    (b"BZh", "a packed file (bzip2)", "Unpack it."),
    (b"\xfd7zXZ", "a packed file (xz)", "Unpack it."),
    (b"7z\xbc\xaf", "a packed file (7z)", "Unpack it."),
    (b"Rar!", "a packed file (rar)", "Unpack it."),
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PACKAGES = (
    ("content.xml", "an OpenDocument file", _SAVE),
    ("xl/workbook.xml", "an Excel workbook", "Give the document as text or .docx."),
    ("ppt/presentation.xml", "a presentation", "Give the document as text or .docx."),
)
# The commonest letters of Russian, by which one of its old encodings is told from the other.
_COMMON_RUSSIAN = frozenset("оеаинтсрвл")


def kind_of(data: bytes, where: str) -> str:
    """Return `docx`, `json`, `html`, `xml` or `text`. Raises InputError for a kind that is not read."""
    _refuse(data, where)
    if data[:2] == b"PK":
        return "docx"
    low = as_utf8(data[:_SAMPLE]).lstrip(b"\xef\xbb\xbf \t\r\n\f\v")[:_HEAD].lower()
    if low[:1] == b"{":
        return "json"
    if b"<html" in low or low.startswith((b"<!doctype html", b"<article", b"<body")):
        return "html"
    return "xml" if low.startswith((b"<?xml", b"<!", b"<")) and re.match(rb"<[?!a-z_]", low) else "text"


def _refuse(data: bytes, where: str) -> None:
    for start, name, mend in _STARTS:
        if data.startswith(start):
            raise InputError(Fault(where, name, READ, mend))
    if data[:4] == b"\xd0\xcf\x11\xe0":
        if _ENCRYPTED in data:
            raise InputError(
                Fault(where, "a Word file under a password", "a file without one", "Take the password off.")
            )
        raise InputError(Fault(where, "an old binary Word file", "a .docx file", _SAVE))
    if data[:2] == b"PK":
        _refuse_package(data, where)


def _refuse_package(data: bytes, where: str) -> None:
    """Tell other packed kinds from Word's; a package that cannot be opened is left to the reader of Word files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except UNREADABLE:
        return
    for part, name, mend in _PACKAGES:
        if part in names:
            raise InputError(Fault(where, name, READ, mend))
    if not any(name.startswith("word/") for name in names):
        raise InputError(Fault(where, "a packed file (zip) that is no Word file", READ, "Unpack it."))


def decoded(data: bytes, where: str) -> tuple[str, str]:
    """Return the text of some bytes and the name of its encoding where it is neither UTF-8 nor UTF-16 with a mark."""
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return data.decode("utf-16", errors="replace"), ""
    unmarked = _unmarked_utf16(data)
    if unmarked:
        return data.decode(unmarked, errors="replace"), unmarked
    head = data[:_SAMPLE]
    if len(head.translate(None, _CONTROL)) < 0.99 * len(head):
        raise InputError(Fault(where, "bytes that are no text", READ))
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        name = _old_encoding(head)
        return data.decode(name, errors="replace"), name


def _unmarked_utf16(data: bytes) -> str:
    """Return the kind of UTF-16 whose marks are missing: every other byte of plain Latin text is nought."""
    head = data[:_HEAD]
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) > 8 and zeros.count(0) > 0.6 * len(zeros) and letters.count(0) < 0.05 * len(letters):
            return name
    return ""


def _old_encoding(head: bytes) -> str:
    """Return which of the old one-byte encodings a text is most likely in.

    In Cyrillic most letters lie above 127, in French and Spanish few do.
    """
    high = sum(byte > 127 for byte in head)
    latin = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in head)
    if high <= latin:
        return "cp1252"

    def fits(name: str) -> int:
        return sum(letter in _COMMON_RUSSIAN for letter in head.decode(name, errors="replace"))

    return max(("cp1251", "koi8-r", "cp866"), key=fits)
