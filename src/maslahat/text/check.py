"""A draft checked against the form the UN Editorial Manual asks for (DESIGN §10).

Each rule is a function of a document that yields findings: the rule, the place, what was found, what to do.
The rules judge form alone. A rule stays silent where adopted texts are known to vary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from maslahat.text.document import Block, BlockKind, Document, DocumentKind, MarkKind, Organ
from maslahat.text.labels import readings
from maslahat.text.verbs import strength
from maslahat.text.words import PREAMBULAR

_BRACKET = re.compile(r"\[[^\]]*\]?")
_CROSS = re.compile(
    r"\bparagraphs? (?P<first>\d{1,3})(?: \([a-z]\))?(?: (?:to|and|or) (?P<last>"
    r"\d{1,3}))? (?:above|below)\b"
)
_OF_THIS = re.compile(
    r"\bparagraphs? (?P<first>\d{1,3})(?P<last>)(?: \([a-z]\))? of the present "
    r"resolution\b"
)
_SYMBOL = re.compile(r"\b(?P<organ>[ASE])/(?:RES|PRST)/?(?P<rest>[^\s,;.)]*)")
_GOOD_SYMBOL = re.compile(r"(?:\d{1,4}|(?:ES|S)-\d{1,2})(?:/\d{1,4}[A-Z]?(?:-[A-Z])?|\(\d{4}\))?$")
_SC_YEAR = re.compile(r"\bresolution (?P<number>[12]\d{3}) (?!\()(?=of|and|,)")
_TWICE = re.compile(r"\b(?P<word>the|of|to|and|in|for|on|a|by|with|is) (?P=word)\b")
_SPACE = re.compile(r"\s[,;:](?=\s|$)|\(\s|\s\)|[a-z],[a-z]{3}")
_DEFINED = re.compile(r"\((?:hereinafter (?:referred to as )?)?[“\"](?P<term>[^”\"]{2,60})[”\"]\)")
_CALL_END = re.compile(r"[\s\u200e\u200f*]+$")
_ENDS = (";", ".", ":", "; and", "; or", ";”", ".”", "”", ",", ")", "—", "–")
_GOES_ON = re.compile(r"\b(?:and|or|shall|that|to|should|must|by|of|as follows|following)$")
_INFLECTED = re.compile(r"^[A-Z][a-z-]+(?:ing|ed)\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the form asks for and the text does not do."""

    rule: str
    place: str
    found: str
    mend: str


def check(doc: Document) -> tuple[Finding, ...]:
    """Return the findings of all rules, in the order of the rules."""
    return tuple(finding for rule in RULES for finding in rule(doc))


