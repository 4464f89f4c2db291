"""Parsing XML and HTML that anybody may have written: no entities, no network, no huge trees."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from maslahat.core import Fault, InputError

_TAG = re.compile(
    rb"<(?:!--.*?--|(?P<close>/)?(?P<name>[A-Za-z_][\w:.-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<own>/)?)>",
    re.S,
)
_DECLARED = re.compile(r'^(\s*<\?xml[^>]*?encoding\s*=\s*["\'])[\w.-]+')
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]+)|(\d+));")
_NO_CHARACTER = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(\[)?")
MOST_BYTES = 64 * 1024 * 1024
MOST_BREAKS = 1000
_HEAD = 1000  # bytes in which a declaration stands
_LONGEST_REFERENCE, _CODES = 12, 0x110000  # digits of a reference; characters of Unicode
_MARKS = (  # the longer marks first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_WIDE = re.compile(rb"^(\s*<\?xml[^>]*?encoding\s*=\s*[\"'])(?:utf-?(?:16|32)|ucs|iso-10646)[\w.-]*", re.I)


def parse_xml(data: bytes, where: str) -> tuple[etree._Element, tuple[str, ...]]:
    """Return the root of an XML file and what had to be passed over to read it.

    A file that is not well formed is read as far as it goes, every break being told; one that has no root at
    all, asks for entities, or is nested deeper than any document raises InputError.
    """
    data = as_utf8(data)
    _refuse(data, where)
    told: tuple[str, ...] = (
        ("a DOCTYPE, which is never followed",) if _DOCTYPE.search(data[:MOST_BYTES]) else ()
    )
    try:
        return etree.fromstring(data, _parser(recover=False)), told
    except etree.XMLSyntaxError as error:
        first = str(error)
    refuse_depth(first, where)
    data, none = _without_no_characters(data)
    told += none
    mended, breaks = _rebalanced(data)
    try:
        return etree.fromstring(mended, _parser(recover=False)), told + breaks
    except etree.XMLSyntaxError:
        root, breaks = _recovered(data, first, where)
        return root, told + breaks


def as_utf8(data: bytes) -> bytes:
    """Return XML or HTML in UTF-16 or UTF-32, marked or not, as UTF-8, its declaration with it; else as it is.

    A file whose first bytes are single ones and which still declares a wide encoding is taken for UTF-8.
    """
    name = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if name is None:
        return (
            _WIDE.sub(rb"\1UTF-8", data[:_HEAD]) + data[_HEAD:]
            if data.lstrip().startswith(b"<?xml")
            else data
        )
    text = data.decode(name, errors="replace")
    return _DECLARED.sub(r"\1UTF-8", text).encode("utf-8", errors="replace")


def refuse_depth(message: str, where: str) -> None:
    """Raise InputError where the parser gave up since elements stand too deep in one another."""
    if "Excessive depth" in message or "huge" in message:
        raise InputError(
            Fault(where, "elements nested more than 256 deep", "a document of an ordinary depth")
        )


def _recovered(data: bytes, first: str, where: str) -> tuple[etree._Element, tuple[str, ...]]:
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise InputError(Fault(where, f"XML that cannot be read ({first})", "a well-formed XML file"))
    told = tuple(f"line {e.line}: {e.message}" for e in parser.error_log)
    refuse_depth(" ".join(told[:10]), where)
    return root, told[:MOST_BREAKS] or (first,)


def no_character(text: str) -> str:
    """Return the first thing in a text that XML holds no character for (`U+D800`, `U+0000`), or nothing."""
    found = _NO_CHARACTER.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _without_no_characters(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the file with the mark of a lost character for every reference to none, as `&#xD800;`, each told.

    The parser would let half a character through while it recovers, and nothing could be done with it after.
    """
    breaks = _Breaks(data)

    def put(found: re.Match[bytes]) -> bytes:
        digits, base = (found[1], 16) if found[1] else (found[2], 10)
        code = int(digits, base) if len(digits) < _LONGEST_REFERENCE else -1
        if 0 <= code < _CODES and not no_character(chr(code)):
            return found[0]
        breaks.tell(found.start(), f"{found[0][:20].decode()} stands for no character")
        return "\ufffd".encode()

    return _REFERENCE.sub(put, data), breaks.all()


def _refuse(data: bytes, where: str) -> None:
    if len(data) > MOST_BYTES:
        found = f"{len(data) // 2**20} MB of XML"
        raise InputError(Fault(where, found, f"at most {MOST_BYTES // 2**20} MB", "Split the file."))
    doctype = _DOCTYPE.search(data)
    if b"<!ENTITY" in data or (doctype and doctype[1]):
        line = data.count(b"\n", 0, doctype.start() if doctype else data.index(b"<!ENTITY")) + 1
        mend = "Remove the DOCTYPE: entities are never resolved."
        raise InputError(Fault(f"{where}, line {line}", "entity declarations in the XML", "none", mend))


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        recover=recover,
        remove_pis=True,
    )


class _Breaks:
    """What was passed over, with its line; counted once from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.line = data, 0, 1
        self.told: list[str] = []
        self.more = 0

    def tell(self, at: int, text: str) -> None:
        if len(self.told) >= MOST_BREAKS:
            self.more += 1
            return
        self.line += self.data.count(b"\n", self.at, at)
        self.at = at
        self.told.append(f"line {self.line}: {text}")

    def all(self) -> tuple[str, ...]:
        return (*self.told, *((f"and {self.more} more of the kind",) if self.more else ()))


def _rebalanced(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the file with stray end tags left out and missing ones put in, and each break told."""
    out: list[bytes] = []
    breaks = _Breaks(data)
    stack: list[bytes] = []
    open_now: dict[bytes, int] = {}
    last = 0
    for found in _TAG.finditer(data):
        name = found["name"]
        if not name or found["own"]:
            continue
        if not found["close"]:
            stack.append(name)
            open_now[name] = open_now.get(name, 0) + 1
            continue
        if stack and stack[-1] == name:
            open_now[stack.pop()] -= 1
            continue
        out.append(data[last : found.start()])
        last = found.start()
        if not open_now.get(name):
            breaks.tell(found.start(), f"</{name.decode()}> closes nothing and was passed over")
            last = found.end()
            continue
        while stack[-1] != name:
            inner = stack.pop()
            open_now[inner] -= 1
            breaks.tell(found.start(), f"<{inner.decode()}> was never closed; taken to end here")
            out.append(b"</" + inner + b">")
        open_now[stack.pop()] -= 1
    out.append(data[last:])
    for name in reversed(stack):
        out.append(b"</" + name + b">")
        breaks.tell(len(data), f"<{name.decode()}> was never closed")
    return b"".join(out), breaks.all()
