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
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(\[)?")
MOST_BYTES = 64 * 1024 * 1024
MOST_BREAKS = 1000
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parse_xml(data: bytes, where: str) -> tuple[etree._Element, tuple[str, ...]]:
    """Return the root of an XML file and what had to be passed over to read it.

    A file that is not well formed is read as far as it goes, every break being told; one that has no root at
    all, asks for entities, or is nested deeper than any document raises InputError.
    """
    data = as_utf8(data)
    _refuse(data, where)
    told = ("a DOCTYPE, which is never followed",) if _DOCTYPE.search(data[:MOST_BYTES]) else ()
    try:
        return etree.fromstring(data, _parser(recover=False)), told
    except etree.XMLSyntaxError as error:
        first = str(error)
    refuse_depth(first, where)
    mended, breaks = _rebalanced(data)
    try:
        return etree.fromstring(mended, _parser(recover=False)), told + breaks
    except etree.XMLSyntaxError:
        return _recovered(data, first, where)


def as_utf8(data: bytes) -> bytes:
    """Return XML or HTML in UTF-16 as UTF-8, its declaration with it; anything else as it is."""
    if not data.startswith(_MARKS):
        return data
    text = data.decode("utf-16", errors="replace")
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