def check_order(doc: Document) -> Iterator[Finding]:
    """Cover, title, enacting formula, preamble, operative part: each where it belongs and there at all."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.parts:
        return
    if not doc.title and not doc.number and doc.organ is not Organ.SECURITY_COUNCIL:
        yield Finding("order.title", "title", "no title", "Give the resolution a number and a title.")
    if not any(block.kind is BlockKind.FORMULA for block in doc.blocks):
        yield Finding(
            "order.formula",
            "opening",
            "no enacting formula",
            "Begin with the organ: “The General Assembly,”.",
        )
    if not doc.operative:
        yield Finding(
            "order.operative", "text", "no operative paragraph", "Say what the organ decides or requests."
        )


def check_punctuation(doc: Document) -> Iterator[Finding]:
    """Recitals end with a comma; operative paragraphs with a semicolon, the last with a full stop."""
    for n, block in enumerate(doc.preamble, start=1):
        text = _bare(block)
        if not block.quote and text.endswith((".", ";")) and not block.number and PREAMBULAR.match(text):
            yield Finding("punctuation.recital", f"recital {n}", f"…{text[-25:]}", f"…{text[-25:-1]},")
    if doc.kind is not DocumentKind.RESOLUTION or doc.parts:
        return
    top = [block for block in doc.blocks if _is_top(block)]
    for block in top[:-1]:
        text = _bare(block)
        if text and text[-1].isalnum() and len(text) > 40 and not _GOES_ON.search(text):
            yield Finding(
                "punctuation.operative", f"paragraph {block.number}", f"…{text[-25:]}", f"…{text[-25:]};"
            )
    if top and _bare(top[-1]).endswith((";", ",")) and doc.blocks[-1] is top[-1]:
        text = _bare(top[-1])
        yield Finding("punctuation.end", f"paragraph {top[-1].number}", f"…{text[-25:]}", f"…{text[-25:-1]}.")


def _bare(block: Block) -> str:
    return _CALL_END.sub("", block.text)


def _is_top(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and bool(re.match(r"\d+\.$", block.number)) and not block.quote


def check_numbering(doc: Document) -> Iterator[Finding]:
    """Operative paragraphs count up from 1 without gap, again from 1 in a new section; letters likewise."""
    for blocks in (doc.blocks, *(part.blocks for part in doc.parts)):
        expected = 1
        opened = True
        for block in blocks:
            if block.kind in {BlockKind.HEADING, BlockKind.FORMULA, BlockKind.ARTICLE}:
                opened = True
            if not _is_top(block) or block.level:
                continue
            value = int(block.number[:-1])
            if value != expected and not (opened and value == 1):
                yield Finding("numbering", f"paragraph {block.number}", block.number, f"{expected}.")
            expected, opened = value + 1, False
    yield from _letters(doc)


def _letters(doc: Document) -> Iterator[Finding]:
    last: dict[int, int] = {}
    over = ""
    for block in doc.blocks:
        if block.kind is not BlockKind.PARAGRAPH or _is_top(block) or not block.number:
            if block.kind is not BlockKind.PARAGRAPH or block.number:
                last, over = {}, block.number
            continue
        last = {level: value for level, value in last.items() if level <= block.level}
        options = [value for kind, value in readings(block.number) if kind.startswith("paren")]
        if not options:
            continue
        expected = last.get(block.level, 0) + 1
        plain = len(options) == 1 and expected <= 26
        if expected not in options and block.number.startswith("(") and expected > 1 and plain:
            yield Finding(
                "numbering.letters",
                f"paragraph {over} {block.number}",
                block.number,
                f"item {expected} of its list",
            )
        last[block.level] = expected if expected in options else options[0]


def check_verbs(doc: Document) -> Iterator[Finding]:
    """A recital opens with a participle, an operative paragraph with a verb in the present tense."""
    if doc.kind is not DocumentKind.RESOLUTION:
        return
    tops = [block for block in doc.blocks if _is_top(block) and not block.level]
    usual = sum(strength(block.text) is not None for block in tops) >= 0.5 * len(tops)
    for block in tops if usual else ():
        if _INFLECTED.match(block.text) and PREAMBULAR.match(block.text):
            word = block.text.split(" ")[0]
            mend = "Open with a verb in the present tense, as in Decides, Requests, Notes."
            yield Finding("verbs.operative", f"paragraph {block.number}", word, mend)
    for n, block in enumerate(doc.preamble, start=1):
        if (
            re.match(r"(?:Decides|Requests|Urges|Calls upon|Encourages|Invites|Demands)\b", block.text)
            and not block.number
        ):
            yield Finding(
                "verbs.recital",
                f"recital {n}",
                block.text.split(" ")[0],
                "Open with a participle, as in Recalling.",
            )


def check_references(doc: Document) -> Iterator[Finding]:
    """“Paragraph 5 above” exists and stands above; symbols are written as the UN writes them."""
    numbers = {int(block.number[:-1]) for block in doc.blocks if _is_top(block)}
    main = set(map(id, doc.blocks))
    for place, block in _placed(doc):
        for rule in (_CROSS, _OF_THIS) if id(block) in main else ():
            for found in rule.finditer(block.text):
                for group in ("first", "last"):
                    value = found[group]
                    if value and numbers and int(value) not in numbers:
                        mend = f"The text has paragraphs {min(numbers)} to {max(numbers)}."
                        yield Finding("references.cross", place, found[0], mend)
        for found in _SYMBOL.finditer(block.text):
            if not _GOOD_SYMBOL.match(found["rest"].rstrip("”’*")):
                yield Finding(
                    "references.symbol",
                    place,
                    found[0],
                    "Write A/RES/72/7, S/RES/1325(2000) or S/PRST/2006/11.",
                )
        for found in _SC_YEAR.finditer(block.text):
            year = "its year in brackets, as in 1325 (2000)"
            yield Finding(
                "references.year", place, found[0].strip(), f"Give resolution {found['number']} {year}."
            )


def _placed(doc: Document) -> Iterator[tuple[str, Block]]:
    recital = 0
    for block in doc.all_blocks():
        recital += block.kind is BlockKind.PREAMBLE
        name = (
            f"recital {recital}"
            if block.kind is BlockKind.PREAMBLE
            else (f"{block.kind} {block.number}").strip()
        )
        yield name, block


def check_brackets(doc: Document) -> Iterator[Finding]:
    """Square brackets mark what is not agreed: none may be left in a text to be adopted."""
    for place, block in _placed(doc):
        for found in _BRACKET.finditer(block.text):
            if not re.match(r"\[(?:sic|\.\.\.|…|[a-z]{1,3}\]\w|[A-Z]\])", found[0]):
                yield Finding("brackets", place, found[0][:60], "Settle the words and take the brackets out.")


def check_footnotes(doc: Document) -> Iterator[Finding]:
    """Every call has a note and every note a call, counting up from 1 in the order of the text."""
    calls = [m.value for m in doc.title_marks if m.kind is MarkKind.NOTE]
    for block in doc.all_blocks():
        cells = (cell for row in (block.table.rows if block.table else ()) for cell in row)
        marks = (*block.marks, *(mark for cell in cells for mark in cell.marks))
        calls += [mark.value for mark in marks if mark.kind is MarkKind.NOTE and mark.value.isdigit()]
    noted = {note.marker for note in doc.notes if note.text}
    for marker in dict.fromkeys(calls):
        if marker not in noted:
            yield Finding(
                "footnotes.missing",
                f"footnote {marker}",
                "a call without a note",
                "Give the note, or drop the call.",
            )
    if doc.parts or doc.annexes:
        return
    expected = 1
    for marker in calls:
        if int(marker) > expected:
            yield Finding(
                "footnotes.order",
                f"footnote {marker}",
                marker,
                f"{expected}: notes count up in the order of the text.",
            )
        expected = max(expected, int(marker) + 1)


def check_words(doc: Document) -> Iterator[Finding]:
    """No word twice in a row, no space before a mark."""
    for place, block in _placed(doc):
        for found in _TWICE.finditer(block.text):
            yield Finding("words.twice", place, found[0], found["word"])
        for found in _SPACE.finditer(block.text):
            yield Finding(
                "words.space",
                place,
                found[0],
                "No space before a mark or inside a bracket; one after a comma.",
            )


def check_terms(doc: Document) -> Iterator[Finding]:
    """A term is defined once, and used after it is defined."""
    text = "\n".join(block.text for block in doc.all_blocks())
    seen: set[str] = set()
    for found in _DEFINED.finditer(text):
        term = found["term"]
        if term in seen:
            yield Finding("terms.twice", f"“{term}”", "defined twice", "Define a term where it first stands.")
        elif text.count(term) == 1 and "hereinafter" in found[0]:
            yield Finding("terms.unused", f"“{term}”", "defined and never used", "Drop the definition.")
        seen.add(term)


RULES: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    check_order,
    check_punctuation,
    check_numbering,
    check_verbs,
    check_references,
    check_brackets,
    check_footnotes,
    check_words,
    check_terms,
)
