"""Parsing XML and HTML that anybody may have written: no entities, no network, no huge trees."""

from __future__ import annotations

import re

from lxml import etree

from maslahat.core import Fault, InputError

_TAG = re.compile(
    rb"<(?:!--.*?--|(?P<close>/)?(?P<name>[A-Za-z_][\w:.-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<own>/)?)>",
    re.S,
)
MOST_BYTES = 64 * 1024 * 1024


def parse_xml(data: bytes, where: str) -> tuple[etree._Element, tuple[str, ...]]:
    """Return the root of an XML file and what had to be passed over to read it.

    A file that is not well formed is read as far as it goes, every break being told; one that has no root at
    all, or asks for entities, raises InputError.
    """
    _refuse(data, where)
    try:
        return etree.fromstring(data, _parser(recover=False)), ()
    except etree.XMLSyntaxError as error:
        first = str(error)
    mended, breaks = _rebalanced(data)
    try:
        return etree.fromstring(mended, _parser(recover=False)), breaks
    except etree.XMLSyntaxError:
        parser = _parser(recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise InputError(Fault(where, f"XML that cannot be read ({first})", "a well-formed XML file"))
    return root, tuple(f"line {e.line}: {e.message}" for e in parser.error_log) or (first,)


def _refuse(data: bytes, where: str) -> None:
    if len(data) > MOST_BYTES:
        raise InputError(
            Fault(
                where,
                f"{len(data) // 2**20} MB of XML",
                f"at most {MOST_BYTES // 2**20} MB",
                "Split the file.",
            )
        )
    if b"<!ENTITY" in data[:65536] or (b"<!DOCTYPE" in data[:65536] and b"[" in data[:4096]):
        raise InputError(
            Fault(
                where,
                "entity declarations in the XML",
                "none",
                "Remove the DOCTYPE: entities are never resolved.",
            )
        )


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        recover=recover,
        remove_pis=True,
    )


def _rebalanced(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the file with stray end tags left out and missing ones put in, and each break told."""
    out: list[bytes] = []
    breaks: list[str] = []
    stack: list[bytes] = []
    last = 0
    for found in _TAG.finditer(data):
        name = found["name"]
        if not name or found["own"]:
            continue
        if not found["close"]:
            stack.append(name)
            continue
        if stack and stack[-1] == name:
            stack.pop()
            continue
        line = data.count(b"\n", 0, found.start()) + 1
        out.append(data[last : found.start()])
        last = found.start()
        if name not in stack:
            breaks.append(f"line {line}: </{name.decode()}> closes nothing and was passed over")
            last = found.end()
            continue
        while stack[-1] != name:
            inner = stack.pop()
            breaks.append(f"line {line}: <{inner.decode()}> was never closed; taken to end here")
            out.append(b"</" + inner + b">")
        stack.pop()
    out.append(data[last:])
    out += [b"</" + name + b">" for name in reversed(stack)]
    breaks += [f"the end: <{name.decode()}> was never closed" for name in reversed(stack)]
    return b"".join(out), tuple(breaks)
