"""Rules on the parts of a draft: their order, the cover, the ends of paragraphs, the opening words (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.text.check.finding import Finding, bare, ended, is_top
from maslahat.text.document import Block, BlockKind, Document, DocumentKind, Organ
from maslahat.text.words import OPENING_PARTICIPLE, PREAMBULAR


def check_order(doc: Document) -> Iterator[Finding]:
    """Title, enacting formula, preamble, operative part: each where it belongs and there at all."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.parts:
        return
    if (
        not re.search(r"[^\W\d_]{2}", re.sub(r"[ASE]/RES", "", doc.title))
        and doc.organ is not Organ.SECURITY_COUNCIL
    ):
        yield Finding("order.title", "title", "no title", "Give the resolution a number and a title.")
    formula = next((n for n, block in enumerate(doc.blocks) if block.kind is BlockKind.FORMULA), None)
    if formula is None:
        mend = "Begin with the organ: “The General Assembly,”."
        yield Finding("order.formula", "opening", "no enacting formula", mend)
    else:
        yield from _formula(doc, formula)
    if not doc.operative:
        mend = "Say what the organ decides or requests."
        yield Finding("order.operative", "text", "no operative paragraph", mend)
    yield from _mixed(doc)


def _formula(doc: Document, at: int) -> Iterator[Finding]:
    """The organ named is the one whose resolution it is, with a comma before a preamble."""
    text = bare(doc.blocks[at])
    organ = str(doc.organ)
    symbol = {"A": "General Assembly", "S": "Security Council", "E": "Economic and Social Council"}
    adopted = symbol.get(doc.cover.symbol[:1], organ) if "/RES/" in doc.cover.symbol else organ
    if doc.language not in {"eng", ""}:
        return
    if adopted and adopted not in text and any(name in text for name in symbol.values()):
        yield Finding("order.formula", "opening", text, f"“The {adopted},”")
    after = doc.blocks[at + 1] if at + 1 < len(doc.blocks) else None
    if after and after.kind is BlockKind.PREAMBLE and text[-1:].isalpha():
        yield Finding("punctuation.formula", "opening", text, f"{text},")


def _mixed(doc: Document) -> Iterator[Finding]:
    """A recital stands before the first operative paragraph."""
    seen = False
    for block in doc.blocks:
        seen = (seen or is_top(block)) and block.kind is not BlockKind.HEADING
        unnumbered = block.kind is BlockKind.PREAMBLE or (
            block.kind is BlockKind.PARAGRAPH and not block.number
        )
        late = seen and unnumbered and not block.quote and not block.level and bare(block).endswith(",")
        if late and (block.kind is BlockKind.PREAMBLE or OPENING_PARTICIPLE.match(block.text)):
            mend = "Put it before the first operative paragraph, or number it and open it with a verb."
            yield Finding("order.recital", "after the operative part began", block.text[:60], mend)


def check_punctuation(doc: Document) -> Iterator[Finding]:
    """Recitals end with a comma; operative paragraphs with a semicolon, the last with a full stop."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.language not in {"eng", ""}:
        return
    recitals = [block for block in doc.preamble if not block.quote and not block.number]
    for n, block in enumerate(recitals, start=1):
        end = bare(block)[-1:]
        opens = n < len(recitals) or end not in {":", "”"}
        if end not in {",", ":", "”"} and opens and PREAMBULAR.match(block.text):
            yield ended("punctuation.recital", f"recital {n}", block, ",")
    blocks = doc.blocks
    tops = [n for n, block in enumerate(blocks) if is_top(block)]
    usual = sum(bare(blocks[n]).endswith((";", ":", "; and")) for n in tops[:-1]) >= 0.6 * len(tops[:-1]) - 1
    for at, n in enumerate(tops[:-1]) if usual and not doc.parts else ():
        text = bare(blocks[n])
        if not text.endswith((";", ":", "; and", "; or", "”")) and not _goes_on(blocks, n, tops[at + 1]):
            yield ended("punctuation.operative", f"paragraph {blocks[n].number}", blocks[n], ";")
    yield from _last(blocks, tops)


def _goes_on(blocks: tuple[Block, ...], n: int, following: int) -> bool:
    """Tell whether a paragraph leads on to what stands under it, or ends a section."""
    under = blocks[n + 1 : following]
    ends = any(block.kind in {BlockKind.HEADING, BlockKind.ARTICLE} for block in under)
    return bool(under and not ends) or (ends and bare(blocks[n]).endswith("."))


def _last(blocks: tuple[Block, ...], tops: list[int]) -> Iterator[Finding]:
    if tops and tops[-1] == len(blocks) - 1 and not bare(blocks[-1]).endswith((".", ".”", ".’”", ".)", ":")):
        yield ended("punctuation.end", f"paragraph {blocks[-1].number}", blocks[-1], ".")
